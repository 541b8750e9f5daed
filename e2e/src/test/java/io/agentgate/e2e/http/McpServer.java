package io.agentgate.e2e.http;

import io.agentgate.testkit.http.Received;
import io.agentgate.testkit.http.Reply;
import io.agentgate.testkit.http.WireServer;
import io.agentgate.testkit.http.WireServer.Handler;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ServerSocketFactory;

/**
 * The server is a good MCP server whose tools do what a test says. It knows as much JSON as tests
 * send.
 */
public final class McpServer implements AutoCloseable {
    private static final Pattern ID = Pattern.compile("\"id\":(\"[^\"]*\"|[0-9]+)");
    private static final Pattern TOOL = Pattern.compile("\"name\":\"([^\"]+)\"");

    private static final String TOOL_OF_NAME =
            "{\"name\":\"%s\",\"inputSchema\":{\"type\":\"object\"}}";

    private final WireServer server;
    private volatile List<String> listed = List.of(TOOL_OF_NAME.formatted("read"));
    private final Map<String, Handler> tools = new ConcurrentHashMap<>();
    private final AtomicInteger sessions = new AtomicInteger();
    private volatile Handler atGet = (request, reply) -> reply.answer(405, "");
    private volatile Handler atDelete = (request, reply) -> reply.answer(200, "");
    private volatile Handler atOthers = (request, reply) -> reply.answer(202, "");

    public McpServer() throws IOException {
        this(ServerSocketFactory.getDefault());
    }

    public McpServer(ServerSocketFactory sockets) throws IOException {
        server = new WireServer(this::handle, sockets);
    }

    /** Lists these tools from now on. */
    public void list(String... names) {
        listed = Stream.of(names).map(TOOL_OF_NAME::formatted).toList();
    }

    /** Lists tools from now on as they are defined here, each an object of JSON. */
    public void define(String... tools) {
        listed = List.of(tools);
    }

    public URI uri() {
        return server.at("/deep/er/mcp?tenant=a%20b");
    }

    /** Says what a tool does; unless it is said, it answers with its name. */
    public void tool(String name, Handler handler) {
        tools.put(name, handler);
    }

    /** Says what becomes of those who listen; unless it is said, they may not. */
    public void atGet(Handler handler) {
        atGet = handler;
    }

    public void atDelete(Handler handler) {
        atDelete = handler;
    }

    /** Says what becomes of notifications and answers; unless it is said, they are accepted. */
    public void atOthers(Handler handler) {
        atOthers = handler;
    }

    /** The requests it got by this method. */
    public List<Received> received(String method) {
        return server.received().stream()
                .filter(request -> request.method().equals(method))
                .toList();
    }

    /** The calls of a tool that it got. */
    public List<Received> calls(String tool) {
        return server.received().stream()
                .filter(request -> request.body().contains("\"tools/call\""))
                .filter(request -> toolOf(request).equals(tool))
                .toList();
    }

    /** The result with this text, for whoever asked. */
    public static String result(Received request, String text) {
        return "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":{\"content\":[{\"type\":\"text\",\"text\":\"%s\"}]}}"
                .formatted(idOf(request), text);
    }

    public static String idOf(Received request) {
        var id = ID.matcher(request.body());
        return id.find() ? id.group(1) : "null";
    }

    private static String toolOf(Received request) {
        var tool = TOOL.matcher(request.body());
        return tool.find() ? tool.group(1) : "";
    }

    private void handle(Received request, Reply reply) throws IOException, InterruptedException {
        var body = request.body();
        if (request.method().equals("GET")) {
            atGet.handle(request, reply);
        } else if (request.method().equals("DELETE")) {
            atDelete.handle(request, reply);
        } else if (body.contains("\"initialize\"")) {
            reply.json(
                    "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{}},\"serverInfo\":{\"name\":\"s\",\"version\":\"1\"}}}"
                            .formatted(idOf(request)),
                    "Mcp-Session-Id: up-" + sessions.incrementAndGet());
        } else if (body.contains("\"tools/call\"")) {
            var tool = toolOf(request);
            Handler naming = (asked, answer) -> answer.json(result(asked, tool));
            Objects.requireNonNull(tools.getOrDefault(tool, naming)).handle(request, reply);
        } else if (body.contains("\"tools/list\"")) {
            reply.json(
                    "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":{\"tools\":[%s]}}"
                            .formatted(idOf(request), String.join(",", listed)));
        } else {
            atOthers.handle(request, reply);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
