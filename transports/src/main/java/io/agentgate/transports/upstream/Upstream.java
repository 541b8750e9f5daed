package io.agentgate.transports.upstream;

import io.agentgate.gateway.Gatekeeper;
import io.agentgate.gateway.credential.SubjectToken;
import io.agentgate.transports.proof.Proof;
import io.agentgate.transports.proof.ProofException;
import io.agentgate.transports.tls.TlsMaterial;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
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
    private final UpstreamSettings settings;
    private final Contact contact;
    private final SocketAddress server;
    private final RequestHeads heads;
    private long sweeping;
    private boolean retired;

    /**
     * Is to be made on the event loop that will use it.
     *
     * @param instance the endpoint
     * @param proof shows the server who asks
     * @param tls what TLS needs, where the server is reached by it
     * @param faults hears of outcomes that fail
     */
    public Upstream(
            Context context,
            Instance instance,
            Proof proof,
            @Nullable TlsMaterial tls,
            Consumer<RuntimeException> faults) {
        this.context = context;
        this.settings = instance.settings();
        this.contact = instance.contact();
        this.proof = proof;
        this.faults = faults;
        URI uri = settings.uri();
        boolean secure = "https".equalsIgnoreCase(uri.getScheme());
        int defaultPort = secure ? 443 : 80;
        int port = uri.getPort() < 0 ? defaultPort : uri.getPort();
        this.server = SocketAddress.inetSocketAddress(port, uri.getHost());
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
                        null,
                        contact,
                        faults);
        // A stream must not be behind the requests that a client sends after it: servers say on it
        // what belongs to them. So it does not wait for a connection where one is there.
        this.streams =
                new ConnectionPool(
                        context,
                        client,
                        server,
                        new ConnectionPool.Bounds(MAX_STREAM_CONNECTIONS, KEEP_ALIVE_SECONDS, 0),
                        requests,
                        contact,
                        faults);
        // A timer rings on the loop of the context it is set in: any other would close what is in
        // use.
        context.runOnContext(
                here -> sweeping = context.owner().setPeriodic(SWEEP_MILLIS, second -> sweep()));
    }

    private void sweep() {
        requests.sweep();
        streams.sweep();
        if (contact.look()) {
            Future<NetSocket> _ =
                    client.connect(server)
                            .onSuccess(
                                    socket -> {
                                        contact.reached();
                                        Future<Void> _ = socket.close();
                                    });
        }
        if (retired && requests.isEmpty() && streams.isEmpty()) {
            context.owner().cancelTimer(sweeping);
            client.close();
        }
    }

    /** Closes what is open here as soon as nothing is in progress on it; no more will come. */
    public void retire() {
        retired = true;
    }

    /** Makes connections with other files of TLS from now on. */
    public Future<Boolean> update(TlsMaterial tls) {
        return client.updateSSLOptions(tls.options());
    }

    /** How an exchange with the server comes out; called on the event loop. */
    public interface Outcome {
        /** It is on its way; this is no outcome yet. */
        default void sent() {}

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

    /** A request on its way, until its outcome is known; used on the event loop. */
    public interface Sending {
        /**
         * Gives it up, and with it the connection that carries it. Its outcome hears no more; does
         * nothing once there is one.
         */
        void giveUp();
    }

    /**
     * Sends a message.
     *
     * @param sessionId the server's own id of the session; null if it has none
     * @param body one message; the array may not be changed any more
     */
    public Sending post(
            @Nullable String sessionId, ForwardedHeaders headers, byte[] body, Outcome outcome) {
        return post(requests, heads, sessionId, headers, body, outcome);
    }

    /**
     * Sends a message that is answered for as long as there may be something to tell.
     *
     * @param body one message; the array may not be changed any more
     */
    public Sending listen(ForwardedHeaders headers, byte[] body, Outcome outcome) {
        return post(streams, heads, null, headers, body, outcome);
    }

    /**
     * Sends a message to another place of the server.
     *
     * @param body one message; the array may not be changed any more
     */
    public Sending post(Target target, ForwardedHeaders headers, byte[] body, Outcome outcome) {
        return post(requests, target.heads(), null, headers, body, outcome);
    }

    /**
     * Another place of the server.
     *
     * @param target the path and the query, as they stand in a request
     * @throws IllegalArgumentException if they cannot
     */
    public Target target(String target) {
        if (target.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw new IllegalArgumentException("the target of a request cannot be written");
        }
        return new Target(new RequestHeads(settings, target));
    }

    private Sending post(
            ConnectionPool pool,
            RequestHeads to,
            @Nullable String sessionId,
            ForwardedHeaders headers,
            byte[] body,
            Outcome outcome) {
        return send(
                pool,
                new Errand(headers, outcome) {
                    @Override
                    ByteBuf request(ServerConnection connection, byte[] lines) {
                        boolean short_ = body.length <= WORTH_COPYING;
                        ByteBuf head =
                                connection.buffer(to.maxLength(lines) + (short_ ? body.length : 0));
                        to.post(head, sessionId, headers, lines, body.length);
                        return short_
                                ? head.writeBytes(body)
                                : Unpooled.wrappedBuffer(head, Unpooled.wrappedBuffer(body));
                    }
                });
    }

    /** Opens a stream of what the server has to say on its own, or goes on with one. */
    public Sending get(@Nullable String sessionId, ForwardedHeaders headers, Outcome outcome) {
        return send(
                streams,
                new Errand(headers, outcome) {
                    @Override
                    ByteBuf request(ServerConnection connection, byte[] lines) {
                        ByteBuf head = connection.buffer(heads.maxLength(lines));
                        heads.get(head, sessionId, headers, lines);
                        return head;
                    }
                });
    }

    /** Asks the server to end a session. */
    public Sending delete(@Nullable String sessionId, ForwardedHeaders headers, Outcome outcome) {
        return send(
                requests,
                new Errand(headers, outcome) {
                    @Override
                    ByteBuf request(ServerConnection connection, byte[] lines) {
                        ByteBuf head = connection.buffer(heads.maxLength(lines));
                        heads.delete(head, sessionId, headers, lines);
                        return head;
                    }
                });
    }

    private Sending send(ConnectionPool pool, Errand errand) {
        byte[] lines = proof.atHand(errand.subject());
        if (lines == null) {
            prove(pool, errand);
        } else {
            errand.lines = lines;
            pool.take(errand);
        }
        return errand;
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
            if (errand.isGivenUp()) {
                return;
            }
            if (lines == null) {
                errand.unproven(reason(why));
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
    private abstract class Errand implements ConnectionPool.Borrower, Outcome, Sending {
        private final ForwardedHeaders headers;
        private final Outcome outcome;
        private byte[] lines = NOTHING;
        private @Nullable ServerConnection carrier;
        private boolean givenUp;

        Errand(ForwardedHeaders headers, Outcome outcome) {
            this.headers = headers;
            this.outcome = outcome;
        }

        abstract ByteBuf request(ServerConnection connection, byte[] proved);

        @Nullable SubjectToken subject() {
            return headers.subject();
        }

        @Override
        public void giveUp() {
            givenUp = true;
            if (carrier != null) {
                carrier.giveUp(this);
            }
        }

        @Override
        public boolean isGivenUp() {
            return givenUp;
        }

        @Override
        public void connected(ServerConnection connection) {
            carrier = connection;
            connection.send(request(connection, lines), this);
            outcome.sent();
        }

        @Override
        public void answered(UpstreamResponse response) {
            carrier = null;
            contact.answered(response.status());
            if (response.status() == UNAUTHORIZED && proof.canRenew()) {
                // The next request gets another; this one may have done something already.
                proof.refused(subject(), lines);
            }
            outcome.answered(response);
        }

        @Override
        public void unreachable() {
            if (!givenUp) {
                outcome.unreachable();
            }
        }

        @Override
        public void unproven(String reason) {
            outcome.unproven(reason);
        }

        @Override
        public void broken() {
            carrier = null;
            contact.broken();
            outcome.broken();
        }
    }
}
