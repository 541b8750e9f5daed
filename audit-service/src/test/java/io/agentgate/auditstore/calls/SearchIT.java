package io.agentgate.auditstore.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentgate.auditstore.Database;
import io.agentgate.auditstore.problem.Refusal;
import io.agentgate.gateway.audit.AuditEvent;
import io.agentgate.gateway.audit.CallDecision;
import io.agentgate.gateway.audit.CallStatus;
import io.agentgate.gateway.audit.EventJson;
import io.agentgate.gateway.audit.Streamed;
import io.agentgate.testkit.audit.SampleCall;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Searches in a real database, in whatever time they have. */
@Timeout(120)
class SearchIT {
    private static final Duration LONG = Duration.ofMinutes(1);

    private static Database database;

    private StoredCalls calls;

    @BeforeAll
    static void start() throws Exception {
        database = Database.start();
    }

    @AfterAll
    static void stop() throws Exception {
        database.close();
    }

    @BeforeEach
    void reset() throws Exception {
        database.reset();
        database.run("create table call_all partition of call default");
        database.run("create table event_all partition of event default");
        calls = new StoredCalls(database.connections());
    }

    private void store(AuditEvent.CallDecided decided, AuditEvent.@Nullable CallSettled settled)
            throws Exception {
        try (Connection connection = database.connect();
                PreparedStatement insert =
                        connection.prepareStatement(
                                """
                                insert into call (day, decision_id, time, chain, session, agent,
                                    caller, server, tool, decision, rule, reason, policy_revision,
                                    arguments_redacted_by, status, settled_at, outcome_reason,
                                    latency_nanos, result_redacted_by)
                                values ('2026-11-20', ?, ?::timestamptz, '', ?, ?, ?, ?, ?, ?, ?, ?,
                                    '', ?, ?, ?::timestamptz, ?, ?, ?)
                                """)) {
            CallStatus status =
                    settled == null
                            ? decided.basis().decision().statusUntilSettled()
                            : settled.status();
            Object[] values = {
                decided.decisionId(),
                decided.time().toString(),
                decided.origin().session(),
                decided.origin().agent(),
                decided.origin().caller(),
                decided.origin().server(),
                decided.origin().tool(),
                decided.basis().decision() == CallDecision.ALLOWED ? "allowed" : "denied",
                decided.basis().rule(),
                decided.basis().reason(),
                decided.basis().redactions().text(),
                status.word(),
                settled == null ? null : settled.time().toString(),
                settled == null ? null : settled.reason(),
                settled == null ? null : settled.latencyNanos(),
                settled == null ? null : settled.end().redactions().text()
            };
            for (int i = 0; i < values.length; i++) {
                insert.setObject(i + 1, values[i]);
            }
            insert.executeUpdate();
        }
        store(decided);
        if (settled != null) {
            store(settled);
        }
    }

    private void store(AuditEvent event) throws Exception {
        Streamed what = new Streamed.Event(event);
        try (Connection connection = database.connect();
                PreparedStatement insert =
                        connection.prepareStatement(
                                "insert into event values ('2026-11-20', ?, ?, now(), '', ?)")) {
            insert.setString(1, EventJson.id(what));
            insert.setString(2, EventJson.type(what));
            insert.setString(3, new String(EventJson.write(what, "p"), StandardCharsets.UTF_8));
            insert.executeUpdate();
        }
    }

    private void storeSamples() throws Exception {
        SampleCall one = SampleCall.numbered(1);
        SampleCall two = SampleCall.numbered(2).withServer("mail").withTool("send_50%");
        SampleCall three = SampleCall.numbered(3);
        store(one.decided(), one.settled());
        store(two.decided(), two.settled());
        store(three.decided(), three.settled(CallStatus.ERROR, "It broke"));
        store(SampleCall.numbered(4).withDecision(CallDecision.DENIED).decided(), null);
    }

    private static void set(Filter filter, String parameter, String value) {
        switch (parameter) {
            case "server" -> filter.server = value;
            case "tool" -> filter.tool = value;
            case "agent" -> filter.agent = value;
            case "session" -> filter.session = value;
            case "status" -> filter.status = value;
            case "rule" -> filter.rule = value;
            case "reason" -> filter.reason = value;
            case "redacted_by" -> filter.redactedBy = value;
            case "text" -> filter.text = value;
            case "min_latency_ms" -> filter.minLatency = value;
            default -> throw new IllegalArgumentException(parameter);
        }
    }

