package io.agentgate.transports.link;

import io.agentgate.embedded.memory.LocalSessionDirectory;
import io.agentgate.embedded.memory.NoReplicas;
import io.agentgate.gateway.Clocks;
import io.agentgate.gateway.Gatekeeper;
import io.agentgate.gateway.Recorder;
import io.agentgate.gateway.journal.Journal;
import io.agentgate.gateway.journal.JournalSettings;
import io.agentgate.gateway.journal.WriterDirectory;
import io.agentgate.gateway.redact.Capture;
import io.agentgate.gateway.redact.CaptureSettings;
import io.agentgate.policy.PolicySet;
import io.agentgate.transports.exchange.EventLoop;
import io.agentgate.transports.route.Route;
import io.agentgate.transports.route.Routes;
import io.agentgate.transports.route.ServerSettings;
import io.agentgate.transports.route.ServersBehind;
import io.agentgate.transports.session.Membership;
import io.agentgate.transports.session.SessionSeal;
import io.agentgate.transports.session.Sessions;
import io.agentgate.transports.upstream.Instance;
import io.agentgate.transports.upstream.Reachability;
import io.agentgate.transports.upstream.Upstream;
import io.agentgate.transports.upstream.UpstreamSettings;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** An event loop as a gateway has one, from which links are opened. */
final class LinkHome implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 20;

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final List<RuntimeException> faults = new CopyOnWriteArrayList<>();
    private final Journal journal;
    private final EventLoop loop;

    LinkHome(Path journals) throws Exception {
        journal =
                new Journal(
                        WriterDirectory.create(journals, "home", "none"),
                        JournalSettings.ofOneSession());
        Clocks clocks = new Clocks(InstantSource.system(), System::nanoTime);
        Recorder recorder =
                new Recorder(
                        journal,
                        new Capture(CaptureSettings.ALL, () -> new byte[32]),
                        clocks,
                        problem -> faults.add(new IllegalStateException(problem)));
        Gatekeeper gatekeeper =
                new Gatekeeper(() -> PolicySet.ALLOW_ALL, List.of(), recorder, clocks);
        Sessions sessions =
                new Sessions(
                        new SessionSeal(new byte[32]),
                        new Membership(
                                "home",
                                new LocalSessionDirectory(),
                                new NoReplicas("home"),
                                false));
        loop = call(() -> new EventLoop(context, gatekeeper, this::connect, sessions, 1));
    }

    private Upstream connect(Route.Direct route, Instance at) {
        return new Upstream(
                context, at, route.readings().proof(), route.readings().tls(), faults::add);
    }

    /** The links of a server, with pauses of these lengths. */
    HttpLinks links(UpstreamSettings settings, Pauses pauses) throws Exception {
        Route.Direct route = route(settings);
        return call(() -> new HttpLinks(loop, route, pauses));
    }

    /** The links of a server as a gateway makes them. */
    HttpLinks links(UpstreamSettings settings) throws Exception {
        Route.Direct route = route(settings);
        return call(() -> new HttpLinks(loop, route));
    }

    /** The links of a server of HTTP+SSE. */
    SseLinks sseLinks(UpstreamSettings settings, Duration patience) throws Exception {
        Routes routes =
                new Routes(
                        vertx,
                        (upstream, readings) ->
                                new SseLinks(
                                        vertx,
                                        upstream,
                                        readings,
                                        new Reachability(
                                                upstream.server(), line -> {}, System::nanoTime),
                                        faults::add,
                                        patience),
                        line -> {});
        routes.serve(ServersBehind.alone(new ServerSettings.OverSse(settings)));
        Route.Linked route = (Route.Linked) routes.all().iterator().next();
        return (SseLinks) route.links();
    }

    private Route.Direct route(UpstreamSettings settings) throws Exception {
        Routes routes =
                new Routes(
                        vertx,
                        (upstream, readings) -> {
                            throw new AssertionError("not over sse");
                        },
                        line -> {});
        routes.serve(ServersBehind.alone(new ServerSettings.OverHttp(settings)));
        return (Route.Direct) routes.all().iterator().next();
    }

    Vertx vertx() {
        return vertx;
    }

    /** What failed here that should not. */
    List<RuntimeException> faults() {
        return faults;
    }

    /** Does something on the loop. */
    <T> T call(Supplier<T> task) throws Exception {
        CompletableFuture<T> done = new CompletableFuture<>();
        context.runOnContext(
                here -> {
                    try {
                        done.complete(task.get());
                    } catch (RuntimeException failed) {
                        done.completeExceptionally(failed);
                    }
                });
        return done.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws IOException {
        try {
            vertx.close()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (Exception stuck) {
            throw new IOException(stuck);
        } finally {
            journal.close();
        }
    }
}
