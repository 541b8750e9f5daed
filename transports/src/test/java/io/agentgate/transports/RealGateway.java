package io.agentgate.transports;

import io.agentgate.gateway.Clocks;
import io.agentgate.gateway.Gatekeeper;
import io.agentgate.gateway.Recorder;
import io.agentgate.gateway.call.Guard;
import io.agentgate.gateway.federation.FederationSettings;
import io.agentgate.gateway.federation.PrefixMode;
import io.agentgate.gateway.journal.Journal;
import io.agentgate.gateway.journal.JournalSettings;
import io.agentgate.gateway.journal.WriterDirectory;
import io.agentgate.gateway.redact.Capture;
import io.agentgate.gateway.redact.CaptureSettings;
import io.agentgate.policy.PolicySet;
import io.agentgate.transports.entrance.Authentication;
import io.agentgate.transports.route.ServerSettings;
import io.agentgate.transports.route.ServersBehind;
import io.agentgate.transports.session.Membership;
import io.agentgate.transports.session.SessionSeal;
import io.agentgate.transports.upstream.UpstreamSettings;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A gateway that listens at a free port of this machine, with a journal and no rules. */
final class RealGateway implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 20;

    /** Gateways that share sessions have one key. */
    private static final byte[] KEY = new byte[32];

    private final Vertx vertx = Vertx.vertx();
    private final BlockingQueue<String> news = new LinkedBlockingQueue<>();
    private final Journal journal;
    private final HttpGateway gateway;
    private final int port;

    RealGateway(
            Path journals,
            ListenerSettings listener,
            URI upstream,
            Authentication authentication,
            Membership membership)
            throws Exception {
        this(
                journals,
                listener,
                new UpstreamSettings(upstream, "server", List.of()),
                authentication,
                membership);
    }

    RealGateway(
            Path journals,
            ListenerSettings listener,
            UpstreamSettings upstream,
            Authentication authentication,
            Membership membership)
            throws Exception {
        this(
                journals,
                listener,
                List.of(new ServerSettings.OverHttp(upstream)),
                authentication,
                membership,
                1);
    }

    /**
     * @param loops how many event loops serve it
     */
    RealGateway(
            Path journals,
            ListenerSettings listener,
            List<ServerSettings> servers,
            Authentication authentication,
            Membership membership,
            int loops)
            throws Exception {
        this(journals, listener, servers, authentication, membership, loops, List.of());
    }

    /** One that some calls do not pass. */
    RealGateway(
            Path journals,
            ListenerSettings listener,
            List<ServerSettings> servers,
            Authentication authentication,
            Membership membership,
            int loops,
            List<Guard> guards)
            throws Exception {
        journal =
                new Journal(
                        WriterDirectory.create(journals, membership.replica(), "none"),
                        JournalSettings.ofOneSession());
        Clocks clocks = new Clocks(InstantSource.system(), System::nanoTime);
        Recorder recorder =
                new Recorder(
                        journal,
                        new Capture(CaptureSettings.ALL, () -> KEY),
                        clocks,
                        problem -> {
                            throw new AssertionError(problem);
                        });
        gateway =
                new HttpGateway(
                        vertx,
                        listener,
                        behind(servers),
                        new HttpParts(
                                new Gatekeeper(() -> PolicySet.ALLOW_ALL, guards, recorder, clocks),
                                authentication,
                                new SessionSeal(KEY),
                                membership,
                                () -> Duration.ZERO,
                                news::add,
                                accept -> new MetricsPage("text/plain", "")));
        port =
                gateway.start(loops)
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** One stands in front; several do as one. */
    private static ServersBehind behind(List<ServerSettings> servers) {
        return servers.size() == 1
                ? ServersBehind.alone(servers.getFirst())
                : new ServersBehind(
                        servers,
                        new ServersBehind.Front.All(
                                FederationSettings.of(
                                        servers.stream().map(ServerSettings::name).toList(),
                                        PrefixMode.ALWAYS,
                                        "agentgate",
                                        "1")));
    }

    /** What people were told next. */
    String news() throws InterruptedException {
        return String.valueOf(news.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }

    int port() {
        return port;
    }

    /** Lets other servers stand behind it. */
    void serve(List<ServerSettings> servers) throws Exception {
        gateway.serve(behind(servers));
    }

    /** How many sessions it serves. */
    int sessions() {
        return gateway.sessions();
    }

    /** Ends it as a process is ended; gives how many requests did not. */
    int drain() throws Exception {
        return drainLater().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** The same while something is still to be done. */
    CompletableFuture<Integer> drainLater() {
        return gateway.drain(Duration.ofSeconds(5)).toCompletionStage().toCompletableFuture();
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
