package io.agentgate.protocol;

import static io.agentgate.protocol.Scans.as;
import static io.agentgate.protocol.Scans.call;
import static io.agentgate.protocol.Scans.fromClient;
import static io.agentgate.protocol.Scans.fromServer;
import static io.agentgate.protocol.Scans.refused;
import static io.agentgate.protocol.Scans.request;
import static io.agentgate.protocol.Scans.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.protocol.Malformed.Shape;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ScannerTest {
    private static final String OPEN = "{\"jsonrpc\":\"2.0\",";

    @Test
    void requestIsReadWithItsSpans() {
        String text =
                call(
                        "\"name\":\"read\\u005ffile\", \"arguments\" : {\"a\":[1]},"
                                + "\"_meta\":{\"progressToken\":\"t\"},\"requestState\":\"s\"");
        Request request = request(text);
        Params params = request.params();
        assertThat(request.id()).isEqualTo(Id.of(7));
        assertThat(request.method()).isEqualTo("tools/call");
        assertThat(params.name()).isEqualTo("read_file");
        assertThat(slice(request, params.nameSpan())).isEqualTo("\"read\\u005ffile\"");
        assertThat(slice(request, params.arguments())).isEqualTo("{\"a\":[1]}");
        assertThat(slice(request, params.meta())).isEqualTo("{\"progressToken\":\"t\"}");
        assertThat(params.progressToken()).isEqualTo(Id.of("t"));
        assertThat(slice(request, params.progressTokenSpan())).isEqualTo("\"t\"");
        assertThat(params.hasRequestState()).isTrue();
        assertThat(slice(request, request.idSpan())).isEqualTo("7");
    }

    @Test
    void absentParamsAreNone() {
        Request ping = request(OPEN + "\"id\":1,\"method\":\"ping\"}");
        assertThat(ping.params()).isSameAs(Params.NONE);
        assertThat(Params.NONE.span()).isNull();
    }

    @Test
    void cancelledNamesItsRequest() {
        Notification cancelled =
                as(
                        Notification.class,
                        fromClient(
                                OPEN
                                        + "\"method\":\"notifications/cancelled\","
                                        + "\"params\":{\"requestId\":12}}"));
        assertThat(cancelled.params().requestId()).isEqualTo(Id.of(12));
        assertThat(cancelled.params().requestIdSpan()).isNotNull();
    }

    @Test
    void progressNamesItsToken() {
        String progress =
                OPEN
                        + "\"method\":\"notifications/progress\",\"params\":"
                        + "{\"progressToken\":5,\"progress\":0.5,\"_meta\":{\"progressToken\":6}}}";
        Notification notification = as(Notification.class, fromServer(progress));
        assertThat(notification.params().progressToken()).isEqualTo(Id.of(5));
    }

    @Test
    void resultAndErrorAreTold() {
        Response result = as(Response.class, fromServer(OPEN + "\"id\":1,\"result\":{\"a\":1}}"));
        Response error =
                as(
                        Response.class,
                        fromServer(
                                OPEN
                                        + "\"error\":{\"code\":-32601,\"message\":\"no\",\"data\":1},"
                                        + "\"id\":null}"));
        assertThat(result.outcome()).isInstanceOf(Response.Result.class);
        assertThat(slice(result, result.outcome().span())).isEqualTo("{\"a\":1}");
        assertThat(result.idSpan()).isNotNull();
        assertThat(error.id()).isNull();
        assertThat(error.outcome())
                .isInstanceOfSatisfying(
                        Response.Failure.class, f -> assertThat(f.code()).isEqualTo(-32601));
    }

    @Test
    void unknownMembersAreKept() {
        Request request =
                request(OPEN + "\"id\":1,\"method\":\"ping\",\"x\":[null,true,false,-0.5e-3]}");
        assertThat(request.frame().text()).contains("\"x\":[null,true,false,-0.5e-3]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "nul",
                "{'a':1}",
                "{\"a\":1,}",
                "[1,]",
                "{\"a\":01}",
                "{\"a\":-}",
                "{\"a\":1.}",
                "{\"a\":.5}",
                "{\"a\":1e}",
                "{\"a\":+1}",
                "{\"a\":NaN}",
                "{\"a\":Infinity}",
                "{\"a\":tru}",
                "{\"a\":truex}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u12g4\"}",
                "{\"a\":\"\\u12",
                "{\"a\":\"b",
                "{\"a\" 1}",
                "{\"a\":1 \"b\":2}",
                "{a:1}",
                "{\"a\":\"\t\"}",
                "{\"a\":\"\u0000\"}",
                "{\"a\":1}\u0000",
                "{} {}",
                "{\"a\":1]",
                "// c\n{}",
                "\uFEFF{}",
                "{\u00a0}"
            })
    void whatIsNotJsonIsAParseError(String text) {
        assertThat(refused(text).code()).isEqualTo(ErrorCode.PARSE_ERROR);
    }

    @Test
    void invalidUtf8IsAParseError() {
        int[][] sequences = {
            {0xFF},
            {0x80},
            {0xC0, 0xAF},
            {0xC1, 0xBF},
            {0xC3},
            {0xE0, 0x80, 0xAF},
            {0xED, 0xA0, 0x80},
            {0xED, 0xBF, 0xBF},
            {0xF0, 0x80, 0x80, 0x80},
            {0xF4, 0x90, 0x80, 0x80},
            {0xF5, 0x80, 0x80, 0x80},
            {0xE2, 0x82},
            {0xE2, 0x28, 0xA1}
        };
        for (int[] sequence : sequences) {
            byte[] bytes = utf8(call("\"name\":\"a\",\"arguments\":{\"x\":\"0123456789####\"}"));
            int at = new String(bytes, StandardCharsets.US_ASCII).indexOf('#');
            for (int i = 0; i < sequence.length; i++) {
                bytes[at + i] = (byte) sequence[i];
            }
            assertThat(refused(bytes).code()).isEqualTo(ErrorCode.PARSE_ERROR);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[{}]", "1", "\"a\"", "null", "true", "-1.5"})
    void otherValuesThanObjectsAreInvalid(String text) {
        assertThat(refused(text).code()).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(refused(text).id()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"arguments\":{\"a\":1,\"b\":{},\"a\":2}",
                "\"arguments\":{\"a\":1,\"\\u0061\":2}",
                "\"arguments\":{\"\\u00e9\":1,\"é\":2}",
                "\"arguments\":{\"\\uD83D\\uDE00\":1,\"😀\":2}",
                "\"arguments\":{\"x\":[{\"longer than eight bytes\":1,\"longer than eight"
                        + " bytes\":1}]}"
            })
    void duplicateKeyAtAnyDepthIsRefused(String arguments) {
        Malformed refused = refused(call("\"name\":\"a\"," + arguments));
        assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(refused.reason()).startsWith("a duplicate member");
        assertThat(refused.id()).isEqualTo(Id.of(7));
    }

    @Test
    void sameKeyInDifferentObjectsIsFine() {
        request(call("\"name\":\"a\",\"arguments\":{\"name\":{\"name\":{}},\"id\":[{\"id\":1}]}"));
    }

    @Test
    void manyKeysAreToldApart() {
        StringBuilder members = new StringBuilder("\"k\":0");
        for (int i = 0; i < 9_000; i++) {
            members.append(",\"key").append(i).append("\":").append(i);
        }
        request(call("\"name\":\"a\",\"arguments\":{" + members + "}"));
        refused(call("\"name\":\"a\",\"arguments\":{" + members + ",\"key4711\":1}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"METHOD\":\"x\"",
                "\"Params\":{}",
                "\"param\u017f\":{}",
                "\"i\\u0064\\u0000\":1",
                "\"ID\":1",
                "\"method \":1",
                "\"\u0131d\":2",
                "\"re\u200Bsult\":{}",
                "\"\uFF45rror\":{}",
                "\"jsonrpc\\ufeff\":1"
            })
    void lookalikeOfAReservedMemberIsRefused(String member) {
        Malformed refused = refused(OPEN + "\"id\":1,\"method\":\"ping\"," + member + "}");
        assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(refused.reason()).startsWith("a look-alike");
    }

    @Test
    void lookalikesAreRefusedInParamsMetaAndErrorOnly() {
        assertThat(refused(call("\"name\":\"a\",\"Name\":\"b\"")).reason()).contains("in /params");
        assertThat(refused(call("\"name\":\"a\",\"_META\":{}")).reason()).contains("look-alike");
        assertThat(refused(call("\"name\":\"a\",\"_meta\":{\"progresstoken\":1}")).reason())
                .contains("in /params/_meta");
        assertThat(
                        fromServer(
                                OPEN
                                        + "\"id\":1,\"error\":{\"code\":1,\"message\":\"\","
                                        + "\"Code\":2}}"))
                .isInstanceOf(Malformed.class);
        request(call("\"name\":\"a\",\"arguments\":{\"Name\":1,\"name\":2,\"METHOD\":3}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"id\":1,\"method\":\"ping\",\"result\":{}",
                "\"id\":1,\"method\":\"ping\",\"error\":{\"code\":1,\"message\":\"\"}",
                "\"id\":1,\"result\":{},\"error\":{\"code\":1,\"message\":\"\"}",
                "\"id\":1",
                "\"id\":1,\"method\":5",
                "\"id\":1,\"method\":null",
                "\"id\":null,\"method\":\"ping\"",
                "\"id\":{},\"method\":\"ping\"",
                "\"id\":true,\"method\":\"ping\"",
                "\"id\":1.5,\"method\":\"ping\"",
                "\"id\":1e400,\"method\":\"ping\"",
                "\"id\":1e-400,\"method\":\"ping\"",
                "\"result\":{}",
                "\"id\":null,\"result\":{}",
                "\"id\":[],\"error\":{\"code\":1,\"message\":\"\"}",
                "\"id\":1,\"error\":null",
                "\"id\":1,\"error\":{\"code\":\"1\",\"message\":\"\"}",
                "\"id\":1,\"error\":{\"code\":1.5,\"message\":\"\"}",
                "\"id\":1,\"error\":{\"code\":99999999999,\"message\":\"\"}",
                "\"id\":1,\"error\":{\"code\":1}"
            })
    void contradictoryEnvelopeIsInvalid(String members) {
        assertThat(refused(OPEN + members + "}").code()).isEqualTo(ErrorCode.INVALID_REQUEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.0", "\"2\"", "\"2.00\"", "null", "\"1.0\""})
    void otherJsonRpcVersionsAreInvalid(String version) {
        String text = "{\"jsonrpc\":" + version + ",\"id\":1,\"method\":\"ping\"}";
        assertThat(refused(text).code()).isEqualTo(ErrorCode.INVALID_REQUEST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\"name\":null",
                "\"name\":\"\"",
                "\"name\":\" a\"",
                "\"name\":\"a\\u00a0\"",
                "\"name\":\"a\\n\"",
                "\"name\":\"a\\u200bb\"",
                "\"name\":\"a\\ufe0f\"",
                "\"name\":\"\uFF41\"",
                "\"name\":\"e\\u0301\"",
                "\"name\":\"a\",\"arguments\":[]",
                "\"name\":\"a\",\"arguments\":\"{}\"",
                "\"name\":\"a\",\"_meta\":{\"progressToken\":{}}"
            })
    void unfitCallParamsAreInvalidParams(String params) {
        assertThat(refused(call(params)).code()).isEqualTo(ErrorCode.INVALID_PARAMS);
    }

    @Test
    void nameOfExactlyTheLimitPasses() {
        request(call("\"name\":\"" + "n".repeat(128) + "\""));
        refused(call("\"name\":\"" + "n".repeat(129) + "\""));
    }

    @Test
    void innerBlankAndForeignLettersMayStandInNames() {
        assertThat(request(call("\"name\":\"é 道具\",\"arguments\":null")).params().name())
                .isEqualTo("é 道具");
    }

    @Test
    void resourcesReadNeedsAUri() {
        String read = OPEN + "\"id\":1,\"method\":\"resources/read\",\"params\":{";
        assertThat(refused(read + "\"uri\":5}}").code()).isEqualTo(ErrorCode.INVALID_PARAMS);
        assertThat(request(read + "\"uri\":\"file:\\/\\/x\"}}").params().uri())
                .isEqualTo("file://x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]", "\"x\"", "1"})
    void paramsMustBeAnObject(String params) {
        String text = OPEN + "\"id\":1,\"method\":\"ping\",\"params\":" + params + "}";
        assertThat(refused(text).code()).isEqualTo(ErrorCode.INVALID_PARAMS);
    }

    @Test
    void loneSurrogateOfAServerIsReplacedAndCounted() {
        Scanner scanner = new Scanner(Limits.DEFAULT, Peer.SERVER);
        String text =
                OPEN
                        + "\"result\":{\"a\":\"\\ud800x\\uDC00\\ud83d\\ude00\\ud800\\ud83d\\ude00\"},"
                        + "\"id\":1}";
        Response response = as(Response.class, scanner.scan(utf8(text)));
        assertThat(scanner.repairs()).isEqualTo(3);
        assertThat(slice(response, response.outcome().span()))
                .isEqualTo("{\"a\":\"\uFFFDx\uFFFD\\ud83d\\ude00\uFFFD\\ud83d\\ude00\"}");
        scanner.scan(utf8(OPEN + "\"id\":1,\"result\":{}}"));
        assertThat(scanner.repairs()).isZero();
    }

    @Test
    void keysThatOnlyTheRepairMakesEqualAreRefused() {
        assertThat(fromServer(OPEN + "\"id\":1,\"result\":{\"\\ud800\":1,\"\\ud801\":2}}"))
                .isInstanceOf(Malformed.class);
        assertThat(fromServer(OPEN + "\"id\":1,\"result\":{\"\\ud800\":1,\"?\":2}}"))
                .isInstanceOf(Response.class);
    }

    @Test
    @Timeout(10)
    void longRunOfCombiningMarksCostsNoMoreThanItsLength() {
        String marks = "e" + "\u0301\u0316".repeat(400_000);
        request(OPEN + "\"id\":1,\"method\":\"ping\",\"" + marks + "\":1}");
        assertThat(Methods.lookalike(marks)).isNull();
        refused(call("\"name\":\"" + marks + "\""));
    }

    @Test
    void limitsAreExact() {
        Scanner scanner = new Scanner(new Limits(200, 4, 12, 5, 7, 3), Peer.CLIENT);
        String head = OPEN + "\"id\":1,\"method\":\"m\",\"params\":";
        assertThat(scanner.scan(utf8(head + "{\"a\":[[]]}}"))).isInstanceOf(Request.class);
        assertThat(scanner.scan(utf8(head + "{\"a\":[[{}]]}}"))).isInstanceOf(Malformed.class);
        assertThat(scanner.scan(utf8(head + "{\"a\":\"123456789012\"}}")))
                .isInstanceOf(Request.class);
        assertThat(scanner.scan(utf8(head + "{\"a\":\"1234567890123\"}}")))
                .isInstanceOf(Malformed.class);
        assertThat(scanner.scan(utf8(head + "{\"a\":12345}}"))).isInstanceOf(Request.class);
        assertThat(scanner.scan(utf8(head + "{\"a\":123456}}"))).isInstanceOf(Malformed.class);
        assertThat(scanner.scan(utf8(head + "{\"a\":1,\"b\":1,\"c\":1}}")))
                .isInstanceOf(Request.class);
        assertThat(scanner.scan(utf8(head + "{\"a\":1,\"b\":1,\"c\":1,\"d\":1}}")))
                .isInstanceOf(Malformed.class);
        assertThat(scanner.scan(utf8(head + "{}" + " ".repeat(200) + "}")))
                .isInstanceOf(Malformed.class);
    }

    @Test
    void idBehindASemanticViolationIsFound() {
        Malformed refused =
                refused("{\"jsonrpc\":\"2.0\",\"method\":\"a\",\"method\":\"b\",\"id\":\"x\"}");
        assertThat(refused.id()).isEqualTo(Id.of("x"));
        assertThat(refused.shape()).isEqualTo(Shape.REQUEST);
    }

    @Test
    void idInDoubtIsNotUsed() {
        assertThat(refused(OPEN + "\"id\":1,\"id\":2,\"method\":\"ping\"}").id()).isNull();
        assertThat(refused(OPEN + "\"id\":1,\"Id\":2,\"method\":\"ping\"}").id()).isNull();
    }

    @Test
    void idBeforeASyntaxErrorIsUsed() {
        assertThat(refused("{\"id\":3,\"method\":\"a\",,}").id()).isEqualTo(Id.of(3));
        assertThat(refused("{\"method\":\"a\",,\"id\":3}").id()).isNull();
    }

    @Test
    void repliesNeverAnswerReplies() {
        String[] answers = {
            OPEN + "\"id\":1,\"result\":{},\"result\":{}}",
            OPEN + "\"id\":1,\"Result\":{}}",
            OPEN + "\"id\":1,\"error\":{}}",
            OPEN + "\"id\":1,\"error\":{"
        };
        for (String answer : answers) {
            assertThat(refused(answer).shape()).isEqualTo(Shape.RESPONSE);
            assertThat(refused(answer).replyDue()).isFalse();
        }
        assertThat(refused("{\"method\":\"a\"}").replyDue()).isFalse();
        assertThat(refused("{\"method\":\"a\"").replyDue()).isTrue();
        assertThat(as(Malformed.class, fromServer("log line")).replyDue()).isFalse();
        assertThat(as(Malformed.class, fromServer("{\"id\":1,\"method\":\"a\"}")).replyDue())
                .isTrue();
    }

    @Test
    void reasonNeverRepeatsTheMessage() {
        assertThat(refused(call("\"secret\":1,\"secret\":2")).reason()).doesNotContain("secret");
    }

    private static String slice(Message message, @Nullable Span span) {
        return new String(
                message.frame().slice(Objects.requireNonNull(span)), StandardCharsets.UTF_8);
    }
}
