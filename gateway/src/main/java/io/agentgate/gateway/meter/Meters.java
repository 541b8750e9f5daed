package io.agentgate.gateway.meter;

/**
 * Port: where what becomes of calls is counted. Thread safe and quick; every word it is given comes
 * from a bounded set.
 */
public interface Meters {
    /** Counts nothing. */
    Meters NONE = new NoMeters();

    /** A call was let through: one more is in flight. */
    void callBegan();

    /**
     * A call that was let through has ended.
     *
     * @param nanos how long it took
     */
    void callEnded(String tool, CallOutcome outcome, long nanos);

    /** A call was not let through. */
    void callRefused(String tool, CallOutcome outcome);

    /** A rule of the policy denied a call. */
    void denied(String rule);

    /** A limit refused a call. */
    void limited(LimitScope scope);

    /** A candidate policy would have decided otherwise on a call. */
    void diverged(Divergence divergence);

    /** Somebody could not prove who they are. */
    void loginFailed();
}
