package io.agentgate.cluster.bundle;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;

/** What becomes of the service's answers. Used by one thread; others read what it puts in force. */
final class Arrivals {
    /** More reasons for one outage are not told. */
    private static final int MAX_TOLD = 8;

    private final InForce inForce;
    private final BundleCopy copy;
    private final BundleListener listener;
    private final InstantSource clock;
    private final Set<String> told = new HashSet<>();
    private byte[] last = {};
    private int unheard;

    Arrivals(InForce inForce, BundleCopy copy, BundleListener listener, InstantSource clock) {
        this.inForce = inForce;
        this.copy = copy;
        this.listener = listener;
        this.clock = clock;
    }

    BundleState state() {
        return inForce.state();
    }

    /** Puts a bundle in force, or refuses it; false if it is the one that came last. */
    boolean take(byte[] body) {
        byte[] hash = hash(body);
        if (MessageDigest.isEqual(hash, last)) {
            return false;
        }
        last = hash;
        try {
            ActiveBundle next = BundleReader.read(body);
            BundleState state = inForce.load(next, clock.instant());
            keep(body);
            listener.loaded(state, next.policies());
        } catch (BundleException wrong) {
            inForce.learn(state -> state.refused(wrong.problem()));
            listener.refused(wrong.problem());
        }
        return true;
    }

    private void keep(byte[] body) {
        try {
            copy.write(body);
        } catch (IOException failed) {
            listener.copyFailed(copy.file() + " cannot be written: " + failed);
        }
    }

    /** The service answered. */
    void contacted() {
        inForce.learn(state -> state.contacted(clock.instant()));
        if (!told.isEmpty()) {
            told.clear();
            listener.back();
        }
    }

    /** The service gave no usable answer. */
    void lost(String problem) {
        unheard = 0;
        inForce.learn(state -> state.lost(problem));
        if (told.size() < MAX_TOLD && told.add(problem)) {
            listener.lost(problem);
        }
    }

    /** The service took a report. */
    void reported() {
        unheard = 0;
    }

    /** The service took no report. That is told if it goes on to answer polls. */
    void unreported(String problem) {
        if (++unheard == 2) {
            listener.lost("a report is not taken: " + problem);
        }
    }

    private static byte[] hash(byte[] body) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(body);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has SHA-256", missing);
        }
    }
}
