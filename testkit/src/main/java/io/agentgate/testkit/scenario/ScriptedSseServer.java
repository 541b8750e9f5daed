package io.agentgate.testkit.scenario;

import io.agentgate.testkit.http.Received;
import io.agentgate.testkit.http.Reply;
import io.agentgate.testkit.http.WireServer;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A server over HTTP+SSE that upon each message says what its script has next, on the one stream of
 * its session, and keeps what it got. The handshake is not part of the script.
 */
final class ScriptedSseServer implements AutoCloseable {
    private static final String INITIALIZED =
            """
            {"jsonrpc":"2.0","id":"handshake","result":{"protocolVersion":"2024-11-05",\
            "capabilities":{},"serverInfo":{"name":"scripted","version":"1"}}}\
            """;

    private final List<List<String>> script;
    private final Runnable onMessage;
    private final WireServer server;
    private final List<String> seen = new ArrayList<>();
    private @Nullable Reply stream;

    /**
     * @param onMessage runs whenever a message has come
     */
    ScriptedSseServer(List<List<String>> script, Runnable onMessage) throws IOException {
        this.script = script;
        this.onMessage = onMessage;
        this.server = new WireServer(this::handle);
    }

    /** The URI of its stream. */
    URI uri() {
        return server.at("/somewhere/sse?tenant=7");
    }

    synchronized List<String> seen() {
        return List.copyOf(seen);
    }

    private void handle(Received request, Reply reply) throws IOException {
        if (request.method().equals("GET")) {
            begin(reply);
            reply.awaitLeft();
        } else {
            take(request.body());
            reply.answer(202, "Accepted");
        }
    }

    private synchronized void begin(Reply reply) throws IOException {
        reply.stream("Connection: close");
        reply.chunk("event: endpoint\ndata: /messages?session=1\n\n");
        stream = reply;
    }

    private synchronized void take(String message) throws IOException {
        if (message.contains("\"handshake\"")) {
            say(INITIALIZED);
            return;
        }
        int place = seen.size();
        seen.add(message);
        if (place < script.size()) {
            for (String answer : script.get(place)) {
                say(answer);
            }
        }
        onMessage.run();
    }

    private void say(String message) throws IOException {
        if (stream == null) {
            throw new IOException("nobody listens");
        }
        StringBuilder event = new StringBuilder("event: message\n");
        message.lines().forEach(line -> event.append("data: ").append(line).append('\n'));
        stream.chunk(event.append('\n').toString());
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
