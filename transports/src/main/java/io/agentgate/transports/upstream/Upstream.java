package io.agentgate.transports.upstream;

import io.agentgate.gateway.Gatekeeper;
import io.agentgate.transports.entrance.SubjectToken;
import io.agentgate.transports.proof.Proof;
import io.agentgate.transports.proof.ProofException;
import io.agentgate.transports.session.ClientSession;
import io.agentgate.transports.tls.TlsMaterial;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.SocketAddress;
import java.net.URI;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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

    private static final int UNAUTHORIZED = 401;
    private static final byte[] NOTHING = {};

    private final Context context;
    private final NetClient client;
    private final Proof proof;
    private final Consumer<RuntimeException> faults;
    private final ConnectionPool requests;
    private final ConnectionPool streams;
    private final RequestHeads heads;

    /**
     * Is to be made on the event loop that will use it.
     *
     * @param proof shows the server who asks
     * @param tls what TLS needs, where the server is reached by it
     * @param faults hears of outcomes that fail
     */
    public Upstream(
            Context context,
            UpstreamSettings settings,
            Proof proof,
            @Nullable TlsMaterial tls,
            Consumer<RuntimeException> faults) {
        this.context = context;
        this.proof = proof;
        this.faults = faults;
        URI uri = settings.uri();
        boolean secure = "https".equalsIgnoreCase(uri.getScheme());
        int defaultPort = secure ? 443 : 80;
        int port = uri.getPort() < 0 ? defaultPort : uri.getPort();
        SocketAddress server = SocketAddress.inetSocketAddress(port, uri.getHost());
        NetClientOptions options =
                new NetClientOptions()
                        .setSsl(secure)
                        .setHostnameVerificationAlgorithm(secure ? "HTTPS" : "")
                        .setConnectTimeout(CONNECT_TIMEOUT_MILLIS)
                        .setTcpKeepAlive(true);
        if (secure && tls != null) {
            tls.into(options);
        }
        this.client = context.owner().createNetClient(options);
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

    /** Makes connections with other files of TLS from now on. */
    public Future<Boolean> update(TlsMaterial tls) {
        return client.updateSSLOptions(tls.options());
    }

    /** How an exchange with the server comes out; called on the event loop. */
    public interface Outcome {
        /** The head of its answer is there; the body follows. */
        void answered(UpstreamResponse response);

        /** It could not be reached, and has seen nothing. */
        void unreachable();

        /**
         * It could not be shown who asks, and has seen nothing.
         *
         * @param reason words for the client
         */
        void unproven(String reason);

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
        send(
                requests,
                new Errand(headers, outcome) {
                    @Override
                    ByteBuf request(ServerConnection connection, byte[] lines) {
                        return post(connection, session, headers, lines, body);
                    }
                });
    }

    private ByteBuf post(
            ServerConnection connection,
            ClientSession session,
            ForwardedHeaders headers,
            byte[] lines,
            byte[] body) {
        boolean short_ = body.length <= WORTH_COPYING;
        ByteBuf head = connection.buffer(heads.maxLength(lines) + (short_ ? body.length : 0));
        heads.post(head, session, headers, lines, body.length);
        return short_
                ? head.writeBytes(body)
                : Unpooled.wrappedBuffer(head, Unpooled.wrappedBuffer(body));
    }

    /** Opens a stream of what the server has to say on its own, or goes on with one. */
    public void get(ClientSession session, ForwardedHeaders headers, Outcome outcome) {
        send(
                streams,
                new Errand(headers, outcome) {
                    @Override
                    ByteBuf request(ServerConnection connection, byte[] lines) {
                        ByteBuf head = connection.buffer(heads.maxLength(lines));
                        heads.get(head, session, headers, lines);
                        return head;
                    }
                });
    }

    /** Asks the server to end a session. */
    public void delete(ClientSession session, ForwardedHeaders headers, Outcome outcome) {
        send(
                requests,
                new Errand(headers, outcome) {
                    @Override
                    ByteBuf request(ServerConnection connection, byte[] lines) {
                        ByteBuf head = connection.buffer(heads.maxLength(lines));
                        heads.delete(head, session, headers, lines);
                        return head;
                    }
                });
    }

    private void send(ConnectionPool pool, Errand errand) {
        byte[] lines = proof.atHand(errand.subject());
        if (lines == null) {
            prove(pool, errand);
        } else {
            errand.lines = lines;
            pool.take(errand);
        }
    }

    /** Sends a request once there is what shows the server who asks. */
    private void prove(ConnectionPool pool, Errand errand) {
        proof.fetch(errand.subject())
                .whenComplete(
                        (lines, why) ->
                                context.runOnContext(now -> goOn(pool, errand, lines, why)));
    }

    private void goOn(
            ConnectionPool pool, Errand errand, byte @Nullable [] lines, @Nullable Throwable why) {
        try {
            if (lines == null) {
                errand.outcome.unproven(reason(why));
            } else {
                errand.lines = lines;
                pool.take(errand);
            }
        } catch (RuntimeException unexpected) {
            faults.accept(unexpected);
        }
    }

    private static String reason(@Nullable Throwable why) {
        Throwable cause = why instanceof CompletionException ? why.getCause() : why;
        return cause instanceof ProofException known
                ? "the gateway cannot prove who asks: " + known.getMessage()
                : "the gateway cannot prove who asks";
    }

    /** One request on its way to a connection. */
    private abstract class Errand implements ConnectionPool.Borrower, Outcome {
        private final ForwardedHeaders headers;
        private final Outcome outcome;
        private byte[] lines = NOTHING;

        Errand(ForwardedHeaders headers, Outcome outcome) {
            this.headers = headers;
            this.outcome = outcome;
        }

        abstract ByteBuf request(ServerConnection connection, byte[] proved);

        @Nullable SubjectToken subject() {
            return headers.subject();
        }

        @Override
        public void connected(ServerConnection connection) {
            connection.send(request(connection, lines), proof.canRenew() ? this : outcome);
        }

        @Override
        public void answered(UpstreamResponse response) {
            if (response.status() == UNAUTHORIZED) {
                // The next request gets another; this one may have done something already.
                proof.refused(subject(), lines);
            }
            outcome.answered(response);
        }

        @Override
        public void unreachable() {
            outcome.unreachable();
        }

        @Override
        public void unproven(String reason) {
            outcome.unproven(reason);
        }

        @Override
        public void broken() {
            outcome.broken();
        }
    }
}
