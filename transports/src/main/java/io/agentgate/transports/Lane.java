package io.agentgate.transports;

import io.agentgate.gateway.Gatekeeper;
import io.agentgate.gateway.Overdue;
import io.agentgate.transports.connection.Connections;
import io.agentgate.transports.exchange.Cancelling;
import io.agentgate.transports.exchange.EventLoop;
import io.agentgate.transports.exchange.Taking;
import io.agentgate.transports.polling.BriefPolling;
import io.agentgate.transports.route.Route;
import io.agentgate.transports.session.ClientSession;
import io.agentgate.transports.tls.ListenerTls;
import io.agentgate.transports.tls.TlsMaterial;
import io.agentgate.transports.upstream.ForwardedHeaders;
import io.agentgate.transports.upstream.Instance;
import io.agentgate.transports.upstream.Upstream;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.SSLOptions;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One event loop with all that it serves: clients on one side, the server on the other. */
final class Lane extends AbstractVerticle {
    private static final int BACKLOG = 1_024;
    private static final long SWEEP_MILLIS = 1_000;

    /** Whoever waits on a connection is told much sooner. */
    private static final Duration FORGOTTEN = Duration.ofMinutes(1);

    private final ListenerSettings listener;
    private final LaneParts shared;
    private final HttpParts parts;
    private final Readings readings;
    private @Nullable EventLoop loop;
    private @Nullable Reception reception;
    private @Nullable NetServer server;

    Lane(ListenerSettings listener, LaneParts shared, HttpParts parts, Readings readings) {
        this.listener = listener;
        this.shared = shared;
        this.parts = parts;
        this.readings = readings;
    }

    @Override
    public void start(Promise<Void> started) {
        Gatekeeper gatekeeper =
                parts.gatekeeper().forEventLoop(((ContextInternal) context).nettyEventLoop());
        EventLoop here =
                new EventLoop(
                        context,
                        gatekeeper,
                        this::connect,
                        shared.sessions(),
                        context.getInstanceCount());
        Patience patience = new Patience(context, parts.sinkLag());
        Reception desk =
                new Reception(here, shared, patience, listener.longestStream(), parts.metrics());
        Connections connections = new Connections(desk::receive, here::failed);
        loop = here;
        reception = desk;
        BriefPolling.allow(() -> here.running() <= 1);
        vertx.setPeriodic(
                SWEEP_MILLIS,
                second -> {
                    connections.sweep(System.nanoTime());
                    here.watch().look();
                });
        server = vertx.createNetServer(options()).connectHandler(connections::opened);
        server.listen().<Void>mapEmpty().onComplete(started);
    }

    private Upstream connect(Route.Direct route, Instance at) {
        return new Upstream(
                context, at, route.readings().proof(), route.readings().tls(), this::failed);
    }

    private void failed(RuntimeException unexpected) {
        if (loop != null) {
            loop.failed(unexpected);
        }
    }

    private NetServerOptions options() {
        NetServerOptions options =
                new NetServerOptions()
                        .setHost(listener.host())
                        .setPort(listener.port())
                        .setAcceptBacklog(BACKLOG)
                        .setTcpKeepAlive(true);
        ListenerTls tls = listener.tls();
        if (tls != null) {
            readings.into(options);
            options.setClientAuth(asked(tls.clients()));
        }
        return options;
    }

    private static ClientAuth asked(ListenerTls.ClientCertificates clients) {
        return switch (clients) {
            case NONE -> ClientAuth.NONE;
            case REQUESTED -> ClientAuth.REQUEST;
            case REQUIRED -> ClientAuth.REQUIRED;
        };
    }

    /** Makes connections to a server with other files of TLS; called on this loop. */
    Future<Boolean> updateUpstream(Route.Direct route, TlsMaterial now) {
        return loop == null ? Future.succeededFuture(false) : loop.update(route, now);
    }

    /** Reaches no other servers any more; called on this loop. */
    void leaveOthersThan(Collection<Route> served) {
        if (loop != null) {
            loop.leaveOthersThan(served);
        }
    }

    /** Takes connections of clients with other options of TLS, on all lanes. */
    Future<Boolean> updateListener(SSLOptions now) {
        return server == null ? Future.succeededFuture(false) : server.updateSSLOptions(now);
    }

    /** The context of this loop. */
    Context context() {
        return context;
    }

    /** The port that is listened on; -1 before. */
    int port() {
        return server == null ? -1 : server.actualPort();
    }

    /**
     * Takes a message that a client told another process.
     *
     * @param taken is told whether it was this lane's to take; called on this loop
     */
    void take(ClientSession session, byte[] message, CompletableFuture<Boolean> taken) {
        if (loop == null) {
            taken.complete(false);
        } else {
            new Taking(loop, session, taken).begin(message);
        }
    }

    /**
     * Gives up what took too long and that no connection waits for: a client that lost its stream
     * may come back for the answer. Called on this loop.
     */
    void giveUpForgotten(ClientSession session) {
        if (loop == null) {
            return;
        }
        for (Overdue overdue : loop.gatekeeper().expire(session.session(), FORGOTTEN)) {
            if (overdue.toServer() != null) {
                Cancelling.post(loop, session, ForwardedHeaders.NONE, overdue.toServer());
            }
        }
    }

    /** Turns away what comes from now on. */
    void drain() {
        if (reception != null) {
            reception.drain();
        }
    }

    /** How many requests are in progress; asked on this loop. */
    int running() {
        return loop == null ? 0 : loop.running();
    }
}
