package io.agentgate.transports.upstream;

import io.agentgate.gateway.Gatekeeper;
import io.agentgate.transports.session.ClientSession;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.Context;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.SocketAddress;
import java.net.URI;
import java.util.function.Consumer;

/**
 * The server as one event loop reaches it: its connections are that loop's own. Redirects are not
 * followed, compression is not asked for, and a header block is bounded.
 */
public final class Upstream {
    private static final int CONNECT_TIMEOUT_MILLIS = 10_000;
    private static final int MAX_REQUEST_CONNECTIONS = 2_048;
    private static final int MAX_STREAM_CONNECTIONS = 20_000;
    private static final long SWEEP_MILLIS = 1_000;

    /** A connection that waits for an answer in silence for so long is given up. */
    private static final int SILENCE_SECONDS =
            (int) (Gatekeeper.MAX_SILENCE_NANOS / 1_000_000_000L);

    /** Unused connections are closed before servers do it: Node.js waits five seconds. */
    private static final int KEEP_ALIVE_SECONDS = 4;

    /** Shorter bodies are sent in one piece with their head, longer ones are not copied. */
    private static final int WORTH_COPYING = 16 << 10;

    private final ConnectionPool requests;
    private final ConnectionPool streams;
    private final RequestHeads heads;

    /**
     * Is to be made on the event loop that will use it.
     *
     * @param faults hears of outcomes that fail
     */
    public Upstream(Context context, UpstreamSettings settings, Consumer<RuntimeException> faults) {
        URI uri = settings.uri();
        boolean tls = "https".equalsIgnoreCase(uri.getScheme());
        int defaultPort = tls ? 443 : 80;
        int port = uri.getPort() < 0 ? defaultPort : uri.getPort();
        SocketAddress server = SocketAddress.inetSocketAddress(port, uri.getHost());
        NetClient client =
                context.owner()
                        .createNetClient(
                                new NetClientOptions()
                                        .setSsl(tls)
                                        .setHostnameVerificationAlgorithm(tls ? "HTTPS" : "")
                                        .setConnectTimeout(CONNECT_TIMEOUT_MILLIS)
                                        .setTcpKeepAlive(true));
        this.heads = new RequestHeads(settings);
        this.requests =
                new ConnectionPool(
                        context,
                        client,
                        server,
                        new ConnectionPool.Bounds(
                                MAX_REQUEST_CONNECTIONS, KEEP_ALIVE_SECONDS, SILENCE_SECONDS),
                        faults);
        this.streams =
                new ConnectionPool(
                        context,
                        client,
                        server,
                        new ConnectionPool.Bounds(MAX_STREAM_CONNECTIONS, KEEP_ALIVE_SECONDS, 0),
                        faults);
        context.owner()
                .setPeriodic(
                        SWEEP_MILLIS,
                        second -> {
                            requests.sweep();
                            streams.sweep();
                        });
    }

    /** How an exchange with the server comes out; called on the event loop. */
    public interface Outcome {
        /** The head of its answer is there; the body follows. */
        void answered(UpstreamResponse response);

        /** It could not be reached, and has seen nothing. */
        void unreachable();

        /** The connection broke, and nobody knows what it did. */
        void broken();
    }

    /**
     * Sends a message.
     *
     * @param body one message; the array may not be changed any more
     */
    public void post(
            ClientSession session, ForwardedHeaders headers, byte[] body, Outcome outcome) {
        requests.take(
                new Errand(outcome) {
                    @Override
                    ByteBuf request(ServerConnection connection) {
                        return post(connection, session, headers, body);
                    }
                });
    }

    private ByteBuf post(
            ServerConnection connection,
            ClientSession session,
            ForwardedHeaders headers,
            byte[] body) {
        boolean short_ = body.length <= WORTH_COPYING;
        ByteBuf head = connection.buffer(heads.maxLength() + (short_ ? body.length : 0));
        heads.post(head, session, headers, body.length);
        return short_
                ? head.writeBytes(body)
                : Unpooled.wrappedBuffer(head, Unpooled.wrappedBuffer(body));
    }

    /** Opens a stream of what the server has to say on its own, or goes on with one. */
    public void get(ClientSession session, ForwardedHeaders headers, Outcome outcome) {
        streams.take(
                new Errand(outcome) {
                    @Override
                    ByteBuf request(ServerConnection connection) {
                        ByteBuf head = connection.buffer(heads.maxLength());
                        heads.get(head, session, headers);
                        return head;
                    }
                });
    }

    /** Asks the server to end a session. */
    public void delete(ClientSession session, ForwardedHeaders headers, Outcome outcome) {
        requests.take(
                new Errand(outcome) {
                    @Override
                    ByteBuf request(ServerConnection connection) {
                        ByteBuf head = connection.buffer(heads.maxLength());
                        heads.delete(head, session, headers);
                        return head;
                    }
                });
    }

    /** One request on its way to a connection. */
    private abstract static class Errand implements ConnectionPool.Borrower {
        private final Outcome outcome;

        Errand(Outcome outcome) {
            this.outcome = outcome;
        }

        abstract ByteBuf request(ServerConnection connection);

        @Override
        public void connected(ServerConnection connection) {
            connection.send(request(connection), outcome);
        }

        @Override
        public void unreachable() {
            outcome.unreachable();
        }
    }
}
