package io.agentgate.auditstore;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.agentgate.backends.Kafka;
import io.agentgate.backends.Postgres;
import io.agentgate.backends.Service;
import io.agentgate.gateway.audit.AuditEvent;
import io.agentgate.gateway.audit.CallDecision;
import io.agentgate.gateway.audit.CallJson;
import io.agentgate.gateway.audit.CallStatus;
import io.agentgate.gateway.audit.Streamed;
import io.agentgate.testkit.audit.SampleCall;
import io.agentgate.testkit.identity.TestIssuer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The packaged service, on a real database and a real broker. */
@Timeout(300)
class AuditServiceIT {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String DATABASE = "audit";

    private static Postgres postgres;
    private static Kafka kafka;
    private static TestIssuer issuer;
    private static Service service;
    private static Stream stream;
    private static Path log;
    private static int writers;

    private final String writer = "w" + ++writers;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        postgres = Postgres.start(DATABASE);
        kafka = Kafka.start();
        for (String topic : List.of(Stream.TOPIC, Stream.DEAD)) {
            kafka.createTopic(topic, 16, Map.of("max.message.bytes", "1048576"));
        }
        issuer = new TestIssuer("agentgate-audit");
        log = directory.resolve("audit-service.log");
        service =
                Service.start(
                        "audit-service",
                        Map.of(
                                "AGENTGATE_DATABASE_JDBC_URL", postgres.jdbcUrl(DATABASE),
                                "AGENTGATE_DATABASE_USER", postgres.user(),
                                "AGENTGATE_DATABASE_PASSWORD", postgres.password(),
                                "AGENTGATE_KAFKA", kafka.bootstrapServers(),
                                "AGENTGATE_OIDC_ISSUER", issuer.url(),
                                "AGENTGATE_OIDC_AUDIENCE", "agentgate-audit",
                                "AGENTGATE_SIEM_FORMAT", "ecs",
                                "AGENTGATE_SIEM_TO", "stdout"),
                        log);
        stream = new Stream(kafka);
    }

    @AfterAll
    static void stop() throws Exception {
        stream.close();
        service.close();
        issuer.close();
        kafka.close();
        postgres.close();
    }

    private SampleCall call(int number) {
        return SampleCall.numbered(number).withWriter(writer);
    }

    private static HttpResponse<String> get(String path, String... roles) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(service.url() + path))
                        .timeout(Duration.ofSeconds(30))
                        .header("Authorization", "Bearer " + issuer.token("otto", roles))
                        .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode page(String query) throws Exception {
        HttpResponse<String> answer = get("/api/calls?" + query, "viewer");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private static JsonNode one(String id) throws Exception {
        HttpResponse<String> answer = get("/api/calls/" + id, "auditor");
        return answer.statusCode() == 200 ? JSON.readTree(answer.body()) : JSON.nullNode();
    }

    private static void await(String what, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(90).toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    private void awaitStatus(SampleCall call, String status) throws Exception {
        String id = call.decisionId();
        await(
                id + " is " + status,
                () -> one(id).path("call").path("status").asText().equals(status));
    }

    private static long count(String sql) throws Exception {
        try (Connection connection = postgres.connect(DATABASE);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private long rows() throws Exception {
        return count("select count(*) from call where decision_id like '" + writer + "-%'");
    }

    @Test
    void decisionAndOutcomeAreOneCallWithWhatItWasAbout() throws Exception {
        SampleCall call = call(1);
        stream.tell(call.decided(), call.settled());
        awaitStatus(call, "allowed");

        JsonNode whole = one(call.decisionId());
        AuditEvent.CallDecided decided = call.decided();
        assertThat(whole.at("/call/tool").asText()).isEqualTo(decided.origin().tool());
        assertThat(whole.at("/call/latencyNanos").asLong())
                .isEqualTo(call.settled().latencyNanos());
        assertThat(whole.at("/decided/data/arguments/text").asText())
                .isEqualTo(Objects.requireNonNull(decided.arguments()).text());
        assertThat(whole.at("/settled/data/result/text").asText())
                .isEqualTo(Objects.requireNonNull(call.settled().result()).text());
    }

    @Test
    void eventsThatComeAgainHaveNoEffect() throws Exception {
        SampleCall call = call(1);
        stream.tell(call.decided(), call.settled());
        awaitStatus(call, "allowed");
        stream.tell(
                call.decided(),
                call.settled(),
                call.decided(),
                call.settled(CallStatus.ERROR, "another"),
                call(2).decided());
        awaitStatus(call(2), "unknown");

        assertThat(one(call.decisionId()).at("/call/status").asText()).isEqualTo("allowed");
        assertThat(rows()).isEqualTo(2);
        assertThat(count("select count(*) from event where id like '" + writer + "-1/%'"))
                .isEqualTo(2);
    }

    @Test
    void outcomeBeforeItsDecisionIsNotLost() throws Exception {
        SampleCall call = call(1);
        stream.tell(call.settled());
        stream.tell(call.decided());

        awaitStatus(call, "allowed");
        assertThat(count("select count(*) from early_outcome")).isZero();
    }

    @Test
    void endOfAWriterEndsWhatItLeftOpen() throws Exception {
        SampleCall open = call(1);
        SampleCall done = call(2);
        SampleCall denied = call(3).withDecision(CallDecision.DENIED);
        stream.tell(open.decided(), done.decided(), done.settled(), denied.decided());
        List<Streamed> ends = new ArrayList<>();
        for (int lane = 0; lane < Streamed.LANES; lane++) {
            ends.add(new Streamed.WriterEnded(writer, lane, Instant.now()));
        }
        stream.tellOf(ends);

        await(
                "the open call is ended",
                () ->
                        !one(open.decisionId()).at("/call/settledAt").isNull()
                                && !one(open.decisionId()).isNull());
        assertThat(one(open.decisionId()).at("/call/status").asText()).isEqualTo("unknown");
        assertThat(one(open.decisionId()).at("/call/outcomeReason").asText())
                .isEqualTo("the process that ran it ended");
        assertThat(one(done.decisionId()).at("/call/status").asText()).isEqualTo("allowed");
        assertThat(one(denied.decisionId()).at("/call/settledAt").isNull()).isTrue();
    }

    @Test
    void whatIsNoEventIsADeadLetterAndStopsNothing() throws Exception {
        long before = deadLetters();
        stream.send("rubbish");
        stream.send("{\"specversion\":\"1.0\",\"type\":\"io.agentgate.call.decided.v1\"}");
        stream.tell(call(1).decided());
        awaitStatus(call(1), "unknown");
        await("both are counted", () -> deadLetters() == before + 2);

        assertThat(stream.deadLetters(2))
                .extracting(
                        letter ->
                                new String(
                                        letter.headers().lastHeader("error").value(),
                                        StandardCharsets.UTF_8))
                .containsExactlyInAnyOrder(
                        "not JSON: a value expected at byte 0", "`data` is missing");
    }

    private static long deadLetters() throws Exception {
        return ask("/q/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("agentgate_audit_events_dead_total"))
                .mapToLong(line -> (long) Double.parseDouble(line.split(" ")[1]))
                .sum();
    }

    @Test
    void textThatPostgresCannotHoldIsStoredAllTheSame() throws Exception {
        SampleCall call = call(1);
        AuditEvent.CallSettled hostile =
                new AuditEvent.CallSettled(
                        call.decisionId(),
                        call.settled().time(),
                        call.settled().session(),
                        CallStatus.ERROR,
                        "a\0b\uD800c",
                        1,
                        null);
        stream.tell(call.decided(), hostile);
        awaitStatus(call, "error");

        assertThat(one(call.decisionId()).at("/call/outcomeReason").asText())
                .isEqualTo("a\uFFFDb\uFFFDc");
    }

    @Test
    void pagesHoldEveryCallOnceNewestFirst() throws Exception {
        stream.tell(IntStream.range(0, 25).mapToObj(n -> call(n).decided()).toList());
        await("all are there", () -> rows() == 25);

        List<String> ids = new ArrayList<>();
        String cursor = "";
        while (true) {
            JsonNode page = page("limit=10&since=2025-01-01T00:00:00Z&" + cursor);
            page.get("calls").forEach(found -> ids.add(found.get("decisionId").asText()));
            if (page.get("next").isNull()) {
                break;
            }
            cursor = "cursor=" + page.get("next").asText();
        }

        assertThat(ids).doesNotHaveDuplicates();
        assertThat(ids.stream().filter(id -> id.startsWith(writer + "-")).toList())
                .containsExactlyElementsOf(
                        IntStream.range(0, 25).mapToObj(n -> call(24 - n).decisionId()).toList());
    }

    @Test
    void parametersThatCannotBeMeantAreNamed() throws Exception {
        for (String query :
                List.of("limit=0", "status=fine", "since=yesterday", "cursor=x", "limit=1001")) {
            HttpResponse<String> answer = get("/api/calls?" + query, "viewer");
            assertThat(answer.statusCode()).as(query).isEqualTo(422);
            assertThat(JSON.readTree(answer.body()).get("field").asText())
                    .isEqualTo(query.substring(0, query.indexOf('=')));
        }
        assertThat(get("/api/calls/nothing", "auditor").statusCode()).isEqualTo(404);
    }

    @Test
    void whatACallWasAboutIsForAuditors() throws Exception {
        assertThat(get("/api/calls", "viewer").statusCode()).isEqualTo(200);
        assertThat(get("/api/calls").statusCode()).isEqualTo(403);
        assertThat(get("/api/calls/x").statusCode()).isEqualTo(403);
        assertThat(get("/api/calls?events=true", "viewer").statusCode()).isEqualTo(403);
        assertThat(get("/api/export", "viewer").statusCode()).isEqualTo(403);
        HttpResponse<String> nobody =
                HTTP.send(
                        HttpRequest.newBuilder(URI.create(service.url() + "/api/calls")).build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(nobody.statusCode()).isEqualTo(401);
    }

    @Test
    void othersSeeACallWithoutWhatItWasAbout() throws Exception {
        SampleCall call = call(1);
        stream.tell(call.decided(), call.settled());
        awaitStatus(call, "allowed");

        HttpResponse<String> answer = get("/api/calls/" + call.decisionId(), "viewer");
        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode whole = JSON.readTree(answer.body());
        assertThat(whole.at("/call/tool").asText()).isEqualTo("read_file");
        assertThat(whole.get("decided").isNull()).isTrue();
        assertThat(whole.get("settled").isNull()).isTrue();
        assertThat(answer.body()).doesNotContain("/tmp/");
    }

    @Test
    void pageHasTheEventsOfItsCalls() throws Exception {
        Instant midnight = Instant.parse("2026-11-19T00:00:00Z");
        SampleCall ended = call(1).withTime(midnight.minusSeconds(9));
        // Its end comes on the day after its decision.
        SampleCall late = call(2).withTime(midnight.minusMillis(1));
        AuditEvent.CallSettled atLast =
                new AuditEvent.CallSettled(
                        late.decisionId(),
                        late.time().plusSeconds(5),
                        late.settled().session(),
                        late.settled().end(),
                        1,
                        late.settled().result());
        SampleCall open = call(3).withTime(midnight.minusSeconds(5));
        stream.tell(ended.decided(), ended.settled(), late.decided(), atLast, open.decided());
        awaitStatus(ended, "allowed");
        awaitStatus(late, "allowed");
        awaitStatus(open, "unknown");

        HttpResponse<String> answer =
                get(
                        "/api/calls?events=true&limit=200&until="
                                + midnight
                                + "&since="
                                + midnight.minusSeconds(10),
                        "auditor");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        for (JsonNode found : ours(JSON.readTree(answer.body()).get("calls"))) {
            String id = found.get("decisionId").asText();
            JsonNode whole = one(id);
            assertThat(found.get("decided")).isEqualTo(whole.get("decided"));
            assertThat(found.get("settled")).isEqualTo(whole.get("settled"));
            assertThat(found.get("settled").isNull()).isEqualTo(id.endsWith("-3"));
            assertThat(found.at("/decided/data/arguments/text").asText()).contains("/tmp/");
            assertThat(found.get("latencyNanos")).isEqualTo(whole.at("/call/latencyNanos"));
        }
        HttpResponse<String> tooMany = get("/api/calls?events=true&limit=201", "auditor");
        assertThat(tooMany.statusCode()).isEqualTo(422);
        assertThat(get("/api/calls?events=yes", "auditor").body()).contains("\"events\"");
    }

    private List<JsonNode> ours(JsonNode calls) {
        List<JsonNode> ours = new ArrayList<>();
        for (JsonNode call : calls) {
            if (call.get("decisionId").asText().startsWith(writer + "-")) {
                ours.add(call);
            }
        }
        assertThat(ours).hasSize(3);
        return ours;
    }

    @Test
    void figuresHaveTheFormOfADashboards() throws Exception {
        // A minute in which no other test has calls.
        Instant minute = Instant.now().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(30));
        SampleCall allowed = call(1).withTime(minute.plusSeconds(1));
        SampleCall denied =
                call(4).withTime(minute.plusSeconds(2)).withDecision(CallDecision.DENIED);
        stream.tell(allowed.decided(), allowed.settled(), denied.decided());
        stream.tell(denied.decided(), allowed.settled(), allowed.decided());
        awaitStatus(allowed, "allowed");
        awaitStatus(denied, "denied");
        String period = "since=" + minute + "&until=" + minute.plusSeconds(120);
        String begin =
                "{\"since\":\""
                        + CallJson.time(minute)
                        + "\",\"until\":\""
                        + CallJson.time(minute.plusSeconds(120))
                        + "\",";
        String tally =
                "\"calls\":2,\"errors\":0,\"denials\":1,\"limited\":0,\"avg_ms\":1.235,"
                        + "\"p50_ms\":2.0,\"p95_ms\":2.0,\"p99_ms\":2.0";
        String bounds =
                "\"bounds_ms\":[1.0,2.0,5.0,10.0,25.0,50.0,100.0,250.0,500.0,1000.0,2500.0,5000.0,"
                        + "10000.0,30000.0,60000.0],";
        String histogram = "\"histogram\":[0,1,0,0,0,0,0,0,0,0,0,0,0,0,0,0]";

        assertThat(figures("series?step=60&" + period))
                .isEqualTo(
                        begin
                                + "\"step\":60,\"points\":[{\"start\":\""
                                + minute
                                + "\","
                                + tally
                                + "},{\"start\":\""
                                + minute.plusSeconds(60)
                                + "\",\"calls\":0,\"errors\":0,\"denials\":0,\"limited\":0,"
                                + "\"avg_ms\":null,\"p50_ms\":null,\"p95_ms\":null,"
                                + "\"p99_ms\":null}]}");
        assertThat(figures("total?" + period))
                .isEqualTo(begin + bounds + tally + "," + histogram + "}");
        assertThat(figures("by/tool?" + period))
                .isEqualTo(
                        begin
                                + bounds
                                + "\"figures\":[{\"name\":\"read_file\",\"server\":\"files\","
                                + tally
                                + ","
                                + histogram
                                + ",\"last_seen\":\""
                                + CallJson.time(denied.time())
                                + "\"}]}");
        JsonNode rules = JSON.readTree(figures("by/rule?" + period)).get("figures");
        assertThat(rules.findValuesAsText("name")).containsExactly("rule-4", "null");
        assertThat(rules.at("/0/examples").toString())
                .isEqualTo("[\"" + denied.decisionId() + "\"]");
        assertThat(
                        JSON.readTree(figures("series?agent=agent-4&step=3600&" + period))
                                .at("/points/0/calls")
                                .asInt())
                .isOne();
        assertThat(figures("limits?" + period))
                .isEqualTo(
                        begin
                                + "\"searched_to\":null,\"states\":[],\"charges\":[],"
                                + "\"left_out\":0}");
    }

    private static String figures(String question) throws Exception {
        HttpResponse<String> answer = get("/api/figures/" + question, "viewer");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
                .startsWith("application/json");
        return answer.body();
    }

    @ParameterizedTest
    @CsvSource({
        "series?step=61, step",
        "series?step=60&since=2026-11-01T00:00:00Z&until=2026-11-01T01:00:00Z, step",
        "series?step=3600&since=2026-01-01T00:00:00Z, step",
        "series?agent=a&tool=b, agent",
        "series?since=soon, since",
        "series?server=%00, server",
        "total?step=60, step",
        "total?since=2099-11-20T13:00:00Z, since",
        "total?since=2026-11-20T13:00:00Z&since=2026-11-20T13:00:00Z, since",
        "by/tool?until=x, until",
        "limits?until=%2B100000-01-01T00:00:00Z, until"
    })
    void figuresThatCannotBeGivenAreRefusedByName(String question, String field) throws Exception {
        HttpResponse<String> answer = get("/api/figures/" + question, "viewer");

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(JSON.readTree(answer.body()).get("field").asText()).isEqualTo(field);
    }

    @Test
    void figuresAreForEverybodyWithARole() throws Exception {
        for (String role : List.of("viewer", "auditor", "editor", "approver", "admin")) {
            assertThat(get("/api/figures/total", role).statusCode()).isEqualTo(200);
        }
        assertThat(get("/api/figures/total").statusCode()).isEqualTo(403);
        assertThat(get("/api/figures/by/colour", "viewer").statusCode()).isEqualTo(404);
    }

    @Test
    void sessionsAreThoseThatCalledLately() throws Exception {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        SampleCall first = call(7_001).withTime(now.minusSeconds(90));
        SampleCall old = call(7_002).withTime(now.minus(Duration.ofHours(2)));
        stream.tell(first.decided(), old.decided());
        awaitStatus(first, "unknown");
        awaitStatus(old, "unknown");

        HttpResponse<String> answer = get("/api/sessions", "approver");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body())
                .contains(
                        "{\"session\":\"session-7001\",\"agent\":\"agent-7001\","
                                + "\"caller\":\"caller-7001\",\"server\":\"files\",\"first\":\""
                                + first.time()
                                + "\",\"last\":\""
                                + first.time()
                                + "\",\"calls\":1}")
                .contains("\"searched_to\":null")
                .doesNotContain("session-7002");
        String since = "/api/sessions?since=";
        assertThat(get(since + now.minus(Duration.ofHours(3)), "viewer").body())
                .contains("session-7002");
        JsonNode longAgo = JSON.readTree(get(since + "2026-01-01T00:00:00Z", "viewer").body());
        assertThat(Instant.parse(longAgo.get("searched_to").asText()))
                .isAfter(now.minus(Duration.ofHours(25)));
        assertThat(get(since + "soon", "viewer").statusCode()).isEqualTo(422);
        assertThat(get("/api/sessions").statusCode()).isEqualTo(403);
    }

    @Test
    void howACallWasEvaluatedIsTold() throws Exception {
        stream.tell(call(2).decided(), call(5).decided());
        awaitStatus(call(5), "unknown");
        awaitStatus(call(2), "unknown");

        assertThat(one(call(5).decisionId()).at("/call/evaluation").isNull()).isTrue();
        assertThat(one(call(2).decisionId()).at("/call/evaluation/rules/0/rule").asText())
                .isEqualTo("rüle-2");
    }

    @Test
    void siemIsToldOfEveryEvent() throws Exception {
        SampleCall call = call(1);
        stream.tell(call.decided(), call.settled());

        await("both lines are there", () -> linesOf(call) == 2);
    }

    private static long linesOf(SampleCall call) throws Exception {
        try (var lines = Files.lines(log)) {
            return lines.filter(line -> line.contains(call.decisionId() + "/")).count();
        }
    }

    @Test
    void exportsHoldEverythingInBothForms() throws Exception {
        stream.tell(IntStream.range(0, 1_200).mapToObj(n -> call(n).decided()).toList());
        await("all are there", () -> rows() == 1_200);
        String since = "since=2025-01-01T00:00:00Z";

        HttpResponse<String> lines = get("/api/export?" + since, "auditor");
        assertThat(lines.statusCode()).as(lines.body()).isEqualTo(200);
        long count = lines.body().lines().filter(line -> line.contains(writer + "-")).count();
        assertThat(count).isEqualTo(1_200);
        assertThat(lines.headers().firstValueAsLong("X-Total-Count"))
                .hasValue(lines.body().lines().count());

        HttpResponse<String> csv = get("/api/export?format=csv&" + since, "auditor");
        assertThat(csv.body()).startsWith("decision_id,time,session,");
        assertThat(csv.body().lines().filter(line -> line.startsWith(writer + "-")).count())
                .isEqualTo(1_200);
    }

    @Test
    void statisticsCountEveryCallOnce() throws Exception {
        SampleCall settled = call(1);
        SampleCall denied = call(2).withDecision(CallDecision.DENIED);
        long allowed = calls("allowed");
        long refused = calls("denied");
        stream.tell(settled.decided(), settled.settled(), denied.decided());
        stream.tell(settled.decided(), settled.settled(), denied.decided(), call(3).decided());
        awaitStatus(call(3), "unknown");

        assertThat(calls("allowed")).isEqualTo(allowed + 1);
        assertThat(calls("denied")).isEqualTo(refused + 1);
    }

    @Test
    void agentsAndRulesHaveStatistics() throws Exception {
        // An hour in which no other test has more agents than are told apart.
        Instant time = Instant.parse("2026-11-17T12:30:00Z");
        SampleCall allowed = call(1).withTime(time);
        SampleCall denied = call(4).withTime(time).withDecision(CallDecision.DENIED);
        stream.tell(allowed.decided(), allowed.settled(), denied.decided());
        awaitStatus(allowed, "allowed");
        awaitStatus(denied, "denied");
        String since = "/api/statistics?since=2026-11-17T12:00:00Z&until=2026-11-17T13:00:00Z&by=";

        JsonNode agents = JSON.readTree(get(since + "agent,status", "viewer").body());
        assertThat(agents.findValuesAsText("agent")).contains("agent-1", "agent-4");
        JsonNode rules = JSON.readTree(get(since + "rule", "viewer").body());
        assertThat(rules.findValuesAsText("rule")).contains("rule-4");
        HttpResponse<String> refused = get(since + "agent,tool", "viewer");
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(JSON.readTree(refused.body()).get("field").asText()).isEqualTo("by");
    }

    @Test
    void textIsSoughtByAuditorsOnly() throws Exception {
        stream.tell(call(1).decided(), call(1).settled());
        awaitStatus(call(1), "allowed");

        assertThat(get("/api/calls?text=path", "viewer").statusCode()).isEqualTo(403);
        JsonNode found = JSON.readTree(get("/api/calls?limit=1000&text=PATH", "auditor").body());
        assertThat(found.path("calls").findValuesAsText("decisionId"))
                .contains(call(1).decisionId());
        assertThat(found.has("searchedTo")).isTrue();
    }

    private static long calls(String status) throws Exception {
        HttpResponse<String> answer =
                get("/api/statistics?since=2025-01-01T00:00:00Z&by=status", "viewer");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        long calls = 0;
        for (JsonNode figures : JSON.readTree(answer.body())) {
            if (figures.get("status").asText().equals(status)) {
                calls = figures.get("calls").asLong();
            }
        }
        return calls;
    }

    @Test
    void nothingIsLostWhileTheDatabaseIsAway() throws Exception {
        stream.tell(call(1).decided());
        awaitStatus(call(1), "unknown");
        postgres.stop();
        stream.tell(call(1).settled(), call(2).decided());
        await("it is not ready", () -> !service.isReady());
        assertThat(get("/api/calls", "viewer").statusCode()).isEqualTo(503);
        postgres.restart();

        awaitStatus(call(1), "allowed");
        awaitStatus(call(2), "unknown");
        await("it is ready", service::isReady);
    }

    @Test
    void nothingIsLostWhileTheBrokerIsAway() throws Exception {
        stream.tell(call(1).decided());
        awaitStatus(call(1), "unknown");
        kafka.stop();
        await("it is not ready", () -> !service.isReady());
        assertThat(ready()).contains("Kafka does not answer");
        assertThat(isLive()).isTrue();
        assertThat(get("/api/calls", "viewer").statusCode()).isEqualTo(200);
        kafka.restart();
        await("the stream takes events", this::isTold);

        awaitStatus(call(1), "allowed");
        await("it is ready", service::isReady);
    }

    private static String ready() throws Exception {
        return ask("/q/health/ready").body();
    }

    private static boolean isLive() throws Exception {
        return ask("/q/health/live").statusCode() == 200;
    }

    private static HttpResponse<String> ask(String path) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(service.url() + path)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private boolean isTold() {
        try {
            stream.tell(call(1).settled());
            return true;
        } catch (Exception notYet) {
            return false;
        }
    }

    @Test
    void whoeverComesBackCatchesUpFast() throws Exception {
        int calls = 20_000;
        service.stop();
        List<AuditEvent> events = new ArrayList<>();
        for (int number = 0; number < calls; number++) {
            events.add(call(number).decided());
            events.add(call(number).settled());
        }
        stream.tell(events);
        service.restart();
        long begun = System.nanoTime();
        await("all are settled", () -> settled() == calls);
        long millis = (System.nanoTime() - begun) / 1_000_000;
        System.out.printf("caught up with %d events in %d ms%n", 2 * calls, millis);
    }

    private long settled() throws Exception {
        return count(
                "select count(*) from call where settled_at is not null and decision_id like '"
                        + writer
                        + "-%'");
    }
}
