package io.agentgate.cluster.bundle;

import io.agentgate.cluster.bundle.BundleState.Source;
import io.agentgate.gateway.PolicySource;
import io.agentgate.gateway.caller.CallerKeys;
import io.agentgate.gateway.killswitch.KillSwitches;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The bundle of the policy-service as this proxy decides by it, from the first one on always the
 * latest that loads.
 */
public final class BundleFollower implements AutoCloseable {
    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final InForce inForce = new InForce();
    private final BundleCopy copy;
    private final BundleListener listener;
    private final InstantSource clock;
    private final BundleService service;
    private final Following following;
    private final Thread thread;
    private final Timing timing;
    private @Nullable Telling telling;

    private BundleFollower(
            BundleSettings settings, BundleListener listener, InstantSource clock, Timing timing) {
        this.copy = new BundleCopy(settings.home());
        this.listener = listener;
        this.clock = clock;
        this.timing = timing;
        this.service = new BundleService(settings, timing.poll());
        this.following =
                new Following(service, new Arrivals(inForce, copy, listener, clock), timing);
        this.thread = Thread.ofPlatform().daemon().name("bundle-follower").unstarted(following);
    }

    /**
     * Begins to follow. Returns with the first bundle, or after three seconds with the copy of the
     * last one; if there is none, every call is denied until the service can be reached.
     */
    public static BundleFollower start(
            BundleSettings settings, BundleListener listener, InstantSource clock) {
        return start(settings, listener, clock, Timing.USUAL);
    }

    static BundleFollower start(
            BundleSettings settings, BundleListener listener, InstantSource clock, Timing timing) {
        BundleFollower follower = new BundleFollower(settings, listener, clock, timing);
        follower.thread.start();
        follower.awaitFirst(timing.coldStart());
        return follower;
    }

    private void awaitFirst(Duration most) {
        CountDownLatch first = following.first();
        try {
            boolean came = first.await(most.toNanos(), TimeUnit.NANOSECONDS);
            if (!came || state().source() == Source.NONE) {
                takeCopy();
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
            takeCopy();
        }
    }

    private void takeCopy() {
        try {
            byte[] bytes = copy.read();
            if (bytes == null) {
                return;
            }
            ActiveBundle read = BundleReader.read(bytes);
            if (inForce.loadCopy(read, clock.instant())) {
                listener.loaded(state(), read.policies());
            }
        } catch (IOException unreadable) {
            listener.copyFailed(copy.file() + " cannot be read: " + unreadable.getMessage());
        } catch (BundleException wrong) {
            listener.copyFailed(copy.file() + " does not load: " + wrong.problem());
        }
    }

    /** The policy of the bundle in force. */
    public PolicySource policies() {
        return () -> active().policies();
    }

    /** The API keys of the bundle in force; authentication is never off. */
    public CallerKeys callerKeys() {
        return new BundleKeys(this::active);
    }

    /** The kill switches of the bundle in force. */
    public Supplier<KillSwitches> killSwitches() {
        return () -> active().switches();
    }

    /** The roles of the bundle in force; to be asked for anew with every login. */
    public RoleMapping roles() {
        return active().roles();
    }

    /** How this proxy stands to the service. */
    public BundleState state() {
        return inForce.state();
    }

    private ActiveBundle active() {
        return inForce.active();
    }

    /**
     * Begins to tell the service of the servers behind this proxy, when that changes; once.
     *
     * @param servers gives what is told now, an array of JSON
     */
    public synchronized void tell(Supplier<byte[]> servers) {
        if (telling != null) {
            throw new IllegalStateException("the servers are told of already");
        }
        telling = Telling.start(service, servers, this::state, listener, timing.ofServers());
    }

    private synchronized void stopTelling() {
        if (telling != null) {
            telling.stop(CLOSING);
        }
    }

    /** Stops to follow; what is in force stays so. */
    @Override
    public void close() {
        stopTelling();
        following.stop();
        thread.interrupt();
        try {
            // First the loop: one whose connection is closed under it would speak of an outage.
            thread.join(CLOSING);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        } finally {
            service.close();
        }
    }
}
