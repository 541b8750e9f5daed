package io.agentgate.e2e.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.testkit.http.Answer;
import io.agentgate.testkit.http.WireClient;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A caller is an MCP client over HTTP, which makes a connection for each request. */
public final class Caller {
    public static final String INITIALIZE =
            """
            {"jsonrpc":"2.0","id":"i","method":"initialize","params":{"protocolVersion":"2025-11-25",\
            "capabilities":{},"clientInfo":{"name":"test","version":"1"}}}\
            """;
    private static final List<String> USUAL =
            List.of(
                    "Content-Type: application/json",
                    "Accept: application/json, text/event-stream");

    private final URI gateway;
    private final String path;
    private final List<String> headers;

    /**
     * @param headers what every request has beside the usual
     */
    public Caller(URI gateway, String... headers) {
        this(gateway, "/mcp", List.of(headers));
    }

    private Caller(URI gateway, String path, List<String> headers) {
        this.gateway = gateway;
        this.path = path;
        this.headers = List.copyOf(headers);
    }

    /** The same at another endpoint of the gateway. */
    public Caller at(String otherPath) {
        return new Caller(gateway, otherPath, headers);
    }

    /** The same with a session. */
    public Caller inSession() throws IOException {
        var begun = post(INITIALIZE);
        assertThat(begun.status()).as(begun::toString).isEqualTo(200);
        return with("Mcp-Session-Id: " + begun.header("Mcp-Session-Id"));
    }

    /** The same with one more header. */
    public Caller with(String header) {
        var all = new ArrayList<>(headers);
        all.add(header);
        return new Caller(gateway, path, all);
    }

    /** The header with the id of the session. */
    public String session() {
        return headers.stream()
                .filter(header -> header.startsWith("Mcp-Session-Id: "))
                .findFirst()
                .orElseThrow();
    }

    public static String call(int id, String tool) {
        return call(id, tool, "{}");
    }

    public static String call(int id, String tool, String arguments) {
        return "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"tools/call\",\"params\":{\"name\":\"%s\",\"arguments\":%s}}"
                .formatted(id, tool, arguments);
    }

    /** A POST with all headers, as text. */
    public String posted(String message) {
        return request("POST", path, USUAL, message);
    }

    /** A request, as text. */
    public String request(String method, String target, List<String> more, String body) {
        var text = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n");
        headers.forEach(header -> text.append(header).append("\r\n"));
        more.forEach(header -> text.append(header).append("\r\n"));
        if (!body.isEmpty()) {
            var length = body.getBytes(StandardCharsets.UTF_8).length;
            text.append("Content-Length: ").append(length).append("\r\n");
        }
        return text.append("\r\n").append(body).toString();
    }

    /** Posts a message and gives the whole answer. */
    public Answer post(String message) throws IOException {
        return send(posted(message));
    }

    /** Sends text as it is and gives the whole answer. */
    public Answer send(String text) throws IOException {
        try (var wire = new WireClient(gateway)) {
            return wire.send(text).answer();
        }
    }

    /** Posts a message; what is answered is to be read. */
    public WireClient open(String message) throws IOException {
        return new WireClient(gateway).send(posted(message));
    }

    /** Asks for the stream of what the server says on its own; the answer is to be read. */
    public WireClient listen(String... more) throws IOException {
        var all = new ArrayList<>(List.of("Accept: text/event-stream"));
        all.addAll(List.of(more));
        return new WireClient(gateway).send(request("GET", path, all, ""));
    }

    public Answer delete() throws IOException {
        return send(request("DELETE", path, List.of(), ""));
    }

    /** The value of a header that has to be there. */
    public static String header(Answer answer, String name) {
        return Objects.requireNonNull(answer.header(name), answer::toString);
    }
}