    private List<String> found(Filter filter) throws Exception {
        return ids(calls.newest(filter, Optional.empty(), 100, LONG));
    }

    private static List<String> ids(Search.Found found) {
        return found.calls().stream().map(Call::decisionId).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "tool, read_file, w1-4 w1-3 w1-1",
        "tool, !read_file, w1-2",
        "tool, send_50%, w1-2",
        "tool, send_*, w1-2",
        "tool, *%, w1-2",
        "tool, read%, ''",
        "tool, !read*, w1-2",
        "server, mail, w1-2",
        "agent, agent-3, w1-3",
        "session, session-1, w1-1",
        "status, !allowed, w1-4 w1-3",
        "rule, rule-4, w1-4",
        "rule, '', w1-3 w1-2 w1-1",
        "rule, !, w1-4",
        "reason, broke, w1-3",
        "reason, BROKE, ''",
        "redacted_by, hide-result-2, w1-2",
        "min_latency_ms, 1.2, w1-3 w1-2 w1-1",
        "min_latency_ms, 2, ''",
        "text, IT BROKE, w1-3",
        "text, /TMP/Ä-2, w1-2",
        "text, ö-2, ''",
        "text, 50%, w1-2",
        "text, ✓ 1, w1-1",
        "text, '{\"path\":\"/tmp/ä-4\"}', w1-4",
        "text, because of, w1-4",
        "text, session-1, ''",
        "text, decisionId, ''"
    })
    void callsAreNarrowed(String parameter, String value, String ids) throws Exception {
        storeSamples();
        Filter filter = new Filter();
        set(filter, parameter, value);

        assertThat(String.join(" ", found(filter))).isEqualTo(ids);
        List<String> exported = new ArrayList<>();
        calls.<RuntimeException>each(
                filter, calls.extent(filter), call -> exported.add(call.decisionId()));
        assertThat(exported.reversed()).isEqualTo(found(filter));
    }

    @ParameterizedTest
    @CsvSource({"status, !fine", "min_latency_ms, fast", "min_latency_ms, -1"})
    void whatCannotBeMeantIsRefused(String parameter, String value) {
        Filter filter = new Filter();
        set(filter, parameter, value);

        assertThatThrownBy(() -> found(filter))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(parameter);
    }

    @Test
    void textHasAnEnd() {
        Filter filter = new Filter();
        filter.text = "x".repeat(257);

        assertThatThrownBy(() -> found(filter))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("256");
    }

    private void insert(int count) throws Exception {
        database.run(
                """
                insert into call (day, decision_id, time, chain, session, agent, caller, server,
                                  tool, decision, policy_revision, status)
                select '2026-11-20', lpad(n::text, 5, '0'),
                       timestamptz '2026-11-20T12:00:00Z' + n / 7 * interval '1 second', '', '',
                       'agent-' || n, '', '', '', 'allowed', '', 'unknown'
                from generate_series(1, %d) n
                """
                        .formatted(count));
    }

    @Test
    void searchWithoutTimeSaysWhereToGoOn() throws Exception {
        insert(5_000);
        Filter filter = new Filter();
        filter.agent = "*-7";

        Search.Found found = calls.newest(filter, Optional.empty(), 10, Duration.ZERO);
        assertThat(found.calls()).isEmpty();
        assertThat(found.next()).isNotNull();
        assertThat(found.searchedTo()).isEqualTo(found.next().time());
        List<String> ids = new ArrayList<>();
        int searches = 0;
        while (found.next() != null) {
            found = calls.newest(filter, Optional.of(found.next()), 10, Duration.ZERO);
            ids.addAll(ids(found));
            searches++;
        }
        assertThat(ids).containsExactly("00007");
        assertThat(searches).isGreaterThan(2);
        assertThat(found.searchedTo()).isNull();
    }

    @Test
    void pagesOfASearchHaveEveryCallOnce() throws Exception {
        insert(3_000);
        for (String agent : List.of("agent-*", "!agent-5")) {
            Filter filter = new Filter();
            filter.agent = agent;
            List<String> ids = new ArrayList<>();
            Search.Found found = calls.newest(filter, Optional.empty(), 700, LONG);
            ids.addAll(ids(found));
            while (found.next() != null) {
                found = calls.newest(filter, Optional.of(found.next()), 700, LONG);
                ids.addAll(ids(found));
            }
            assertThat(ids)
                    .hasSize(agent.startsWith("!") ? 2_999 : 3_000)
                    .isSortedAccordingTo((one, other) -> other.compareTo(one))
                    .doesNotHaveDuplicates();
        }
    }
}
