package io.agentgate.testkit.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.agentgate.protocol.Id;
import io.agentgate.protocol.Limits;
import io.agentgate.protocol.Malformed;
import io.agentgate.protocol.Notification;
import io.agentgate.protocol.Peer;
import io.agentgate.protocol.Request;
import io.agentgate.protocol.Response;
import io.agentgate.protocol.Scanned;
import io.agentgate.protocol.Scanner;
import io.agentgate.testkit.http.Received;
import io.agentgate.testkit.http.Reply;
import io.agentgate.testkit.http.WireServer;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * A server over HTTP that upon each message says what its script has next, and keeps what it got.
 * What it says upon a request goes out as the answer to that; what it says upon anything else, as
 * that of the oldest request which still has none. {@link ScriptedServer#ID} stands there for the
 * id of the request. What begins a session or asks for the era is not part of the script.
 */
final class ScriptedHttpServer implements AutoCloseable {
    private static final String INITIALIZED = "notifications/initialized";

    private final List<List<String>> script;
    private final Shape shape;
    private final Opening opening;
    private final Runnable onMessage;
    private final WireServer server;
    private final List<String> seen = new ArrayList<>();
    private final Queue<Exchange> open = new ArrayDeque<>();

    /** What its answers look like. */
    enum Shape {
        /** JSON wherever an answer is one message, and a stream elsewhere. */
        JSON,
        /** A stream, always. */
        STREAM
    }

    /**
     * @param onMessage runs whenever a message has come
     */
    ScriptedHttpServer(List<List<String>> script, Shape shape, Opening opening, Runnable onMessage)
            throws IOException {
        this.script = script;
        this.opening = opening;
        this.shape = shape;
        this.onMessage = onMessage;
        this.server = new WireServer(this::handle);
    }

    URI uri() {
        return server.at("/somewhere/mcp?tenant=7");
    }

    synchronized List<String> seen() {
        return List.copyOf(seen);
    }

    private void handle(Received request, Reply reply) throws IOException, InterruptedException {
        if (!request.method().equals("POST")) {
            reply.answer(405, "");
            return;
        }
        switch (read(request.body(), Peer.CLIENT)) {
            case Request asked when opening.answers(asked, reply) -> {}
            case Notification(_, String method, _) when method.equals(INITIALIZED) ->
                    reply.answer(202, "");
            case Request asked -> {
                Exchange exchange = new Exchange(asked.id(), reply);
                follow(request.body(), exchange);
                exchange.over.await();
            }
            case Notification _, Response _, Malformed _ -> {
                follow(request.body(), null);
                reply.answer(202, "");
            }
        }
    }

    private synchronized void follow(String message, @Nullable Exchange own) throws IOException {
        int place = seen.size();
        seen.add(message);
        if (own != null) {
            open.add(own);
        }
        if (place < script.size()) {
            for (String answer : script.get(place)) {
                Exchange exchange = own == null ? open.element() : own;
                exchange.say(answer);
            }
        }
        onMessage.run();
    }

    private static Scanned read(String message, Peer peer) {
        return new Scanner(Limits.DEFAULT, peer).scan(message.getBytes(UTF_8));
    }

    /** A request that waits for its answer. */
    private final class Exchange {
        private final Id id;
        private final Reply reply;
        private final CountDownLatch over = new CountDownLatch(1);
        private boolean streams;

        Exchange(Id id, Reply reply) {
            this.id = id;
            this.reply = reply;
        }

        void say(String scripted) throws IOException {
            String message = scripted.replace(ScriptedServer.ID, id.toString());
            boolean last =
                    switch (read(message, Peer.SERVER)) {
                        case Response _, Malformed _ -> true;
                        case Request _, Notification _ -> false;
                    };
            if (last && !streams && shape == Shape.JSON) {
                reply.json(message);
            } else {
                if (!streams) {
                    reply.stream();
                    streams = true;
                }
                reply.event(message);
                if (last) {
                    reply.end();
                }
            }
            if (last) {
                open.remove(this);
                over.countDown();
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
