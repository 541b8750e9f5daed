package io.agentgate.cluster.bundle;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a proxy stands to the policy-service, for readiness, metrics and people.
 *
 * @param revision of the bundle in force; 0 if there is none
 * @param source where it came from
 * @param since when it came into force; null if there is none
 * @param lastContact when the service last answered; null if it never did
 * @param refusal why a later bundle was not applied; null if none was refused
 * @param outage why the service gives no answer now; null if it does
 */
public record BundleState(
        long revision,
        Source source,
        @Nullable Instant since,
        @Nullable Instant lastContact,
        @Nullable String refusal,
        @Nullable String outage) {

    /** Where a bundle came from. */
    public enum Source {
        /** The policy-service. */
        SERVICE,
        /** The copy on disk: the service could not be reached since the start. */
        COPY,
        /** There is no bundle: every call is denied. */
        NONE
    }

    static final BundleState START = new BundleState(0, Source.NONE, null, null, null, null);

    /** Whether the latest bundle the service gave is the one in force. */
    public boolean applied() {
        return refusal == null;
    }

    /** What is wrong, in a clause for people; null if nothing is. */
    public @Nullable String problem() {
        return refusal != null ? refusal : outage;
    }

    BundleState loaded(long loaded, Instant now) {
        return new BundleState(loaded, Source.SERVICE, now, lastContact, null, outage);
    }

    /** The refusal, if any, is of the bundle that the service has now. */
    BundleState copied(long copied, Instant now) {
        return new BundleState(copied, Source.COPY, now, lastContact, refusal, outage);
    }

    BundleState refused(String why) {
        return new BundleState(revision, source, since, lastContact, why, outage);
    }

    BundleState contacted(Instant now) {
        return new BundleState(revision, source, since, now, refusal, null);
    }

    BundleState lost(String why) {
        return new BundleState(revision, source, since, lastContact, refusal, why);
    }
}
