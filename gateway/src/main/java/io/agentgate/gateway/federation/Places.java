package io.agentgate.gateway.federation;

import io.agentgate.gateway.federation.Place.Each;
import io.agentgate.gateway.federation.Place.Members;
import io.agentgate.gateway.federation.Place.Text;
import io.agentgate.gateway.federation.Place.Typed;
import java.util.Map;

/**
 * Where names, URIs and task ids stand in the messages of MCP.
 *
 * @see <a href="https://modelcontextprotocol.io/specification/2025-11-25/schema">MCP schema</a>
 */
final class Places {
    private static final Place URI = new Text(Carrier.URI);
    private static final Place TASK_ID = new Members(Map.of("taskId", new Text(Carrier.TASK)));

    /** A {@code _meta} of any message, of a tool, or of a resource. */
    static final Place META =
            new Members(
                    Map.of(
                            "io.modelcontextprotocol/related-task",
                            TASK_ID,
                            "ui",
                            new Members(Map.of("resourceUri", URI)),
                            "ui/resourceUri",
                            URI));

    private static final Place RESOURCE = new Members(Map.of("uri", URI, "_meta", META));
    private static final Place EMBEDDED = new Members(Map.of("resource", RESOURCE, "_meta", META));

    private static final Place CONTENT =
            new Each(
                    new Typed(
                            Map.of(
                                    "resource_link",
                                    RESOURCE,
                                    "resource",
                                    EMBEDDED,
                                    "tool_result",
                                    new Members(
                                            Map.of(
                                                    "content",
                                                    new Each(
                                                            new Typed(
                                                                    Map.of(
                                                                            "resource_link",
                                                                            RESOURCE,
                                                                            "resource",
                                                                            EMBEDDED))))))));

    private static final Place MESSAGES = new Each(new Members(Map.of("content", CONTENT)));

    /** The item of a list, but for its key. */
    static final Place ITEM = new Members(Map.of("_meta", META));

    private static final Place CALLED =
            new Members(Map.of("content", CONTENT, "task", TASK_ID, "_meta", META));
    private static final Place GOT = new Members(Map.of("messages", MESSAGES, "_meta", META));
    private static final Place READ =
            new Members(Map.of("contents", new Each(RESOURCE), "_meta", META));
    private static final Place TASK =
            new Members(Map.of("taskId", new Text(Carrier.TASK), "_meta", META));
    private static final Place WITH_META = new Members(Map.of("_meta", META));
    private static final Place ABOUT_URI =
            new Members(Map.of("data", new Members(Map.of("uri", URI))));
    private static final Place SAMPLED = new Members(Map.of("content", CONTENT, "_meta", META));

    private Places() {}

    /** In the result of a request of the client. */
    static Place result(String method) {
        return switch (method) {
            case "tools/call", "tasks/result" -> CALLED;
            case "prompts/get" -> GOT;
            case "resources/read" -> READ;
            case "tasks/get", "tasks/cancel" -> TASK;
            default -> WITH_META;
        };
    }

    /** In the error that answers a request of the client. */
    static Place error(String method) {
        return method.startsWith("resources/") ? ABOUT_URI : Place.NOWHERE;
    }

    /** In the params of a server's request or notification. */
    static Place params(String method) {
        return switch (method) {
            case "sampling/createMessage" ->
                    new Members(Map.of("messages", MESSAGES, "_meta", META));
            case "notifications/resources/updated" -> RESOURCE;
            case "notifications/tasks/status" -> TASK;
            default -> WITH_META;
        };
    }

    /** In the client's result of a server's request. */
    static Place answer(String method) {
        return method.equals("sampling/createMessage") ? SAMPLED : WITH_META;
    }
}
