package io.agentgate.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.audit.CallDecision;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.JsonCursor;
import io.agentgate.protocol.JsonCursor.Token;
import io.agentgate.protocol.Span;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Messages that real servers and gateways read differently, under a policy that denies one tool.
 */
class SmugglingTest extends GatewayTest {

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void callOfTheDeniedToolNeverReachesTheServer(String id, String raw, String required) {
        gateway.policy("[[rules]]\nid = 'no-bash'\ntool = 'bash'\naction = 'deny'\n");

        Ruling ruling = gateway.admit(raw);

        switch (id) {
            case "plain", "method-key-escape" -> {
                assertThat(TestGateway.reply(ruling)).contains("\"rule\":\"no-bash\"");
                assertThat(gateway.decisions())
                        .singleElement()
                        .satisfies(
                                call ->
                                        assertThat(call.basis().decision())
                                                .isEqualTo(CallDecision.DENIED));
            }
            case "no-id" -> assertThat(ruling).as(required).isEqualTo(Ruling.DROP);
            default -> {
                assertThat(TestGateway.reply(ruling)).as(required).contains(code(id));
                // A call of a tool nobody doubts is recorded as one; all else as a note.
                assertThat(gateway.notes().size() + gateway.decisions().size()).isOne();
                assertThat(gateway.decisions())
                        .allMatch(call -> call.basis().decision() == CallDecision.FAILED);
            }
        }
        assertThat(gateway.session.clientRequests().isEmpty()).isTrue();
    }

    private static String code(String id) {
        return switch (id) {
            case "bom", "trailing", "comment" -> "\"code\":-32700";
            case "name-array", "name-space", "params-array", "params-missing" -> "\"code\":-32602";
            default -> "\"code\":-32600";
        };
    }

    static Stream<Object[]> cases() throws IOException {
        try (InputStream file = SmugglingTest.class.getResourceAsStream("wire-smuggling.jsonl")) {
            String text = new String(Objects.requireNonNull(file).readAllBytes(), UTF_8);
            return text.lines()
                    .map(SmugglingTest::members)
                    .map(
                            line ->
                                    new Object[] {
                                        line.get("id"), line.get("raw"), line.get("required_of_us")
                                    });
        }
    }

    private static Map<String, String> members(String line) {
        Map<String, String> members = new HashMap<>();
        Frame frame = Frame.of(line.getBytes(UTF_8));
        JsonCursor cursor = new JsonCursor(frame, new Span(0, frame.length()));
        cursor.next();
        while (cursor.next() == Token.NAME) {
            String name = cursor.text();
            if (cursor.next() == Token.STRING) {
                members.put(name, cursor.text());
            } else {
                cursor.restOfValue();
            }
        }
        return members;
    }
}
