package io.agentgate.rehearsal;

import io.agentgate.embedded.bucket4j.Bucket4jQuotaLedger;
import io.agentgate.embedded.memory.LocalConcurrencyLedger;
import io.agentgate.gateway.access.AccessGuard;
import io.agentgate.gateway.audit.CallDecision;
import io.agentgate.gateway.audit.CallOrigin;
import io.agentgate.gateway.call.Call;
import io.agentgate.gateway.call.Ending;
import io.agentgate.gateway.call.Guard;
import io.agentgate.gateway.call.Refusal;
import io.agentgate.gateway.call.Verdict;
import io.agentgate.gateway.quota.ConcurrencyGuard;
import io.agentgate.gateway.quota.Pace;
import io.agentgate.gateway.quota.PaceGuard;
import io.agentgate.gateway.quota.QuotaGuard;
import io.agentgate.gateway.quota.QuotaLedger;
import io.agentgate.gateway.quota.RateLimits;
import io.agentgate.gateway.redact.RedactionGuard;
import io.agentgate.policy.Background;
import io.agentgate.policy.Caller;
import io.agentgate.policy.Decision;
import io.agentgate.policy.Method;
import io.agentgate.policy.Rule;
import io.agentgate.policy.Target;
import io.agentgate.policy.text.Dialect;
import io.agentgate.policy.text.PolicyFile;
import io.agentgate.protocol.JsonWriter;
import io.agentgate.protocol.Limits;
import io.agentgate.protocol.Malformed;
import io.agentgate.protocol.Peer;
import io.agentgate.protocol.Request;
import io.agentgate.protocol.Scanner;
import io.agentgate.protocol.Span;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A gateway without a server behind: the guards of a real one judge calls one after the other, and
 * its ledger, full at first, is charged for them. Circuits are not asked, since they open by what
 * servers answer. Its clock is what the calls say. Not thread safe.
 */
public final class Trial {
    private static final String SESSION = "trial";

    /** Stands for a name that no message can carry, so that rules can be asked all the same. */
    private static final String ANY_NAME = "tool";

    private static final byte[] NO_PARAMETERS = {'{', '}'};

    private final PolicyFile policy;
    private final List<Guard> guards;
    private final Scanner scanner = new Scanner(Limits.DEFAULT, Peer.CLIENT);
    private @Nullable Instant began;

    /**
     * @param limits what holds beside the limits of rules
     * @param pace how fast each agent may call each tool; null for as fast as it likes
     */
    public Trial(PolicyFile policy, RateLimits limits, @Nullable Pace pace) {
        this.policy = policy;
        QuotaLedger ledger = new Bucket4jQuotaLedger();
        List<Guard> all = new ArrayList<>();
        if (pace != null) {
            all.add(new PaceGuard(ledger, pace));
        }
        all.add(new AccessGuard());
        all.add(new ConcurrencyGuard(new LocalConcurrencyLedger()));
        all.add(new QuotaGuard(ledger, limits));
        all.add(new RedactionGuard());
        this.guards = List.copyOf(all);
    }

    public PolicyFile policy() {
        return policy;
    }

    /**
     * Judges a call, and charges it as a gateway would.
     *
     * @param background what was seen before
     * @param arguments as JSON, of a question its parameters; null where there are none
     * @param now when it comes; times that go back are taken for the latest there was
     */
    public Judged judge(
            String server,
            Target target,
            Caller caller,
            Background background,
            byte @Nullable [] arguments,
            Instant now) {
        String objection = null;
        Request request = null;
        switch (scanner.scan(message(target, arguments))) {
            case Request taken -> request = taken;
            case Malformed refused -> objection = refused.reason();
            default -> objection = "it is no call";
        }
        if (request == null) {
            boolean objects = arguments != null && arguments.length > 0 && arguments[0] == '{';
            // What is no object has no arguments in it, and rules can be asked about the rest.
            if (!(scanner.scan(message(Target.tool(ANY_NAME), objects ? arguments : null))
                    instanceof Request substitute)) {
                return unreadable(String.valueOf(objection));
            }
            request = substitute;
        }
        Call call =
                new Call(
                        "trial-1",
                        new CallOrigin(
                                SESSION,
                                caller.agent(),
                                caller.name(),
                                server,
                                target.label(),
                                "1"),
                        caller.roles(),
                        policy.set(),
                        now,
                        nanos(now),
                        request);
        call.isAbout(target);
        call.comesAfter(background);
        Refusal refusal = ask(call);
        Ending ending = refusal == null ? Ending.ANSWERED : Ending.NOT_SENT;
        guards.forEach(guard -> guard.onSettled(call, ending));
        return refusal == null ? goesOn(call, objection) : refused(call, refusal, objection);
    }

