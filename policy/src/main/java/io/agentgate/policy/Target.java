package io.agentgate.policy;

/**
 * What a request is about.
 *
 * @param name of the tool or prompt, or the URI of the resource; empty for questions of servers
 */
public record Target(Method method, String name) {
    /** A call of a tool. */
    public static Target tool(String name) {
        return new Target(Method.TOOLS_CALL, name);
    }

    /** The one that records name so; what names nothing else is a tool. */
    public static Target ofLabel(String label) {
        for (Method method : Method.values()) {
            if (method.isOfServer() && label.equals(method.text())) {
                return new Target(method, "");
            }
            if (method != Method.TOOLS_CALL && label.startsWith(method.text() + ' ')) {
                return new Target(method, label.substring(method.text().length() + 1));
            }
        }
        return tool(label);
    }

    public boolean isToolCall() {
        return method == Method.TOOLS_CALL;
    }

    /** How records name it: a tool by its name alone, all else with its method. */
    public String label() {
        if (isToolCall()) {
            return name;
        }
        return name.isEmpty() ? method.text() : method.text() + ' ' + name;
    }
}
