package io.agentgate.gateway;

import static io.agentgate.gateway.TestGateway.call;
import static io.agentgate.gateway.TestGateway.error;
import static io.agentgate.gateway.TestGateway.notification;
import static io.agentgate.gateway.TestGateway.request;
import static io.agentgate.gateway.TestGateway.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.audit.AuditEvent;
import io.agentgate.gateway.audit.CallStatus;
import io.agentgate.gateway.call.Ending;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimeoutsTest {
    private static final Duration TWO_SECONDS = Duration.ofSeconds(2);
    private static final Duration A_MOMENT = Duration.ofNanos(1);

    @TempDir Path root;
    private TestGateway gateway;

    @BeforeEach
    void open() throws IOException {
        gateway = new TestGateway(root);
        gateway.timeouts(2, Map.of("slow", 5));
    }

    @AfterEach
    void close() throws IOException {
        gateway.close();
    }

    private static String reporting(String id, String tool) {
        return "{\"jsonrpc\":\"2.0\",\"id\":"
                + id
                + ",\"method\":\"tools/call\",\"params\":{\"name\":\""
                + tool
                + "\",\"_meta\":{\"progressToken\":\"t\"}}}";
    }

    private void progress() {
        gateway.delivered(
                notification("notifications/progress", "{\"progressToken\":\"t\",\"progress\":1}"));
    }

    @Test
    void eachRequestHasTheTimeoutOfItsServerAndEachCallThatOfItsTool() {
        gateway.forwarded(call("1", "quick", "{}"));
        gateway.forwarded(call("2", "slow", "{}"));
        gateway.forwarded(request("3", "tools/list"));

        gateway.advance(TWO_SECONDS);
        assertThat(gateway.expired()).isEmpty();
        gateway.advance(A_MOMENT);
        assertThat(gateway.expired())
                .containsExactlyInAnyOrder(
                        error(
                                "1",
                                -32603,
                                "the server did not answer within 2 s",
                                "\"decisionId\":\"w1-1\","),
                        error("3", -32603, "the server did not answer within 2 s", ""));
        gateway.advance(Duration.ofSeconds(3));
        assertThat(gateway.expired())
                .containsExactly(
                        error(
                                "2",
                                -32603,
                                "the server did not answer within 5 s",
                                "\"decisionId\":\"w1-2\","));
        assertThat(gateway.outcomes())
                .extracting(AuditEvent.CallSettled::status)
                .containsExactly(CallStatus.UNKNOWN, CallStatus.UNKNOWN);
        assertThat(gateway.first.endings).containsOnly(Ending.UNANSWERED);
    }

    @Test
    void progressLetsACallTakeLongerButNotForEver() {
        gateway.forwarded(reporting("1", "quick"));

        for (int second = 0; second < 20; second += 2) {
            gateway.advance(TWO_SECONDS);
            progress();
            assertThat(gateway.expired()).isEmpty();
        }
        gateway.advance(A_MOMENT);

        assertThat(gateway.expired())
                .singleElement()
                .asString()
                .contains("the server did not answer within 20 s");
    }

    @Test
    void theServerHearsOfWhatIsGivenUpExceptForInitialize() {
        gateway.forwarded(request("\"one\"", "resources/list"));
        gateway.forwarded(request("2", "initialize"));
        gateway.advance(TWO_SECONDS.plus(A_MOMENT));

        List<Overdue> overdue = gateway.gatekeeper.expire(gateway.session);

        assertThat(overdue).hasSize(2);
        assertThat(overdue)
                .extracting(Overdue::toServer)
                .filteredOn(Objects::nonNull)
                .extracting(Frame::text)
                .containsExactly(
                        notification(
                                "notifications/cancelled",
                                "{\"requestId\":\"one\","
                                        + "\"reason\":\"the server did not answer within 2 s\"}"));
    }

    @Test
    void anAnswerThatIsLateIsDropped() {
        gateway.forwarded(call("1", "quick", "{}"));
        gateway.advance(TWO_SECONDS.plus(A_MOMENT));
        assertThat(gateway.expired()).hasSize(1);

        assertThat(gateway.release(result("1", "{}"))).isEqualTo(Ruling.DROP);

        assertThat(gateway.outcomes()).hasSize(1);
    }

    @Test
    void oneRequestAloneCanBeGivenUp() {
        gateway.forwarded(request("1", "ping"));
        gateway.forwarded(request("2", "ping"));
        gateway.advance(TWO_SECONDS);
        assertThat(gateway.gatekeeper.expire(gateway.session, Id.of(1))).isNull();
        gateway.advance(A_MOMENT);

        assertThat(gateway.gatekeeper.expire(gateway.session, Id.of(1))).isNotNull();

        assertThat(gateway.gatekeeper.expire(gateway.session, Id.of(1))).isNull();
        assertThat(gateway.session.clientRequests().contains(Id.of(2))).isTrue();
        assertThat(gateway.gatekeeper.expire(gateway.session, TWO_SECONDS)).isEmpty();
    }
}