    private long nanos(Instant now) {
        Instant origin = began;
        if (origin == null) {
            origin = now;
            began = now;
        }
        try {
            return Duration.between(origin, now).toNanos();
        } catch (ArithmeticException farAway) {
            return now.isBefore(origin) ? Long.MIN_VALUE / 4 : Long.MAX_VALUE / 4;
        }
    }

    private static byte[] message(Target target, byte @Nullable [] arguments) {
        JsonWriter json = new JsonWriter().beginObject().name("jsonrpc").value("2.0");
        json.name("id").value(1).name("method").value(target.method().text());
        json.name("params");
        if (target.method().isOfServer()) {
            return json.raw(arguments == null ? NO_PARAMETERS : arguments).endObject().toBytes();
        }
        json.beginObject();
        if (target.method() == Method.COMPLETION_COMPLETE) {
            json.name("ref").beginObject().name("type").value("ref/resource");
            json.name("uri").value(target.name()).endObject();
            json.name("argument").beginObject().name("name").value("");
            json.name("value").value("").endObject();
        } else {
            json.name(target.method().isOfUri() ? "uri" : "name").value(target.name());
        }
        if (arguments != null && target.method().hasArguments()) {
            json.name("arguments").raw(arguments);
        }
        return json.endObject().endObject().toBytes();
    }

    /** As a gateway asks them: in their order, and again about what they changed. */
    private @Nullable Refusal ask(Call call) {
        for (Guard guard : guards) {
            switch (guard.onCall(call)) {
                case Verdict.Pass() -> {}
                case Verdict.Rewrite(var frame, var redactedBy) -> {
                    if (!(scanner.scan(frame.bytes()) instanceof Request changed)) {
                        return Refusal.unavailable("The call could not be rewritten");
                    }
                    call.rewrite(changed, redactedBy);
                }
                case Verdict.Refuse(Refusal refusal) -> {
                    return refusal;
                }
            }
        }
        if (call.isRewritten()) {
            for (Guard guard : guards) {
                if (guard.onRewritten(call) instanceof Verdict.Refuse(Refusal refusal)) {
                    return refusal;
                }
            }
        }
        return null;
    }

    private static Judged unreadable(String objection) {
        return new Judged(
                Judged.Outcome.DENY,
                null,
                "The gateway takes no such message: " + objection,
                null,
                null,
                null,
                objection);
    }

    private Judged refused(Call call, Refusal refusal, @Nullable String objection) {
        boolean limited = refusal.decision() == CallDecision.RATE_LIMITED;
        // MCPGate knows its limit by no name; what stands for one is ours.
        boolean nameless = limited && policy.dialect() == Dialect.MCPGATE;
        return new Judged(
                limited ? Judged.Outcome.RATE_LIMITED : Judged.Outcome.DENY,
                nameless ? null : refusal.rule(),
                refusal.reason(),
                refusal.retryAfter(),
                call.decision(),
                null,
                objection);
    }

    private Judged goesOn(Call call, @Nullable String objection) {
        Decision decision = call.decision();
        if (decision == null) {
            throw new IllegalStateException("the rules were not asked");
        }
        Span arguments = call.request().params().arguments();
        List<Rule> redactions = decision.argumentRedactions();
        Rule rule = redactions.isEmpty() ? decision.rule() : redactions.getFirst();
        return new Judged(
                outcome(decision),
                rule == null ? null : rule.id(),
                decision.reason(),
                null,
                decision,
                arguments == null
                        ? null
                        : new String(
                                call.request().frame().slice(arguments), StandardCharsets.UTF_8),
                objection);
    }

    private Judged.Outcome outcome(Decision decision) {
        if (!decision.argumentRedactions().isEmpty()) {
            return Judged.Outcome.REDACT;
        }
        Rule rule = decision.rule();
        boolean audited =
                rule == null
                        ? policy.audited().byDefault()
                        : policy.audited().rules().contains(rule.id());
        return audited ? Judged.Outcome.AUDIT : Judged.Outcome.ALLOW;
    }
}
