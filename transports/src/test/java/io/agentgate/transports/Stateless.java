package io.agentgate.transports;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What a client of the stateless era posts. */
record Stateless(String path, String capabilities) {
    private static final String NAMED = "tools/call prompts/get resources/read";

    /** The same client with other capabilities. */
    Stateless with(String others) {
        return new Stateless(path, others);
    }

    /**
     * A request.
     *
     * @param id as JSON
     * @param members of its parameters but for {@code _meta}, JSON; may be empty
     */
    String request(String id, String method, String members) {
        return request(id, method, members, "");
    }

    /**
     * A request.
     *
     * @param meta more members of its {@code _meta}, each behind a comma
     */
    String request(String id, String method, String members, String meta) {
        String body =
                "{\"jsonrpc\":\"2.0\",\"id\":"
                        + id
                        + ",\"method\":\""
                        + method
                        + "\",\"params\":{"
                        + members
                        + (members.isEmpty() ? "" : ",")
                        + "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                        + "\"io.modelcontextprotocol/clientCapabilities\":"
                        + capabilities
                        + meta
                        + "}}}";
        return post(method, NAMED.contains(method) ? name(members) : null, body);
    }

    /** A call of a tool. */
    String call(String id, String tool, String more) {
        return request(id, "tools/call", "\"name\":\"" + tool + "\",\"arguments\":{}" + more);
    }

    private static String name(String members) {
        return members.replaceFirst("^\"(name|uri)\":\"([^\"]*)\".*$", "$2");
    }

    /** A post with another header. */
    static String with(String post, String header) {
        return post.replaceFirst("\r\n", "\r\n" + header + "\r\n");
    }

    private String post(String method, @Nullable String name, String body) {
        return "POST "
                + path
                + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Accept: application/json, text/event-stream\r\n"
                + "MCP-Protocol-Version: 2026-07-28\r\nMcp-Method: "
                + method
                + "\r\n"
                + (name == null ? "" : "Mcp-Name: " + name + "\r\n")
                + "Content-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length
                + "\r\n\r\n"
                + body;
    }
}
