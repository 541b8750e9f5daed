package io.agentgate.gateway.quota;

import io.agentgate.gateway.audit.CallDecision;
import io.agentgate.gateway.call.Call;
import io.agentgate.gateway.call.Ending;
import io.agentgate.gateway.call.Guard;
import io.agentgate.gateway.call.Refusal;
import io.agentgate.gateway.call.Verdict;
import io.agentgate.policy.Decision;
import io.agentgate.policy.Effect;
import io.agentgate.policy.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Charges a call to every limit its decision names, or refuses it. A call that never leaves the
 * gateway is not charged.
 */
public final class QuotaGuard implements Guard {
    private final QuotaLedger ledger;

    /** Reservations of calls in flight; bounded by the tables of pending calls. */
    private final Map<Call, Reservation.Granted> reserved = new ConcurrentHashMap<>();

    public QuotaGuard(QuotaLedger ledger) {
        this.ledger = ledger;
    }

    @Override
    public Verdict onCall(Call call) {
        Decision decision = call.decision();
        if (decision == null || decision.rateLimits().isEmpty()) {
            return Verdict.PASS;
        }
        return switch (ledger.reserve(charges(decision.rateLimits()), call.startNanos())) {
            case Reservation.Granted granted -> {
                reserved.put(call, granted);
                yield Verdict.PASS;
            }
            case Reservation.Exhausted exhausted -> new Verdict.Refuse(refusal(exhausted));
        };
    }

    private static List<Charge> charges(List<Rule> limits) {
        List<Charge> charges = new ArrayList<>(limits.size());
        for (Rule rule : limits) {
            if (rule.effect() instanceof Effect.RateLimit limit) {
                charges.add(
                        new Charge(
                                rule.id(), "rule:" + rule.id(), limit.maxCalls(), limit.window()));
            }
        }
        return charges;
    }

    private static Refusal refusal(Reservation.Exhausted exhausted) {
        String rule = exhausted.charge().rule();
        String advice =
                exhausted.retryAfter() == null
                        ? "this limit allows no calls"
                        : "wait " + Refusal.wholeSeconds(exhausted.retryAfter()) + " s, then retry";
        return new Refusal(
                Refusal.RATE_LIMITED,
                CallDecision.RATE_LIMITED,
                rule,
                "Rate limit of policy rule '" + rule + "' reached: " + advice,
                exhausted.retryAfter());
    }

    @Override
    public void onSettled(Call call, Ending ending) {
        Reservation.Granted reservation = reserved.remove(call);
        if (reservation == null) {
            return;
        }
        switch (ending) {
            case NOT_SENT -> reservation.release();
            case ANSWERED, FAILED, UNANSWERED -> reservation.commit();
        }
    }
}
