package io.agentgate.gateway.meter;

/** Meters of a process that nobody reads. */
final class NoMeters implements Meters {
    @Override
    public void callBegan() {}

    @Override
    public void callEnded(String tool, CallOutcome outcome, long nanos) {}

    @Override
    public void callRefused(String tool, CallOutcome outcome) {}

    @Override
    public void denied(String rule) {}

    @Override
    public void limited(LimitScope scope) {}

    @Override
    public void diverged(Divergence divergence) {}

    @Override
    public void loginFailed() {}
}
