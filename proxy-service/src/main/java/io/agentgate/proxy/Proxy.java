package io.agentgate.proxy;

import io.agentgate.cluster.bundle.BundleFollower;
import io.agentgate.cluster.bundle.BundleState;
import io.agentgate.gateway.Gatekeeper;
import io.agentgate.proxy.health.Report;
import io.agentgate.transports.HttpGateway;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** One proxy at work: listening, then draining, then gone with everything delivered. */
final class Proxy implements AutoCloseable {
    /** How long calls in flight may take once the process was told to end. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    /** What the HTTP side may take beyond that to close what is open. */
    private static final Duration CLOSING = Duration.ofSeconds(2);

    private static final Duration START = Duration.ofSeconds(30);

    private final HttpGateway http;
    private final Gatekeeper gatekeeper;
    private final Recording recording;
    private final BundleFollower bundle;
    private final Shared shared;
    private final Consumer<String> say;
    private volatile boolean listening;

    Proxy(
            HttpGateway http,
            Gatekeeper gatekeeper,
            Recording recording,
            BundleFollower bundle,
            Shared shared,
            Consumer<String> say) {
        this.http = http;
        this.gatekeeper = gatekeeper;
        this.recording = recording;
        this.bundle = bundle;
        this.shared = shared;
        this.say = say;
    }

    /** Begins to take calls. */
    void listen() throws IOException {
        recording.start();
        try {
            int port = await(http.start(Runtime.getRuntime().availableProcessors()), START);
            say.accept("listening at port " + port);
        } catch (TimeoutException stuck) {
            throw new IOException("the listener did not start", stuck);
        }
        gatekeeper.note("proxy_started", "bundle " + bundle.state().revision());
        listening = true;
    }

    /** What the proxy says about itself. */
    Report report() {
        BundleState state = bundle.state();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("bundle", Long.toString(state.revision()));
        facts.put("bundleFrom", state.source().name().toLowerCase(java.util.Locale.ROOT));
        facts.put("sessions", Integer.toString(http.sessions()));
        facts.put("journalBytesWaiting", Long.toString(recording.waitingBytes()));
        String problem = state.problem();
        if (problem != null) {
            facts.put("problem", problem);
        }
        return new Report(listening && state.source() != BundleState.Source.NONE, facts);
    }

    /** Takes no new calls and lets those in flight end. */
    void drain() {
        listening = false;
        try {
            int unfinished = await(http.drain(GRACE), GRACE.plus(CLOSING));
            if (unfinished > 0) {
                say.accept(unfinished + " calls did not end in time");
            }
        } catch (TimeoutException | IOException late) {
            say.accept("some connections did not end in time");
        }
    }

    private static <T> T await(Future<T> future, Duration patience)
            throws IOException, TimeoutException {
        try {
            return future.toCompletionStage()
                    .toCompletableFuture()
                    .get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", hurry);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof IOException cause
                    ? cause
                    : new IOException(String.valueOf(failed.getCause()), failed);
        }
    }

    @Override
    public void close() throws IOException {
        bundle.close();
        recording.close();
        shared.close();
    }
}
