package io.agentgate.gateway.quota;

import io.agentgate.gateway.audit.CallDecision;
import io.agentgate.gateway.call.Call;
import io.agentgate.gateway.call.Ending;
import io.agentgate.gateway.call.Guard;
import io.agentgate.gateway.call.Refusal;
import io.agentgate.gateway.call.Verdict;
import io.agentgate.gateway.quota.ConcurrencyLedger.Admission;
import io.agentgate.gateway.quota.ConcurrencyLedger.Claim;
import io.agentgate.policy.Decision;
import io.agentgate.policy.Effect;
import io.agentgate.policy.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Refuses a call while as many are in flight as rules let be; nobody waits in a line. */
public final class ConcurrencyGuard implements Guard {
    private final ConcurrencyLedger ledger;

    /** Those in flight that are counted; bounded by the tables of pending calls. */
    private final Map<Call, Admission.Counted> counted = new ConcurrentHashMap<>();

    public ConcurrencyGuard(ConcurrencyLedger ledger) {
        this.ledger = ledger;
    }

    @Override
    public Verdict onCall(Call call) {
        Decision decision = call.decision();
        if (decision == null || decision.rateLimits().isEmpty()) {
            return Verdict.PASS;
        }
        List<Claim> claims = claims(call, decision);
        if (claims.isEmpty()) {
            return Verdict.PASS;
        }
        return switch (ledger.admit(claims)) {
            case Admission.Counted admitted -> {
                counted.put(call, admitted);
                yield Verdict.PASS;
            }
            case Admission.Full full -> new Verdict.Refuse(refusal(full));
        };
    }

    private static List<Claim> claims(Call call, Decision decision) {
        List<Claim> claims = new ArrayList<>();
        for (Rule rule : decision.rateLimits()) {
            if (rule.effect() instanceof Effect.Concurrency limit) {
                String key = Keys.of("rule:" + rule.id(), limit.per(), call);
                claims.add(new Claim(rule.id(), key, limit.most()));
            }
        }
        return claims;
    }

    private static Refusal refusal(Admission.Full full) {
        Claim claim = full.claim();
        return new Refusal(
                Refusal.RATE_LIMITED,
                CallDecision.RATE_LIMITED,
                claim.rule(),
                "Policy rule '"
                        + claim.rule()
                        + "' lets "
                        + claim.most()
                        + (claim.most() == 1 ? " call" : " calls")
                        + " be in progress at once: wait for one to end, then retry",
                full.retryAfter(),
                claim.most());
    }

    @Override
    public void onSettled(Call call, Ending ending) {
        Admission.Counted admitted = counted.remove(call);
        if (admitted != null) {
            admitted.over();
        }
    }
}
