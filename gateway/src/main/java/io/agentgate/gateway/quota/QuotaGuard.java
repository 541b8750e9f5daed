package io.agentgate.gateway.quota;

import io.agentgate.gateway.audit.CallDecision;
import io.agentgate.gateway.audit.CallOrigin;
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
    private static final int MAX_NAME = 512;

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
                yield Verdict.PASS;
            }
            case Reservation.Exhausted exhausted -> new Verdict.Refuse(refusal(exhausted, limits));
        };
    }

    /** The limits of rules come first: they are the narrower ones, and say more. */
    private List<Limit> limits(Call call) {
        List<Limit> limits = new ArrayList<>();
        Decision decision = call.decision();
        if (decision != null) {
            for (Rule rule : decision.rateLimits()) {
                if (rule.effect() instanceof Effect.RateLimit limit) {
                    limits.add(limit(rule.id(), limit, call));
                }
            }
        }
        if (call.isOfTool()) {
            limits.addAll(processLimits.of(call.origin()));
        }
        return limits;
    }

    private static Limit limit(String rule, Effect.RateLimit limit, Call call) {
        return new Limit(
                new Charge(rule, key(rule, limit, call), limit.maxCalls(), limit.window()),
                "Rate limit of policy rule '" + rule + "'");
    }

    /** No name has a line end in it, so no two buckets have the same key. */
    private static String key(String rule, Effect.RateLimit limit, Call call) {
        CallOrigin origin = call.origin();
        String key = "rule:" + rule;
        if (limit.per().contains(Effect.Per.AGENT)) {
            key += "\nagent " + origin.agent();
        }
        if (limit.per().contains(Effect.Per.SERVER)) {
            key += "\nserver " + origin.server();
        }
        return limit.per().contains(Effect.Per.TOOL) ? key + "\ntool " + shortened(origin) : key;
    }

    /** Names of resources have any length, keys of buckets have not. */
    private static String shortened(CallOrigin origin) {
        String name = origin.tool();
        return name.length() <= MAX_NAME
                ? name
                : name.substring(0, MAX_NAME) + Integer.toHexString(name.hashCode());
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
