package io.agentgate.gateway.quota;

import io.agentgate.gateway.audit.CallDecision;
import io.agentgate.gateway.call.Call;
import io.agentgate.gateway.call.Guard;
import io.agentgate.gateway.call.Refusal;
import io.agentgate.gateway.call.Verdict;

/**
 * Charges every call of a tool to the {@link Pace} of its agent and tool before any rule is asked:
 * unlike the limits of rules, a call that is denied afterwards has been charged.
 */
public final class PaceGuard implements Guard {
    private final QuotaLedger ledger;
    private final Pace pace;

    /** A guard over the buckets of one ledger. */
    public PaceGuard(QuotaLedger ledger, Pace pace) {
        this.ledger = ledger;
        this.pace = pace;
    }

    @Override
    public Verdict onCall(Call call) {
        if (!call.isCounted() || !call.isOfTool()) {
            return Verdict.PASS;
        }
        return switch (ledger.reserve(
                pace.of(call.origin().agent(), call.origin().tool()), call.startNanos())) {
            case Reservation.Granted granted -> {
                granted.commit();
                yield Verdict.PASS;
            }
            case Reservation.Exhausted exhausted -> new Verdict.Refuse(refusal(exhausted));
        };
    }

    private static Refusal refusal(Reservation.Exhausted exhausted) {
        String advice =
                exhausted.retryAfter() == null
                        ? "this limit allows no calls"
                        : "wait " + Refusal.wholeSeconds(exhausted.retryAfter()) + " s, then retry";
        return new Refusal(
                Refusal.RATE_LIMITED,
                CallDecision.RATE_LIMITED,
                null,
                "Rate of calls of this tool by this agent reached: " + advice,
                exhausted.retryAfter(),
                exhausted.charge().capacity());
    }
}
