package io.agentgate.protocol;

import static io.agentgate.protocol.Scans.as;
import static io.agentgate.protocol.Scans.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages that real servers and gateways are known to read differently. */
final class WireCasesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest(name = "{0}")
    @MethodSource("smuggling")
    void smuggledMessageGetsWhatIsRequired(String id, byte[] raw, String required) {
        Scanned scanned = Scans.fromClient(raw);
        switch (id) {
            case "plain", "method-key-escape" -> {
                Request request = as(Request.class, scanned);
                assertThat(request.method()).isEqualTo("tools/call");
                assertThat(request.params().name()).isEqualTo("bash");
                assertThat(request.frame().bytes()).isSameAs(raw);
            }
            case "no-id" -> {
                Notification notification = as(Notification.class, scanned);
                assertThat(notification.method()).isEqualTo("tools/call");
                assertThat(notification.params().name()).isEqualTo("bash");
            }
            default -> {
                Malformed refused = as(Malformed.class, scanned);
                assertThat(refused.replyDue()).as(required).isTrue();
                assertThat(refused.code()).isEqualTo(code(id));
                assertThat(refused.id()).isEqualTo(seesId(id) ? Id.of(1) : null);
            }
        }
    }

    private static int code(String id) {
        return switch (id) {
            case "bom", "trailing", "comment" -> ErrorCode.PARSE_ERROR;
            case "name-array", "name-space", "params-array", "params-missing" ->
                    ErrorCode.INVALID_PARAMS;
            default -> ErrorCode.INVALID_REQUEST;
        };
    }

    private static boolean seesId(String id) {
        return switch (id) {
            case "bom", "batch-mixed", "id-null" -> false;
            default -> true;
        };
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("evasions")
    void evasionIsRefusedOrReadAsWhatItIs(String id, byte[] line, String expected) {
        Scanned scanned = Scans.fromClient(line);
        switch (scanned) {
            case Malformed refused -> assertThat(readable(id)).as(refused.reason()).isFalse();
            case Response response -> assertThat(response).as(expected).isNull();
            case Request request -> {
                assertThat(readable(id)).as(expected).isTrue();
                if (request.method().equals("tools/call")) {
                    assertThat(request.params().name()).matches("(?i)delete_file|read_file");
                } else {
                    assertThat(Methods.lookalike(request.method())).isEqualTo("tools/call");
                }
            }
            case Notification notification -> {
                assertThat(id).isEqualTo("JP-35-S");
                assertThat(notification.params().name()).isEqualTo("delete_file");
            }
        }
    }

    private static boolean readable(String id) {
        return switch (id) {
            case "JP-01-S",
                    "JP-07-S",
                    "JP-08-S",
                    "JP-32-S",
                    "JP-35-S",
                    "JP-37-S",
                    "JP-49-S",
                    "JP-50-S",
                    "JP-55-S",
                    "JP-56-S",
                    "ST-01",
                    "ST-04",
                    "ST-05",
                    "ST-10" ->
                    true;
            default -> false;
        };
    }

    static Stream<Object[]> smuggling() throws IOException {
        return lines("wire-smuggling.jsonl")
                .map(c -> row(c, utf8(c.path("raw").asText()), "required_of_us"));
    }

    static Stream<Object[]> evasions() throws IOException {
        // In this file a character stands for a byte, so that it can hold invalid UTF-8.
        return lines("evasion-lines.jsonl")
                .map(
                        c -> {
                            String line = c.path("line").asText();
                            return row(c, line.getBytes(StandardCharsets.ISO_8859_1), "expected");
                        });
    }

    private static Object[] row(JsonNode node, byte[] bytes, String expectation) {
        return new Object[] {node.path("id").asText(), bytes, node.path(expectation).asText()};
    }

    private static Stream<JsonNode> lines(String file) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(WireCasesTest.class.getResourceAsStream(file))) {
            return JSON.readerFor(JsonNode.class).<JsonNode>readValues(in).readAll().stream();
        }
    }
}
