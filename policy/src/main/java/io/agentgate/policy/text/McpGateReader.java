package io.agentgate.policy.text;

import io.agentgate.policy.Callers;
import io.agentgate.policy.Decision.Outcome;
import io.agentgate.policy.Effect;
import io.agentgate.policy.Names;
import io.agentgate.policy.PolicySet;
import io.agentgate.policy.Problem;
import io.agentgate.policy.Rule;
import io.agentgate.policy.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a configuration of MCPGate says of calls: {@code policy} and {@code rate_limit}. Its
 * other sections are not a policy's. Rules have no ids there; their places stand for them.
 */
final class McpGateReader {
    private static final List<String> FILE_KEYS =
            List.of("server", "upstreams", "auth", "rate_limit", "policy", "observability");
    private static final List<String> POLICY_KEYS = List.of("default", "rules");
    private static final List<String> RULE_KEYS =
            List.of("clients", "servers", "tools", "decision");
    private static final List<String> LIMIT_KEYS = List.of("backend", "defaults");
    private static final List<String> BUCKET_KEYS = List.of("capacity", "refill_rate");
    private static final List<String> DECISIONS = List.of("allow", "deny");
    private static final long MOST = 1_000_000_000;
    private static final PolicySet.Metadata METADATA = new PolicySet.Metadata("policy", "mcpgate");

    private final TableReader file;
    private final List<Problem> warnings;

    McpGateReader(TableReader file, List<Problem> warnings) {
        this.file = file;
        this.warnings = warnings;
    }

    PolicyText.Read read() {
        file.refuseUnknown(FILE_KEYS);
        List<Rule> rules = new ArrayList<>();
        Rule limit = limit();
        if (limit != null) {
            rules.add(limit);
        }
        TableReader policy = file.table("policy", "`policy`");
        if (policy == null) {
            warnings.add(
                    new Problem(
                            file.position(),
                            "there is no `policy`, so that every call is allowed"));
            return new PolicyText.Read(METADATA, Outcome.ALLOW, rules);
        }
        policy.refuseUnknown(POLICY_KEYS);
        String byDefault = policy.required("default");
        boolean allows = byDefault != null && allows(policy, "default", byDefault);
        int at = 0;
        for (TableReader table : policy.tables("rules", "rule", "`rules` must be a list")) {
            Rule rule = rule(table, at++, allows);
            if (rule != null) {
                rules.add(rule);
            }
        }
        return new PolicyText.Read(METADATA, allows ? Outcome.ALLOW : Outcome.DENY, rules);
    }

    private static boolean allows(TableReader table, String key, String decision) {
        if (!DECISIONS.contains(decision)) {
            table.report(
                    table.valueAt(key),
                    "unknown decision `" + decision + "`" + Suggestion.of(decision, DECISIONS));
        }
        return decision.equals("allow");
    }

    private @Nullable Rule rule(TableReader table, int at, boolean allowsByDefault) {
        table.refuseUnknown(RULE_KEYS);
        Names clients = ForeignNames.read(table, "clients", warnings);
        Names servers = ForeignNames.read(table, "servers", warnings);
        Names tools = ForeignNames.read(table, "tools", warnings);
        String decision = table.required("decision");
        if (decision == null || clients == null || servers == null || tools == null) {
            return null;
        }
        boolean allows = allows(table, "decision", decision);
        if (allows && allowsByDefault) {
            warnings.add(
                    new Problem(
                            table.position(),
                            "a rule that allows keeps nobody from anything else where the default"
                                    + " is `allow`"));
        }
        return new Rule(
                "rules[" + at + "]",
                Scope.ofCalls(servers, tools, new Callers(clients, Names.ANY)),
                null,
                allows ? new Effect.Allow() : new Effect.Deny(null),
                table.position());
    }

    /** A bucket that is filled with so many tokens a second is full again after its window. */
    private @Nullable Rule limit() {
        TableReader section = file.table("rate_limit", "`rate_limit`");
        if (section == null) {
            return null;
        }
        section.refuseUnknown(LIMIT_KEYS);
        TableReader bucket = section.table("defaults", "`defaults`");
        if (bucket == null) {
            return null;
        }
        bucket.refuseUnknown(BUCKET_KEYS);
        long capacity = bucket.whole("capacity", 1, MOST, 100);
        long rate = bucket.whole("refill_rate", 1, MOST, 10);
        long seconds = Math.max(1, Math.ceilDiv(capacity, rate));
        return new Rule(
                "rate_limit",
                Scope.ofCalls(Names.ANY, Names.ANY, Callers.ANY),
                null,
                new Effect.RateLimit(
                        capacity,
                        Duration.ofSeconds(seconds),
                        capacity,
                        Set.of(Effect.Per.AGENT, Effect.Per.SERVER)),
                bucket.position());
    }
}
