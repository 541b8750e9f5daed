package io.agentgate.gateway;

import static io.agentgate.gateway.TestGateway.call;
import static io.agentgate.gateway.TestGateway.forward;
import static io.agentgate.gateway.TestGateway.notification;
import static io.agentgate.gateway.TestGateway.request;
import static io.agentgate.gateway.TestGateway.result;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.audit.AuditEvent;
import io.agentgate.gateway.audit.CallStatus;
import io.agentgate.gateway.call.Session;
import io.agentgate.gateway.call.SessionIdentity;
import io.agentgate.gateway.call.Timeouts;
import io.agentgate.gateway.era.Manner;
import org.junit.jupiter.api.Test;

/** A session that other processes serve at the same time. */
class SharedSessionTest extends GatewayTest {
    private static final String CANCEL =
            notification("notifications/cancelled", "{\"requestId\":7}");

    private final Session session =
            new Session(
                    new SessionIdentity("s2", "agent", "caller", "files"),
                    Manner.HANDSHAKE,
                    true,
                    Timeouts.USUAL,
                    0);

    private Ruling admit(String message) {
        return gateway.gatekeeper.admit(session, message.getBytes(UTF_8));
    }

    private Ruling release(String message) {
        return gateway.gatekeeper.release(session, message.getBytes(UTF_8));
    }

    @Test
    void answerToWhatNobodyAskedHereIsOfferedElsewhere() {
        Ruling ruling = admit(result("7", "{}"));

        assertThat(ruling).isInstanceOf(Ruling.Elsewhere.class);
        assertThat(((Ruling.Elsewhere) ruling).frame().text()).isEqualTo(result("7", "{}"));
        assertThat(((Ruling.Elsewhere) ruling).otherwise()).isEqualTo(Ruling.DROP);
    }

    @Test
    void answerToWhatWasAskedHereGoesToTheServer() {
        forward(release(request("7", "elicitation/create")));

        assertThat(forward(admit(result("7", "{}")))).isEqualTo(result("7", "{}"));
    }

    @Test
    void cancellationOfWhatDoesNotWaitHereIsOfferedAndElseGoesToTheServer() {
        Ruling ruling = admit(CANCEL);

        assertThat(ruling).isInstanceOf(Ruling.Elsewhere.class);
        assertThat(forward(((Ruling.Elsewhere) ruling).otherwise())).isEqualTo(CANCEL);
    }

    @Test
    void cancellationOfWhatWaitsHereEndsIt() {
        forward(admit(call("7", "read", "{}")));

        assertThat(forward(admit(CANCEL))).isEqualTo(CANCEL);
        assertThat(gateway.outcomes())
                .extracting(AuditEvent.CallSettled::status)
                .containsExactly(CallStatus.CANCELLED);
    }

    @Test
    void messageThatNamesNoCallIsRedactedByEveryRule() {
        gateway.policy(
                """
                [[rules]]
                id = "hide"
                tool = "read"
                action = "redact"
                pattern = "secret"
                """);
        String note = notification("notifications/message", "{\"data\":\"a secret\"}");

        // A call of that tool may be in flight at another process.
        assertThat(forward(release(note))).doesNotContain("secret");
        assertThat(gateway.delivered(note)).contains("secret");
    }
}
