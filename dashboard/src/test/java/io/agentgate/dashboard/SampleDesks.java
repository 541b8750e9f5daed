package io.agentgate.dashboard;

import io.agentgate.embedded.files.FileSwitchBoard;
import io.agentgate.protocol.JsonWriter;
import io.agentgate.testkit.time.FixedClock;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Desks that answer with what they were asked. */
final class SampleDesks {
    static final Household HOUSEHOLD =
            new Household(new Keys(), () -> said("doctor", ""), () -> said("clients", ""));

    private SampleDesks() {}

    /** Switches in a file of this directory; nothing runs. */
    static Controls controls(Path home) {
        return new Controls(
                new FileSwitchBoard(home.resolve("kill-switches.json"), new FixedClock()),
                new NothingRuns(),
                call -> "{}");
    }

    private static JsonWriter said(String name, String what) {
        return new JsonWriter().beginObject().name(name).value(what).endObject();
    }

    /** Knows one key. */
    private static final class Keys implements KeyDesk {
        @Override
        public JsonWriter all() {
            return said("keys", "k1");
        }

        @Override
        public JsonWriter create(String caller, @Nullable String expires) throws RefusedException {
            if (caller.equals("nobody")) {
                throw new RefusedException(400, "the caller's name is taken");
            }
            return said("key", caller + " " + expires);
        }

        @Override
        public void revoke(String id) throws RefusedException {
            if (!id.equals("k1")) {
                throw new RefusedException(400, "there is no key `" + id + "`");
            }
        }
    }

    /** Says what it was asked. */
    record Rehearsal() implements PolicyRehearsal {
        @Override
        public boolean isTested() {
            return true;
        }

        @Override
        public JsonWriter lint(String text) {
            return said("linted", text);
        }

        @Override
        public JsonWriter test(String text) {
            return said("tested", text);
        }

        @Override
        public JsonWriter diff(String text, Instant since) {
            return said("since", since.toString());
        }
    }
}
