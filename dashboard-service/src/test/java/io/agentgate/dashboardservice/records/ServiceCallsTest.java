package io.agentgate.dashboardservice.records;

import static io.agentgate.dashboardservice.Services.asAnn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentgate.dashboardservice.Services;
import io.agentgate.gateway.audit.AuditEvent;
import io.agentgate.gateway.audit.AuditLogException;
import io.agentgate.gateway.audit.CallFilter;
import io.agentgate.gateway.audit.CallJson;
import io.agentgate.gateway.audit.CallPage;
import io.agentgate.gateway.audit.CallPosition;
import io.agentgate.gateway.audit.CallQuery;
import io.agentgate.gateway.audit.CallRecord;
import io.agentgate.gateway.audit.CallSearch;
import io.agentgate.gateway.audit.EventJson;
import io.agentgate.gateway.audit.Streamed;
import io.agentgate.testkit.audit.SampleCall;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServiceCallsTest {
    private static final String CALL =
            """
            {'decisionId':'w-1','time':'2026-11-20T12:00:00.5Z','session':'s','agent':'a','caller':'c',
             'server':'files','tool':'read','requestId':null,'decision':'allowed','rule':null,
             'reason':null,'policyRevision':'7','status':'error','settledAt':'2026-11-20T12:00:01Z',
             'outcomeReason':'it broke','latencyNanos':1500000,'argumentsBytes':2,'resultBytes':3,
             'argumentsRedactedBy':['keys'],'resultRedactedBy':[],'evaluation':{'limits':[]}}\
            """;

    private Services services;
    private ServiceCalls calls;

    @BeforeEach
    void start() throws Exception {
        services = new Services();
        calls = new ServiceCalls(services.peer());
    }

    @AfterEach
    void stop() throws Exception {
        services.close();
    }

    private CallPage search(CallSearch search) throws Exception {
        return asAnn(() -> calls.search(search, Duration.ofSeconds(1)));
    }

    @Test
    void callIsTheSameAsInOneProcess() throws Exception {
        services.answer(
                "GET /api/calls", 200, "{'calls':[" + CALL + "],'next':null,'searchedTo':null}");

        CallPage page = search(CallSearch.newest(5));

        assertThat(page.next()).isNull();
        assertThat(page.calls())
                .singleElement()
                .satisfies(
                        call ->
                                assertThat(new JsonObject(CallJson.of(call)))
                                        .isEqualTo(
                                                new JsonObject(
                                                        """
                                                        {"id":"w-1","timestamp":"2026-11-20T12:00:00.500000+00:00",
                                                         "agent_id":"a","session_id":"s","server_name":"files",
                                                         "tool_name":"read","arguments":null,"result":null,
                                                         "latency_ms":1.5,"status":"error","policy_hit":null,
                                                         "reason":"it broke","policy_revision":"7","caller":"c",
                                                         "request_id":null,"arguments_redacted_by":["keys"],
                                                         "result_redacted_by":[],"evaluation":{"limits":[]}}
                                                        """)));
    }

    @Test
    void whatIsAskedForIsAskedOfTheService() throws Exception {
        services.answer("GET /api/calls", 200, "{'calls':[],'next':null,'searchedTo':null}");
        CallPosition before = new CallPosition(Instant.parse("2026-11-20T12:00:00Z"), "w-9");

        search(
                new CallSearch(
                        List.of(
                                CallFilter.asked(CallFilter.Field.TOOL, "!list_*"),
                                CallFilter.asked(CallFilter.Field.RULE, ""),
                                new CallFilter(
                                        CallFilter.Field.REASON, CallFilter.Match.CONTAINS, "why")),
                        "passwd",
                        1_500_000L,
                        Instant.parse("2026-11-20T10:00:00Z"),
                        null,
                        before,
                        9_000));

        assertThat(services.lines())
                .containsExactly(
                        "GET /api/calls?tool=%21list_*&rule=&reason=why&text=passwd"
                                + "&min_latency_ms=1.500000&since=2026-11-20T10%3A00%3A00Z&cursor="
                                + before.opaque()
                                + "&limit=500");
    }

    @Test
    void oneCallComesWithWhatItWasAbout() throws Exception {
        SampleCall sample = SampleCall.numbered(1);
        services.answer(
                "GET /api/calls/w-1", 200, "{'call':" + CALL + ",'decided':null,'settled':null}");
        assertThat(asAnn(() -> calls.call("w-1")).orElseThrow().decision().arguments()).isNull();

        services.answer(
                "GET /api/calls/w-1",
                200,
                "{\"call\":"
                        + CALL.replace('\'', '"')
                        + ",\"decided\":"
                        + event(sample.decided())
                        + ",\"settled\":"
                        + event(sample.settled())
                        + "}");

        CallRecord whole = asAnn(() -> calls.call("w-1")).orElseThrow();
        assertThat(whole.decision().arguments()).isEqualTo(sample.decided().arguments());
        assertThat(whole.outcome()).isNotNull();
        assertThat(whole.outcome().result()).isEqualTo(sample.settled().result());
    }

    private static String event(AuditEvent event) {
        return new String(EventJson.write(new Streamed.Event(event), "p0"), StandardCharsets.UTF_8);
    }

    @Test
    void callThatIsNotThereIsNone() throws Exception {
        services.answer("GET /api/calls/", 404, "{'detail':'there is no such call'}");

        assertThat(asAnn(() -> calls.call("w-2"))).isEmpty();
    }

    @Test
    void pagesArePutTogetherWhereAnOffsetIsAskedFor() throws Exception {
        String next = new CallPosition(Instant.parse("2026-11-20T12:00:00Z"), "w-1").opaque();
        services.answer(
                        "GET /api/calls",
                        200,
                        "{'calls':[" + CALL + "],'next':'" + next + "','searchedTo':null}")
                .answer(
                        "GET /api/calls?cursor=" + next,
                        200,
                        "{'calls':["
                                + CALL.replace("w-1", "w-0")
                                + "],'next':null,'searchedTo':null}");

        assertThat(asAnn(() -> calls.calls(new CallQuery(List.of(), null, null, 5, 1))))
                .extracting(call -> call.decision().decisionId())
                .containsExactly("w-0");
    }

    @Test
    void formThatIsNotKnownIsSaidAndNothingIsGuessed() {
        services.answer("GET /api/calls", 200, "{'calls':[{'decisionId':'w-1'}]}");

        assertThatThrownBy(() -> search(CallSearch.newest(5)))
                .isInstanceOf(AuditLogException.class)
                .hasMessageContaining("a form that is not known here");
    }

    @Test
    void refusalKeepsItsWords() {
        services.answer("GET /api/calls", 403, "{'detail':'for auditors'}");

        assertThatThrownBy(() -> search(CallSearch.newest(5)))
                .isInstanceOf(AuditLogException.class)
                .hasMessage("for auditors");
    }
}
