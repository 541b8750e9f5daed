package io.agentgate.policy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a request does to the world, from the harmless to the most dangerous. */
public enum Operation {
    /** Changes nothing. */
    READ,
    /** Adds or changes something, and takes nothing away. */
    WRITE,
    /** May take something away for good. */
    DESTRUCTIVE;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** As policies spell it. */
    public String word() {
        return word;
    }

    /** As policies spell them all. */
    public static List<String> words() {
        return Arrays.stream(values()).map(Operation::word).toList();
    }

    /** The one that is spelled so; null if none is. */
    public static @Nullable Operation of(String word) {
        for (Operation operation : values()) {
            if (operation.word.equals(word)) {
                return operation;
            }
        }
        return null;
    }

    /**
     * What a tool does that its server says this of, all of which are claims of the server's. What
     * is not said is what MCP takes for said: a tool may destroy.
     */
    static Operation of(ToolHints said) {
        if (said.readOnly()) {
            return READ;
        }
        return said.destructive() ? DESTRUCTIVE : WRITE;
    }
}
