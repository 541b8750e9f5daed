package io.agentgate.policy;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request of MCP that rules may be about.
 *
 * @see <a href="https://modelcontextprotocol.io/specification/2026-07-28/schema">MCP schema</a>
 */
public enum Method {
    TOOLS_CALL("tools/call", Naming.TOOL),
    RESOURCES_READ("resources/read", Naming.URI),
    RESOURCES_SUBSCRIBE("resources/subscribe", Naming.URI),
    PROMPTS_GET("prompts/get", Naming.PROMPT),
    /** Named by the prompt or the URI template whose argument is completed. */
    COMPLETION_COMPLETE("completion/complete", Naming.URI),
    SAMPLING_CREATE_MESSAGE("sampling/createMessage", Naming.NONE),
    ELICITATION_CREATE("elicitation/create", Naming.NONE),
    ROOTS_LIST("roots/list", Naming.NONE);

    /** What names the object of a request. */
    enum Naming {
        TOOL,
        PROMPT,
        /** An address, which has several spellings. */
        URI,
        /** Nothing: it is a question of the server. */
        NONE
    }

    private static final Map<String, Method> BY_TEXT = new HashMap<>();

    static {
        for (Method method : values()) {
            BY_TEXT.put(method.text, method);
        }
    }

    private final String text;
    private final Naming naming;

    Method(String text, Naming naming) {
        this.text = text;
        this.naming = naming;
    }

    /** As messages spell it. */
    public String text() {
        return text;
    }

    /** The one that is spelled so; null if no rule can be about it. */
    public static @Nullable Method of(String text) {
        return BY_TEXT.get(text);
    }

    /** Whether servers ask it, not clients. */
    public boolean isOfServer() {
        return naming == Naming.NONE;
    }

    /** Whether its object is a URI. */
    public boolean isOfUri() {
        return naming == Naming.URI;
    }

    /** Whether its arguments are a member of its parameters; else the parameters are. */
    public boolean hasArguments() {
        return naming == Naming.TOOL || naming == Naming.PROMPT;
    }
}
