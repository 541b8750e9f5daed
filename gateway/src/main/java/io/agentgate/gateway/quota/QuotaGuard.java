package io.agentgate.gateway.quota;

import io.agentgate.gateway.access.ArgumentValues;
import io.agentgate.gateway.audit.CallDecision;
import io.agentgate.gateway.audit.ChargedLimit;
import io.agentgate.gateway.call.Call;
import io.agentgate.gateway.call.Ending;
import io.agentgate.gateway.call.Guard;
import io.agentgate.gateway.call.Refusal;
import io.agentgate.gateway.call.Verdict;
import io.agentgate.policy.Decision;
import io.agentgate.policy.Effect;
import io.agentgate.policy.Rule;
import io.agentgate.protocol.Request;
import io.agentgate.protocol.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Charges a call to every limit its decision names and to those of the whole process, or refuses
 * it. A call that never leaves the gateway is not charged, and one with several rounds only once.
 */
public final class QuotaGuard implements Guard {
    private static final Set<Effect.Per> CALLER_AND_TOOL =
            Set.of(Effect.Per.AGENT, Effect.Per.SERVER, Effect.Per.TOOL);

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
                Limit limit = limit(rule, call);
                if (limit != null) {
                    limits.add(limit);
                }
            }
        }
        if (call.isOfTool()) {
            limits.addAll(processLimits.of(call.origin()));
        }
        return limits;
    }

    private static @Nullable Limit limit(Rule rule, Call call) {
        String id = rule.id();
        return switch (rule.effect()) {
            case Effect.RateLimit limit ->
                    new Limit(
                            new Charge(
                                    id,
                                    Keys.of("rule:" + id, limit.per(), call),
                                    limit.burst(),
                                    limit.refill()),
                            "Rate limit of policy rule '" + id + "'");
            case Effect.Spend(Effect.Budget budget, long cost) ->
                    new Limit(
                            new Charge(
                                    id,
                                    Keys.of("budget:" + budget.name(), budget.per(), call),
                                    budget.most(),
                                    budget.window(),
                                    cost),
                            "Budget '" + budget.name() + "'");
            case Effect.Repeats repeats ->
                    new Limit(
                            new Charge(id, sameCall(id, call), repeats.most(), repeats.window()),
                            "Policy rule '" + id + "' stops calls that repeat themselves: limit");
            case Effect.Concurrency _, Effect.Allow _, Effect.Deny _, Effect.Redact _ -> null;
        };
    }

    /** Equal for calls of one agent that are the same, however their arguments are written. */
    private static String sameCall(String rule, Call call) {
        Request request = call.received();
        Span span = request.params().arguments();
        String arguments = span == null ? "" : ArgumentValues.read(request.frame(), span).compact();
        return Keys.of("repeats:" + rule, CALLER_AND_TOOL, call) + '\n' + Keys.digest(arguments);
    }

    private static Refusal refusal(Reservation.Exhausted exhausted, List<Limit> limits) {
        String words = "Rate limit";
        for (Limit limit : limits) {
            if (limit.charge().equals(exhausted.charge())) {
                words = limit.words();
            }
        }
        String never =
                exhausted.charge().capacity() == 0
                        ? "this limit allows no calls"
                        : "this call costs more than there ever is";
        String advice =
                exhausted.retryAfter() == null
                        ? never
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
