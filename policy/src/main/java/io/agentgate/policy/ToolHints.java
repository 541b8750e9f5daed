package io.agentgate.policy;

/**
 * What a server says of one of its tools. It is a claim of the server's, which nobody has checked.
 *
 * @see <a href="https://modelcontextprotocol.io/specification/2025-11-25/schema">MCP 2025-11-25,
 *     ToolAnnotations</a>
 */
public record ToolHints(
        boolean readOnly, boolean destructive, boolean idempotent, boolean openWorld) {
    /** What holds of a tool of which its server says nothing. */
    public static final ToolHints DEFAULT = new ToolHints(false, true, false, true);

    /** One of them. */
    public enum Hint {
        READ_ONLY("readOnlyHint"),
        DESTRUCTIVE("destructiveHint"),
        IDEMPOTENT("idempotentHint"),
        OPEN_WORLD("openWorldHint");

        private final String key;

        Hint(String key) {
            this.key = key;
        }

        /** As annotations spell it. */
        public String key() {
            return key;
        }
    }

    boolean says(Hint hint) {
        return switch (hint) {
            case READ_ONLY -> readOnly;
            case DESTRUCTIVE -> destructive;
            case IDEMPOTENT -> idempotent;
            case OPEN_WORLD -> openWorld;
        };
    }
}
