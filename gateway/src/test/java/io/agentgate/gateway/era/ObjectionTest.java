package io.agentgate.gateway.era;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.protocol.ErrorCode;
import io.agentgate.protocol.Limits;
import io.agentgate.protocol.Notification;
import io.agentgate.protocol.Peer;
import io.agentgate.protocol.Request;
import io.agentgate.protocol.Scanner;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectionTest {
    private static final String META =
            "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                    + "\"io.modelcontextprotocol/clientCapabilities\":{}}";
    private static final Mirror READ = head("2026-07-28", "tools/call", "read");

    private static Mirror head(
            @Nullable String revision, @Nullable String method, @Nullable String name) {
        return new Mirror(revision, method, name, List.of());
    }

    private static Request request(String method, String params) {
        String json =
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\",\"params\":{%s}}"
                        .formatted(method, params);
        return (Request) new Scanner(Limits.DEFAULT, Peer.CLIENT).scan(json.getBytes(UTF_8));
    }

    private static @Nullable Integer alone(Request request, Mirror head) {
        Objection objection = Objection.to(request, new Manner.Alone(head));
        return objection == null ? null : objection.code();
    }

    @Test
    void whatItsHeadAgreesWithIsLetThrough() {
        assertThat(alone(request("tools/call", "\"name\":\"read\"," + META), READ)).isNull();
        assertThat(alone(request("tools/list", META), head("2026-07-28", "tools/list", null)))
                .isNull();
        assertThat(
                        alone(
                                request("resources/read", "\"uri\":\"file:///ü\"," + META),
                                head(
                                        "2026-07-28",
                                        "resources/read",
                                        "=?base64?ZmlsZTovLy/DvA==?=")))
                .isNull();
        assertThat(
                        alone(
                                request("tasks/get", "\"taskId\":\"t1\"," + META),
                                head("2026-07-28", " tasks/get ", " t1 ")))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({
        ",tools/call,read",
        "2025-11-25,tools/call,read",
        "2026-07-28,,read",
        "2026-07-28,Tools/Call,read",
        "2026-07-28,tools/list,read",
        "2026-07-28,tools/call,",
        "2026-07-28,tools/call,delete",
        "2026-07-28,tools/call,'read, delete'",
        "2026-07-28,tools/call,=?base64?ZGVsZXRl?=",
        "2026-07-28,tools/call,=?base64?!?=",
    })
    void aHeadThatSaysSomethingElseIsRefused(
            @Nullable String revision, @Nullable String method, @Nullable String name) {
        assertThat(
                        alone(
                                request("tools/call", "\"name\":\"read\"," + META),
                                head(revision, method, name)))
                .isEqualTo(ErrorCode.HEADER_MISMATCH);
    }

    @Test
    void aHeaderOfAnArgumentThatCannotBeDecodedIsRefused() {
        Mirror head =
                new Mirror(
                        "2026-07-28",
                        "tools/call",
                        "read",
                        List.of(new Mirror.Param("mcp-param-region", "=?base64?*?=")));

        assertThat(alone(request("tools/call", "\"name\":\"read\"," + META), head))
                .isEqualTo(ErrorCode.HEADER_MISMATCH);
    }

    @Test
    void aRevisionNobodyKnowsIsRefusedWithThoseThatAreSpoken() {
        Objection objection =
                Objection.to(
                        request("tools/list", META.replace("2026-07-28", "2099-01-01")),
                        new Manner.Alone(head("2099-01-01", "tools/list", null)));

        assertThat(objection).isNotNull();
        assertThat(objection.code()).isEqualTo(ErrorCode.UNSUPPORTED_PROTOCOL_VERSION);
        assertThat(new String(Objects.requireNonNull(objection.data()), UTF_8))
                .isEqualTo("{\"supported\":[\"2026-07-28\"],\"requested\":\"2099-01-01\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\"_meta\":{}",
                "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":7,"
                        + "\"io.modelcontextprotocol/clientCapabilities\":{}}",
                "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"}",
                "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                        + "\"io.modelcontextprotocol/clientCapabilities\":[]}"
            })
    void aRequestThatDoesNotSayAllIsRefused(String params) {
        Integer code = alone(request("tools/list", params), head("2026-07-28", "tools/list", null));

        assertThat(code).isIn(ErrorCode.INVALID_PARAMS, ErrorCode.HEADER_MISMATCH);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "initialize",
                "ping",
                "logging/setLevel",
                "resources/subscribe",
                "tasks/list",
                "sampling/createMessage"
            })
    void aMethodOfTheOtherEraIsNotFound(String method) {
        Request request = request(method, META);

        assertThat(alone(request, head("2026-07-28", method, null)))
                .isEqualTo(ErrorCode.METHOD_NOT_FOUND);
    }

    @Test
    void aSessionKeepsToWhatItAgreedOn() {
        Request stateless = request("tools/call", "\"name\":\"read\"," + META);

        Objection objection = Objection.to(stateless, Manner.HANDSHAKE);

        assertThat(objection).isNotNull();
        assertThat(objection.code()).isEqualTo(ErrorCode.HEADER_MISMATCH);
        assertThat(Objection.to(request("tools/call", "\"name\":\"read\""), Manner.HANDSHAKE))
                .isNull();
    }

    @Test
    void bothErasShareAPipe() {
        assertThat(Objection.to(request("tools/call", "\"name\":\"read\"," + META), Manner.PIPE))
                .isNull();
        assertThat(Objection.to(request("ping", ""), Manner.PIPE)).isNull();
        Objection removed = Objection.to(request("ping", META), Manner.PIPE);
        assertThat(removed).isNotNull();
        assertThat(removed.code()).isEqualTo(ErrorCode.METHOD_NOT_FOUND);
    }

    @Test
    void aNotificationOfAnotherRevisionIsRefused() {
        Notification cancelled =
                (Notification)
                        new Scanner(Limits.DEFAULT, Peer.CLIENT)
                                .scan(
                                        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\"}"
                                                .getBytes(UTF_8));

        assertThat(
                        Objection.to(
                                cancelled,
                                new Manner.Alone(
                                        head("2026-07-28", "notifications/cancelled", null))))
                .isNull();
        assertThat(Objection.to(cancelled, new Manner.Alone(head("2099-01-01", null, null))))
                .isNotNull();
    }

    @Test
    void theMirrorOfARequestIsWhatIsAskedFor() {
        Request request = request("tools/call", "\"name\":\"größe\"," + META);
        Mirror mirror = Mirror.of(request, List.of(Mirror.Param.of("Region", "us\r\nX-Admin: 1")));

        assertThat(Objection.to(request, new Manner.Alone(mirror))).isNull();
        assertThat(mirror.params().getFirst().header()).isEqualTo("mcp-param-region");
        assertThat(mirror.params().getFirst().value()).startsWith("=?base64?");
    }

    @Test
    void whatIsNoArgumentAnyMoreIsInNoHeader() {
        Mirror mirror =
                new Mirror(
                        "2026-07-28",
                        "tools/call",
                        "read",
                        List.of(
                                Mirror.Param.of("Key", "sk-secret"),
                                Mirror.Param.of("Region", "größe"),
                                Mirror.Param.of("Count", "7")));
        Request changed =
                request(
                        "tools/call",
                        "\"arguments\":{\"key\":\"***\",\"region\":\"gr\\u00f6\u00dfe\",\"n\":7},"
                                + "\"name\":\"read\","
                                + META);

        assertThat(mirror.leaving(changed.frame()).params())
                .extracting(Mirror.Param::header)
                .containsExactly("mcp-param-region", "mcp-param-count");
    }
}
