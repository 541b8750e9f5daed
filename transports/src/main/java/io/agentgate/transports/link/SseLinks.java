package io.agentgate.transports.link;

import io.agentgate.gateway.call.SessionIdentity;
import io.agentgate.gateway.link.LinkException;
import io.agentgate.gateway.link.LinkListener;
import io.agentgate.gateway.link.Links;
import io.agentgate.gateway.link.ServerLink;
import io.agentgate.transports.route.UpstreamReadings;
import io.agentgate.transports.tls.TlsMaterial;
import io.agentgate.transports.upstream.Instance;
import io.agentgate.transports.upstream.Reachability;
import io.agentgate.transports.upstream.Upstream;
import io.agentgate.transports.upstream.UpstreamSettings;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A server of HTTP+SSE (MCP 2024-11-05, basic/transports), the transport that Streamable HTTP
 * replaced: one stream of events for each session, which begins with the place to post messages to.
 * Thread safe.
 *
 * <p>All its links live on one event loop of their own. A link's stream is opened with the first
 * message; the link ends with its stream, as nobody can go on with one in this transport.
 */
public final class SseLinks implements Links, AutoCloseable {
    /** How long a server may take to say where it takes messages. */
    private static final int PATIENCE_SECONDS = 10;

    private final ContextInternal context;
    private final UpstreamSettings settings;
    private final UpstreamReadings readings;
    private final Reachability reachability;
    private final Consumer<RuntimeException> faults;
    private final Duration patience;
    private @Nullable Upstream upstream;
    private volatile boolean closed;

    /**
     * @param settings of the server; its URI is that of the stream
     * @param reachability is told whether it can be reached
     * @param faults hears of what fails here and should not
     */
    public SseLinks(
            Vertx vertx,
            UpstreamSettings settings,
            UpstreamReadings readings,
            Reachability reachability,
            Consumer<RuntimeException> faults) {
        this(vertx, settings, readings, reachability, faults, Duration.ofSeconds(PATIENCE_SECONDS));
    }

    SseLinks(
            Vertx vertx,
            UpstreamSettings settings,
            UpstreamReadings readings,
            Reachability reachability,
            Consumer<RuntimeException> faults,
            Duration patience) {
        this.context = ((VertxInternal) vertx).createEventLoopContext();
        this.settings = settings;
        this.readings = readings;
        this.reachability = reachability;
        this.faults = faults;
        this.patience = patience;
    }

    @Override
    public ServerLink open(SessionIdentity session, LinkListener listener) throws LinkException {
        if (closed) {
            throw new LinkException("the server is not offered any more", null);
        }
        return new SseLink(this, listener);
    }

    /**
     * Reads again what is in files: secrets, and what TLS needs. Not for an event loop.
     *
     * @param changed hears how taking other files of TLS comes out
     * @param problems hears once of each file that cannot be used
     */
    public void readAgain(Consumer<Future<Boolean>> changed, Consumer<String> problems) {
        readings.readAgain(now -> changed.accept(update(now)), problems);
    }

    private Future<Boolean> update(TlsMaterial now) {
        Promise<Boolean> done = Promise.promise();
        run(
                () -> {
                    if (upstream == null) {
                        done.complete(true);
                    } else {
                        upstream.update(now).onComplete(done);
                    }
                });
        return done.future();
    }

    /** Opens no more links; connections are closed once nothing is in progress on them. */
    @Override
    public void close() {
        closed = true;
        run(
                () -> {
                    if (upstream != null) {
                        upstream.retire();
                    }
                });
    }

    /** Runs something on the loop, in the order in which it is asked. */
    void run(Runnable task) {
        context.runOnContext(here -> guarded(task));
    }

    /** Runs something on the loop after a while; called there. */
    java.util.concurrent.Future<?> after(Duration pause, Runnable then) {
        return context.nettyEventLoop()
                .schedule(() -> guarded(then), pause.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException unexpected) {
            faults.accept(unexpected);
        }
    }

    void failed(RuntimeException unexpected) {
        faults.accept(unexpected);
    }

    /** The server; on the loop. */
    Upstream upstream() {
        Upstream known = upstream;
        if (known == null) {
            known =
                    new Upstream(
                            context,
                            Instance.only(settings, reachability),
                            readings.proof(),
                            readings.tls(),
                            faults);
            upstream = known;
            if (closed) {
                known.retire();
            }
        }
        return known;
    }

    UpstreamSettings settings() {
        return settings;
    }

    Duration patience() {
        return patience;
    }
}
