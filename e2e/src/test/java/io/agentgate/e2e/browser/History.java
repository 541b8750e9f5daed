package io.agentgate.e2e.browser;

import io.agentgate.embedded.sqlite.SqliteAuditSink;
import io.agentgate.embedded.sqlite.SqliteDatabase;
import io.agentgate.gateway.audit.AuditEvent;
import io.agentgate.gateway.audit.CallDecision;
import io.agentgate.gateway.audit.CallEnd;
import io.agentgate.gateway.audit.CallOrigin;
import io.agentgate.gateway.audit.CallStatus;
import io.agentgate.gateway.audit.DecisionBasis;
import io.agentgate.gateway.audit.Evaluation;
import io.agentgate.gateway.audit.Redactions;
import io.agentgate.testkit.audit.SampleCall;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Calls of the last day, as a small team's agents make them. The same ones each time. */
final class History {
    private static final Duration SPAN = Duration.ofHours(24);
    private static final int AT_ONCE = 1_000;

    /** A kind of call: how often it comes among others, and how long it takes. */
    private record Kind(
            String server,
            String tool,
            String arguments,
            int weight,
            double millis,
            @Nullable String refusedBy) {}

    private static final List<Kind> KINDS =
            List.of(
                    new Kind("files", "read_file", "{\"path\":\"src/main.py\"}", 30, 4, null),
                    new Kind("files", "list_directory", "{\"path\":\"src\"}", 14, 3, null),
                    new Kind("files", "write_file", "{\"path\":\"src/main.py\"}", 9, 7, null),
                    new Kind("files", "delete_file", "{\"path\":\"src\"}", 2, 0, "no-deletes"),
                    new Kind("files", "read_file", "{\"path\":\".env\"}", 2, 0, "no-secrets"),
                    new Kind("github", "search_issues", "{\"query\":\"crash\"}", 12, 240, null),
                    new Kind("github", "create_issue", "{\"title\":\"Crash\"}", 3, 380, null),
                    new Kind("github", "create_issue", "{\"title\":\"Crash\"}", 1, 0, "few-issues"),
                    new Kind("github", "merge_pull_request", "{\"number\":7}", 1, 0, "no-merges"),
                    new Kind("postgres", "query", "{\"sql\":\"select 1\"}", 11, 21, null),
                    new Kind(
                            "browser",
                            "open",
                            "{\"url\":\"https://example.com\"}",
                            5,
                            1_400,
                            null));
    private static final List<String> AGENTS =
            List.of("claude-code", "claude-code", "claude-code", "cursor", "cursor", "ci", "codex");

    private final Random random = new Random(7);
    private final int weights = KINDS.stream().mapToInt(Kind::weight).sum();

    /** Writes so many calls into the records of a home, the last one at this moment. */
    void write(Path home, byte[] key, int calls, Instant now) throws Exception {
        SqliteDatabase database = new SqliteDatabase(home.resolve("agentgate.db"), () -> key);
        try (SqliteAuditSink sink = new SqliteAuditSink(database, InstantSource.fixed(now))) {
            List<AuditEvent> events = new ArrayList<>();
            for (int number = 1; number <= calls; number++) {
                add(events, number, time(number, calls, now));
                if (events.size() >= AT_ONCE || number == calls) {
                    sink.deliver(events);
                    events.clear();
                }
            }
        }
    }

    /** Busier by day than by night, and busiest in the last hour. */
    private static Instant time(int number, int calls, Instant now) {
        double part = (double) number / calls;
        double wave = part + 0.04 * Math.sin(part * 6 * Math.PI);
        return now.minus(SPAN).plusMillis((long) (SPAN.toMillis() * Math.min(wave, 1)));
    }

    private void add(List<AuditEvent> events, int number, Instant time) {
        Kind kind = kind();
        String agent = AGENTS.get(random.nextInt(AGENTS.size()));
        String id = "past-" + number;
        String session = "session-of-" + agent;
        CallDecision decision =
                kind.refusedBy() == null
                        ? CallDecision.ALLOWED
                        : kind.refusedBy().startsWith("few")
                                ? CallDecision.RATE_LIMITED
                                : CallDecision.DENIED;
        events.add(
                new AuditEvent.CallDecided(
                        id,
                        time,
                        new CallOrigin(session, agent, "team", kind.server(), kind.tool(), "1"),
                        new DecisionBasis(
                                decision,
                                kind.refusedBy(),
                                kind.refusedBy() == null ? null : "by rule " + kind.refusedBy(),
                                "5f2a9c1d77e01b34",
                                Redactions.NONE,
                                Evaluation.ofText(evaluation(kind))),
                        SampleCall.payload(kind.arguments())));
        if (kind.refusedBy() == null) {
            boolean failed = random.nextInt(40) == 0;
            double millis = kind.millis() * Math.exp(0.5 * random.nextGaussian());
            long nanos = (long) (millis * 1e6);
            events.add(
                    new AuditEvent.CallSettled(
                            id,
                            time.plusNanos(nanos),
                            session,
                            new CallEnd(
                                    failed ? CallStatus.ERROR : CallStatus.ALLOWED,
                                    failed ? "the tool failed" : null,
                                    Redactions.NONE),
                            nanos,
                            SampleCall.payload(
                                    "{\"content\":[{\"type\":\"text\",\"text\":\"done\"}]}")));
        }
    }

    private @Nullable String evaluation(Kind kind) {
        boolean limited = "create_issue".equals(kind.tool());
        String rule = limited ? "few-issues" : kind.refusedBy();
        if (rule == null) {
            return null;
        }
        String rules =
                """
                {"rules":[{"rule":"%s","effect":"%s","condition":"true"}]\
                """
                        .formatted(rule, limited ? "rate_limit" : "deny");
        int left = kind.refusedBy() == null ? 1 + random.nextInt(19) : 0;
        return limited
                ? rules
                        + """
                        ,"limits":[{"limit":"few-issues","capacity":20,"left":%d,"window_seconds":3600}]}\
                        """
                                .formatted(left)
                : rules + "}";
    }

    private Kind kind() {
        int at = random.nextInt(weights);
        for (Kind kind : KINDS) {
            at -= kind.weight();
            if (at < 0) {
                return kind;
            }
        }
        throw new IllegalStateException("the weights are wrong");
    }
}
