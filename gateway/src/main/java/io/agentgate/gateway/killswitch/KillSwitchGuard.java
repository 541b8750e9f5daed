package io.agentgate.gateway.killswitch;

import io.agentgate.gateway.call.Call;
import io.agentgate.gateway.call.Guard;
import io.agentgate.gateway.call.Refusal;
import io.agentgate.gateway.call.Verdict;
import java.util.function.Supplier;

/** Refuses calls that an operator has stopped; stands before all other guards. */
public final class KillSwitchGuard implements Guard {
    /** How the rule in a refusal begins; the switch's id follows. */
    public static final String RULE_PREFIX = "kill_switch/";

    private final Supplier<KillSwitches> switches;

    /**
     * @param switches gives those that are set now; asked once for every call
     */
    public KillSwitchGuard(Supplier<KillSwitches> switches) {
        this.switches = switches;
    }

    @Override
    public Verdict onCall(Call call) {
        KillSwitch stopping = switches.get().stopping(call.origin());
        return stopping == null
                ? Verdict.PASS
                : new Verdict.Refuse(
                        Refusal.denied(
                                RULE_PREFIX + stopping.id(),
                                "Stopped by an operator: " + stopping.reason()));
    }
}
