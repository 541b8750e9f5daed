package io.agentgate.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.call.Session;
import io.agentgate.gateway.call.SessionIdentity;
import io.agentgate.gateway.call.Timeouts;
import io.agentgate.gateway.era.Manner;
import io.agentgate.gateway.era.Mirror;
import io.agentgate.protocol.Limits;
import io.agentgate.protocol.Peer;
import io.agentgate.protocol.Scanned;
import io.agentgate.protocol.Scanner;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Messages of the stateless era that are asked about before they go on in another form. */
class ObjectionTest extends GatewayTest {
    private static final String META =
            "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                    + "\"io.modelcontextprotocol/clientCapabilities\":{}}";
    private static final String CALL =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"read\","
                    + META
                    + "}}";

    private @Nullable Ruling objection(String message, @Nullable String name) {
        Mirror head = new Mirror("2026-07-28", "tools/call", name, List.of());
        Session session =
                new Session(
                        new SessionIdentity("s3", "agent", "caller", "files"),
                        new Manner.Alone(head),
                        false,
                        Timeouts.USUAL,
                        0);
        Scanned scanned = new Scanner(Limits.DEFAULT, Peer.CLIENT).scan(message.getBytes(UTF_8));
        return gateway.gatekeeper.objection(session, scanned);
    }

    private String answer(String message, @Nullable String name) {
        return objection(message, name) instanceof Ruling.Reply reply ? reply.frame().text() : "";
    }

    @Test
    void aCallThatItsHeadersAgreeWithMayGoOnAndIsNotRecordedYet() {
        assertThat(objection(CALL, "read")).isNull();
        assertThat(gateway.decisions()).isEmpty();
    }

    @Test
    void aCallThatIsRefusedIsRecordedAsACall() {
        assertThat(answer(CALL, "mail")).contains("\"id\":1", "-32020");
        assertThat(gateway.decisions())
                .singleElement()
                .satisfies(call -> assertThat(call.origin().tool()).isEqualTo("read"));
    }

    @Test
    void whatIsNoMessageOrAnAnswerIsRefused() {
        assertThat(answer("no JSON", null)).contains("-32700");
        assertThat(answer("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}", null))
                .contains("clients answer nothing");
    }
}
