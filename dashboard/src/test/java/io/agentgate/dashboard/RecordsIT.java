package io.agentgate.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agentgate.gateway.audit.AuditEvent;
import io.agentgate.gateway.audit.CallDecision;
import io.agentgate.gateway.audit.DecisionBasis;
import io.agentgate.gateway.audit.Evaluation;
import io.agentgate.gateway.audit.Redactions;
import io.agentgate.testkit.audit.SampleCall;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The records and figures of a real SQLite file over HTTP. */
class RecordsIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private Path home;

    private RunningDashboard running;

    @BeforeEach
    void start() throws Exception {
        running = new RunningDashboard(home);
    }

    @AfterEach
    void stop() throws Exception {
        running.close();
    }

    private void store(SampleCall... calls) throws Exception {
        running.store(calls);
    }

    private void store(int from, int to) throws Exception {
        List<SampleCall> calls = new ArrayList<>();
        for (int number = from; number <= to; number++) {
            calls.add(SampleCall.numbered(number));
        }
        store(calls.toArray(SampleCall[]::new));
    }

    private HttpResponse<String> answer(String path) throws Exception {
        return running.get(path);
    }

    private JsonNode json(String path) throws Exception {
        HttpResponse<String> answer = answer(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private String error(String path) throws Exception {
        HttpResponse<String> answer = answer(path);
        assertThat(answer.statusCode()).as(path).isEqualTo(400);
        return JSON.readTree(answer.body()).path("error").asText();
    }

    private static List<String> ids(JsonNode page) {
        return page.path("calls").findValuesAsText("id").stream().toList();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Test
    void pagesOfCallsFollowEachOther() throws Exception {
        store(1, 5);

        JsonNode first = json("/api/calls?limit=2");
        JsonNode second = json("/api/calls?limit=2&cursor=" + first.path("next").asText());
        store(6, 9);
        JsonNode third = json("/api/calls?limit=2&cursor=" + second.path("next").asText());

        assertThat(ids(first)).containsExactly("w1-5", "w1-4");
        assertThat(first.path("searched_to").isNull()).isTrue();
        assertThat(ids(second)).containsExactly("w1-3", "w1-2");
        assertThat(ids(third)).containsExactly("w1-1");
        assertThat(third.path("next").isNull()).isTrue();
        assertThat(third.at("/calls/0")).isEqualTo(json("/api/invocations/w1-1"));
    }

    @Test
    void storeWithoutCallsHasAnEmptyPage() throws Exception {
        assertThat(json("/api/calls").toString())
                .isEqualTo("{\"calls\":[],\"next\":null,\"searched_to\":null}");
    }

    @ParameterizedTest
    @CsvSource({
        "tool=read_file, w1-4 w1-1",
        "tool=*n*, w1-3 w1-2",
        "tool=!read_file, w1-3 w1-2",
        "tool=!read_*, w1-3 w1-2",
        "server=mail, w1-2",
        "agent=agent-3, w1-3",
        "caller=caller-1, w1-1",
        "session=!session-1, w1-4 w1-3 w1-2",
        "status=denied, w1-4",
        "status=!allowed, w1-4 w1-3",
        "rule=rule-4, w1-4",
        "rule=, w1-3 w1-2 w1-1",
        "rule=!, w1-4",
        "reason=it br, w1-3",
        "redacted_by=hide-result-2, w1-2",
        "text=IT BROKE, w1-3",
        "text=/TMP/Ä-2, w1-2",
        "text=nowhere, ''",
        "min_latency_ms=1.2, w1-3 w1-2 w1-1",
        "min_latency_ms=2, ''",
        "since=2026-11-20T12:00:00.003123Z, w1-4 w1-3",
        "until=2026-11-20T12:00:00.003123Z, w1-2 w1-1",
        "until=2026-11-20T13:00:00.003123+01:00, w1-2 w1-1",
    })
    void callsAreNarrowed(String asked, String found) throws Exception {
        store(
                SampleCall.numbered(1),
                SampleCall.numbered(2).withServer("mail").withTool("send"),
                SampleCall.numbered(3).withTool("broken"),
                SampleCall.numbered(4).withDecision(CallDecision.DENIED));
        int equals = asked.indexOf('=');
        String query = asked.substring(0, equals + 1) + encoded(asked.substring(equals + 1));

        assertThat(String.join(" ", ids(json("/api/calls?" + query)))).isEqualTo(found);
        assertThat(answer("/api/export?" + query).body().lines().map(RecordsIT::id))
                .containsExactly(found.isEmpty() ? new String[0] : found.split(" "));
    }

    private static String id(String line) {
        try {
            return JSON.readTree(line).path("id").asText();
        } catch (java.io.IOException noLine) {
            throw new AssertionError(line, noLine);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=x",
                "cursor=x",
                "cursor=bm90IG91cnM",
                "since=yesterday",
                "until=2026-11-20",
                "min_latency_ms=-1",
                "min_latency_ms=fast",
                "status=good",
                "status=!good",
                "tool=a&tool=b",
                "page=2",
                "text=%00"
            })
    void parameterThatCannotBeMeantIsNamed(String query) throws Exception {
        String name = query.substring(0, query.indexOf('='));

        assertThat(error("/api/calls?" + query)).contains("`" + name + "`");
        assertThat(error("/api/export?" + query)).contains("`" + name + "`");
    }

    @Test
    void exportHasAllCallsInPages() throws Exception {
        int all = 1_234;
        store(1, all);

        HttpResponse<String> answer = answer("/api/export?format=jsonl");

        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/jsonl");
        assertThat(answer.headers().firstValue("Content-Disposition"))
                .hasValue("attachment; filename=calls.jsonl");
        List<String> lines = answer.body().lines().toList();
        assertThat(lines).hasSize(all);
        assertThat(JSON.readTree(lines.getFirst())).isEqualTo(json("/api/invocations/w1-" + all));
        assertThat(lines.stream().map(RecordsIT::id)).doesNotHaveDuplicates().endsWith("w1-1");
    }

    @Test
    void exportedTextIsNoFormula() throws Exception {
        store(SampleCall.numbered(1).withTool("=cmd()"), SampleCall.numbered(2).withTool("a,b"));

        HttpResponse<String> answer = answer("/api/export?format=csv");

        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/csv; charset=UTF-8");
        assertThat(answer.headers().firstValue("Content-Disposition"))
                .hasValue("attachment; filename=calls.csv");
        String[] lines = answer.body().split("\r\n");
        assertThat(lines).hasSize(3);
        assertThat(lines[0]).startsWith("decision_id,time,session,agent,caller,server,tool,");
        assertThat(lines[1]).contains(",files,\"a,b\",2,allowed,,,revision-7,allowed,");
        assertThat(lines[2]).contains(",files,'=cmd(),");
    }

    @Test
    void exportHasAFormatThereIs() throws Exception {
        assertThat(error("/api/export?format=xml")).contains("`format`");
        assertThat(error("/api/export?limit=5")).contains("`limit`");
    }

    private static SampleCall denied(int number) {
        return SampleCall.numbered(number).withDecision(CallDecision.DENIED);
    }

    @Test
    void seriesHasAPointForEachStep() throws Exception {
        store(
                SampleCall.numbered(1),
                SampleCall.numbered(2).withTool("broken"),
                denied(3).withTime(SampleCall.START.plusSeconds(60)));

        JsonNode series =
                json(
                        "/api/figures/series?step=60&since=2026-11-20T11:59:00Z"
                                + "&until=2026-11-20T12:01:30Z");

        assertThat(series.path("step").asInt()).isEqualTo(60);
        assertThat(series.path("points")).hasSize(3);
        assertThat(series.at("/points/0/calls").asInt()).isZero();
        assertThat(series.at("/points/0/p95_ms").isNull()).isTrue();
        assertThat(series.at("/points/1").toString())
                .isEqualTo(
                        "{\"start\":\"2026-11-20T12:00:00Z\",\"calls\":2,\"errors\":1,\"denials\":0,"
                            + "\"limited\":0,\"avg_ms\":1.235,\"p50_ms\":2.0,\"p95_ms\":2.0,"
                            + "\"p99_ms\":2.0}");
        assertThat(series.at("/points/2/denials").asInt()).isOne();
        JsonNode ofTool = json("/api/figures/series?tool=broken&server=files");
        assertThat(ofTool.path("step").asInt()).isEqualTo(300);
        assertThat(ofTool.path("points").findValues("calls").stream().mapToInt(JsonNode::asInt))
                .hasSize(289)
                .endsWith(1);
        assertThat(json("/api/figures/series?agent=agent-3&step=3600").at("/points/24/calls"))
                .hasToString("1");
    }

    @Test
    void figuresAreGivenByNameAndTogether() throws Exception {
        store(
                SampleCall.numbered(1),
                SampleCall.numbered(2).withServer("mail").withTool("broken"),
                denied(3),
                SampleCall.numbered(4).withDecision(CallDecision.RATE_LIMITED),
                SampleCall.numbered(5).withTime(SampleCall.START.minusSeconds(90_000)));

        JsonNode tools = json("/api/figures/by/tool");
        assertThat(tools.at("/bounds_ms")).hasSize(15);
        JsonNode first = tools.at("/figures/0");
        assertThat(first.path("name").asText()).isEqualTo("read_file");
        assertThat(first.path("server").asText()).isEqualTo("files");
        assertThat(first.path("calls").asInt()).isEqualTo(3);
        assertThat(first.path("denials").asInt()).isOne();
        assertThat(first.path("limited").asInt()).isOne();
        assertThat(first.path("histogram")).hasSize(16);
        assertThat(first.at("/histogram/1").asInt()).isOne();
        assertThat(first.path("last_seen").asText())
                .isEqualTo(json("/api/invocations/w1-4").path("timestamp").asText());
        assertThat(tools.at("/figures/1/errors").asInt()).isOne();
        assertThat(json("/api/figures/by/agent").at("/figures")).hasSize(4);
        assertThat(json("/api/figures/by/server").at("/figures/1/name").asText()).isEqualTo("mail");
        JsonNode rules = json("/api/figures/by/rule").path("figures");
        assertThat(rules.findValuesAsText("name")).containsExactly("null", "rule-3", "rule-4");
        assertThat(rules.at("/1/examples").toString()).isEqualTo("[\"w1-3\"]");

        JsonNode total = json("/api/figures/total");
        assertThat(total.path("calls").asInt()).isEqualTo(4);
        assertThat(total.path("p99_ms").asInt()).isEqualTo(2);
        JsonNode older =
                json(
                        "/api/figures/total?since=2026-11-19T00:00:00Z"
                                + "&until=2026-11-20T00:00:00Z");
        assertThat(older.path("calls").asInt()).isOne();
        assertThat(json("/api/overview").path("total_calls").asInt()).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/figures/series?step=61, step",
        "/api/figures/series?step=60&since=2026-11-01T00:00:00Z&until=2026-11-01T01:00:00Z, step",
        "/api/figures/series?step=3600&since=2026-01-01T00:00:00Z, step",
        "/api/figures/series?agent=a&tool=b, agent",
        "/api/figures/series?since=soon, since",
        "/api/figures/total?step=60, step",
        "/api/figures/total?since=2026-11-20T13:00:00Z, since",
        "/api/figures/by/tool?until=x, until"
    })
    void figuresThatCannotBeGivenAreRefusedByName(String path, String name) throws Exception {
        assertThat(error(path)).contains("`" + name + "`");
    }

    @Test
    void limitsAreThoseThatRecordsSpeakOf() throws Exception {
        AuditEvent.CallDecided call = SampleCall.numbered(1).decided();
        running.deliver(
                new AuditEvent.CallDecided(
                        call.decisionId(),
                        call.time(),
                        call.origin(),
                        new DecisionBasis(
                                CallDecision.ALLOWED,
                                null,
                                null,
                                "none",
                                Redactions.NONE,
                                Evaluation.ofText(
                                        "{\"limits\":[{\"limit\":\"few\",\"capacity\":10,"
                                                + "\"left\":3,\"window_seconds\":60}]}")),
                        null));

        JsonNode limits = json("/api/figures/limits");

        assertThat(limits.path("searched_to").isNull()).isTrue();
        assertThat(limits.path("left_out").asInt()).isZero();
        assertThat(limits.path("states").toString())
                .isEqualTo(
                        "[{\"limit\":\"few\",\"agent\":\"agent-1\",\"tool\":\"read_file\",\"left\":3,"
                            + "\"capacity\":10,\"window_seconds\":60,\"refused\":false,"
                            + "\"seen_at\":\"2026-11-20T12:00:00.001123+00:00\"}]");
        assertThat(limits.path("charges").toString())
                .isEqualTo(
                        "[{\"limit\":\"few\",\"agent\":\"agent-1\",\"tool\":\"read_file\",\"calls\":1,"
                            + "\"refused\":0,\"cost\":1}]");
        assertThat(error("/api/figures/limits?tool=x")).contains("`tool`");
    }
}
