package io.agentgate.policy;

import org.jspecify.annotations.Nullable;

/** What was seen before a request: of its tool, and in its session. */
public interface Background {
    /** Nothing was seen, which is not to say that there was nothing. */
    Background NONE = ofTool(null);

    /** Nothing was seen but what the server says of the tool; null if it has not listed it. */
    static Background ofTool(@Nullable ToolHints hints) {
        return new Background() {
            @Override
            public @Nullable ToolHints hints() {
                return hints;
            }

            @Override
            public long callsOf(NamePattern tools) {
                return 0;
            }

            @Override
            public boolean sawAllCalls() {
                return false;
            }
        };
    }

    /** What the server says of the tool that is called; null if it has not listed it. */
    @Nullable ToolHints hints();

    /** How many calls of such tools were let through earlier in the session, at least. */
    long callsOf(NamePattern tools);

    /** Whether there were no more of them than were counted. */
    boolean sawAllCalls();
}
