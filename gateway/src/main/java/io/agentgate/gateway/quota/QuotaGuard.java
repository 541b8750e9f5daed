package io.agentgate.gateway.quota;

import io.agentgate.gateway.audit.CallDecision;
import io.agentgate.gateway.audit.CallOrigin;
import io.agentgate.gateway.audit.ChargedLimit;
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
 * Charges a call to every limit its decision names and to those of the whole process, or refuses
 * it. A call that never leaves the gateway is not charged, and one with several rounds only once.
 */
public final class QuotaGuard implements Guard {
    private final QuotaLedger ledger;
    private volatile RateLimits processLimits;

    /** Reservations of calls in flight; bounded by the tables of pending calls. */
    private final Map<Call, Reservation.Granted> reserved = new ConcurrentHashMap<>();

    /**
     * A guard over the buckets of one ledger.
     *
     * @param processLimits what holds beside the limits of rules
     */
    public QuotaGuard(QuotaLedger ledger, RateLimits processLimits) {
        this.ledger = ledger;
        this.processLimits = processLimits;
    }

    /** Replaces what holds beside the limits of rules; what was taken from a bucket stays taken. */
    public void limit(RateLimits limits) {
        processLimits = limits;
    }

    @Override
    public Verdict onCall(Call call) {
        List<Limit> limits = call.isCounted() ? limits(call) : List.of();
        if (limits.isEmpty()) {
            return Verdict.PASS;
        }
        List<Charge> charges = limits.stream().map(Limit::charge).toList();
        return switch (ledger.reserve(charges, call.startNanos())) {
            case Reservation.Granted granted -> {
                reserved.put(call, granted);
                call.limited(charged(charges, granted));
                yield Verdict.PASS;
            }
            case Reservation.Exhausted exhausted -> {
                call.limited(List.of(exhausted.charge().leaving(exhausted.left())));
                yield new Verdict.Refuse(refusal(exhausted, limits));
            }
        };
    }

    private static List<ChargedLimit> charged(
            List<Charge> charges, Reservation.Granted reservation) {
        List<ChargedLimit> charged = new ArrayList<>(charges.size());
        for (int i = 0; i < charges.size(); i++) {
            charged.add(charges.get(i).leaving(reservation.left(i)));
        }
        return charged;
    }

    /** The limits of rules come first: they are the narrower ones, and say more. */
    private List<Limit> limits(Call call) {
        List<Limit> limits = new ArrayList<>();
        Decision decision = call.decision();
        if (decision != null) {
            for (Rule rule : decision.rateLimits()) {
                if (rule.effect() instanceof Effect.RateLimit limit) {
                    limits.add(limit(rule.id(), limit, call.origin()));
                }
            }
        }
        limits.addAll(processLimits.of(call.origin()));
        return limits;
    }

    private static Limit limit(String rule, Effect.RateLimit limit, CallOrigin origin) {
        return new Limit(
                new Charge(rule, key(rule, limit, origin), limit.maxCalls(), limit.window()),
                "Rate limit of policy rule '" + rule + "'");
    }

    /** No name has a line end in it, so no two buckets have the same key. */
    private static String key(String rule, Effect.RateLimit limit, CallOrigin origin) {
        String key = "rule:" + rule;
        if (limit.per().contains(Effect.Per.AGENT)) {
            key += "\nagent " + origin.agent();
        }
        if (limit.per().contains(Effect.Per.SERVER)) {
            key += "\nserver " + origin.server();
        }
        return limit.per().contains(Effect.Per.TOOL) ? key + "\ntool " + origin.tool() : key;
    }

    private static Refusal refusal(Reservation.Exhausted exhausted, List<Limit> limits) {
        String words = "Rate limit";
        for (Limit limit : limits) {
            if (limit.charge().equals(exhausted.charge())) {
                words = limit.words();
            }
        }
        String advice =
                exhausted.retryAfter() == null
                        ? "this limit allows no calls"
                        : "wait " + Refusal.wholeSeconds(exhausted.retryAfter()) + " s, then retry";
        return new Refusal(
                Refusal.RATE_LIMITED,
                CallDecision.RATE_LIMITED,
                exhausted.charge().rule(),
                words + " reached: " + advice,
                exhausted.retryAfter(),
                exhausted.charge().capacity());
    }

    @Override
    public void onSettled(Call call, Ending ending) {
        Reservation.Granted reservation = reserved.remove(call);
        if (reservation == null) {
            return;
        }
        switch (ending) {
            case NOT_SENT -> reservation.release();
            case ANSWERED, FAILED, INTERNAL_ERROR, CANCELLED, UNANSWERED -> reservation.commit();
        }
    }
}
