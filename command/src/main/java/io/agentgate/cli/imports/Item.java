package io.agentgate.cli.imports;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of one thing in a file.
 *
 * @param name where it stands in the file
 * @param as its name in our configuration, or null
 * @param remarks what a person should know
 */
record Item(String name, Outcome outcome, @Nullable String as, List<String> remarks) {
    Item {
        remarks = List.copyOf(remarks);
    }

    /** What can become of it. */
    enum Outcome {
        /** It stands in our configuration now. */
        IMPORTED("imported"),
        /** The client starts it behind the gateway now. */
        REWRITTEN("rewritten"),
        /** It is as it should be already. */
        LEFT("left"),
        /** It is a server, but cannot be taken over. */
        NOT_IMPORTED("not imported"),
        /** The gateway has nothing like it. */
        NO_EQUIVALENT("no equivalent");

        private final String word;

        Outcome(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    static Item of(String name, Outcome outcome, String remark) {
        return new Item(name, outcome, null, List.of(remark));
    }
}
