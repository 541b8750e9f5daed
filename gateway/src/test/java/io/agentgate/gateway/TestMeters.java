package io.agentgate.gateway;

import io.agentgate.gateway.meter.CallOutcome;
import io.agentgate.gateway.meter.Divergence;
import io.agentgate.gateway.meter.LimitScope;
import io.agentgate.gateway.meter.Meters;
import java.util.ArrayList;
import java.util.List;

/** Meters that write down what they are told. */
final class TestMeters implements Meters {
    /** A line for each thing that was counted, without the beginnings of calls. */
    final List<String> counted = new ArrayList<>();

    final List<Long> nanos = new ArrayList<>();
    int inFlight;

    @Override
    public void callBegan() {
        inFlight++;
    }

    @Override
    public void callEnded(String tool, CallOutcome outcome, long took) {
        inFlight--;
        nanos.add(took);
        counted.add(tool + " " + outcome.word());
    }

    @Override
    public void callRefused(String tool, CallOutcome outcome) {
        counted.add(tool + " " + outcome.word());
    }

    @Override
    public void denied(String rule) {
        counted.add("denied by " + rule);
    }

    @Override
    public void limited(LimitScope scope) {
        counted.add("limit " + scope.word());
    }

    @Override
    public void diverged(Divergence divergence) {
        counted.add(
                "on "
                        + divergence.server()
                        + " not "
                        + Divergence.word(divergence.inForce())
                        + " but "
                        + Divergence.word(divergence.candidate())
                        + " by "
                        + divergence.rule());
    }

    @Override
    public void loginFailed() {
        counted.add("login failed");
    }
}
