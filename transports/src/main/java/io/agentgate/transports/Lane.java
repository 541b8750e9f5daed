package io.agentgate.transports;

import io.agentgate.gateway.Gatekeeper;
import io.agentgate.transports.connection.Connections;
import io.agentgate.transports.entrance.Entrance;
import io.agentgate.transports.exchange.EventLoop;
import io.agentgate.transports.session.Sessions;
import io.agentgate.transports.upstream.Upstream;
import io.agentgate.transports.upstream.UpstreamSettings;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import org.jspecify.annotations.Nullable;

/** One event loop with all that it serves: clients on one side, the server on the other. */
final class Lane extends AbstractVerticle {
    private static final int MAX_LINE_BYTES = 4 << 10;
    private static final int MAX_HEADER_BYTES = 16 << 10;
    private static final int BACKLOG = 1_024;
    private static final long SWEEP_MILLIS = 1_000;

    private final ListenerSettings listener;
    private final UpstreamSettings server;
    private final Sessions sessions;
    private final Entrance entrance;
    private final HttpParts parts;
    private @Nullable EventLoop loop;
    private @Nullable Reception reception;
    private @Nullable HttpServer http;

    Lane(
            ListenerSettings listener,
            UpstreamSettings server,
            Sessions sessions,
            Entrance entrance,
            HttpParts parts) {
        this.listener = listener;
        this.server = server;
        this.sessions = sessions;
        this.entrance = entrance;
        this.parts = parts;
    }

    @Override
    public void start(Promise<Void> started) {
        Connections connections = new Connections();
        Gatekeeper gatekeeper =
                parts.gatekeeper().forEventLoop(task -> context.runOnContext(now -> task.run()));
        EventLoop here =
                new EventLoop(
                        context,
                        gatekeeper,
                        faults -> new Upstream(vertx, server, faults),
                        sessions,
                        context.getInstanceCount());
        Patience patience = new Patience(vertx, parts.sinkLag());
        Reception desk =
                new Reception(here, connections, entrance, sessions, patience, parts.metrics());
        loop = here;
        reception = desk;
        vertx.setPeriodic(SWEEP_MILLIS, second -> connections.sweep(System.nanoTime()));
        http =
                vertx.createHttpServer(options())
                        .connectionHandler(connections::opened)
                        .requestHandler(desk::receive);
        http.listen().<Void>mapEmpty().onComplete(started);
    }

    private HttpServerOptions options() {
        return new HttpServerOptions()
                .setHost(listener.host())
                .setPort(listener.port())
                .setAcceptBacklog(BACKLOG)
                .setTcpKeepAlive(true)
                // A second protocol on the same port would be a second way in.
                .setHttp2ClearTextEnabled(false)
                .setHandle100ContinueAutomatically(false)
                .setCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setDecompressionSupported(false)
                .setMaxInitialLineLength(MAX_LINE_BYTES)
                .setMaxHeaderSize(MAX_HEADER_BYTES);
    }

    /** The context of this loop. */
    Context context() {
        return context;
    }

    /** The port that is listened on; -1 before. */
    int port() {
        return http == null ? -1 : http.actualPort();
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
