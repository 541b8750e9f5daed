package io.agentgate.gateway.lifting;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.protocol.Id;
import io.agentgate.protocol.Notification;
import io.agentgate.protocol.Request;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What servers of the handshake era say, as clients of the stateless era hear it. */
class LiftingTest {
    private static final Id ID = Id.of("c");
    private static final String INFO = "{\"name\":\"s\",\"version\":\"1\"}";
    private static final LiftingServer SERVER =
            new LiftingServer(
                    Scans.frame(
                            "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"protocolVersion\":"
                                + "\"2025-11-25\",\"capabilities\":{\"tools\":{\"listChanged\":"
                                + "true},\"resources\":{},\"logging\":{},\"tasks\":{\"list\":{}}}"
                                + ",\"serverInfo\":"
                                    + INFO
                                    + ",\"instructions\":\"do\"}}"));

    private static Lifted lift(String method, String rest) {
        String answer = "{\"jsonrpc\":\"2.0\",\"id\":4," + rest + "}";
        return LiftingAnswers.lift(Scans.frame(answer), ID, method, SERVER);
    }

    private static String result(String method, String result) {
        Lifted lifted = lift(method, "\"result\":" + result);
        assertThat(lifted.status()).isEqualTo(200);
        return lifted.frame().text();
    }

    @Test
    void aResultSaysOfWhatTypeItIsAndWhoseItIs() {
        assertThat(result("tools/call", "{ \"content\" : [] }"))
                .isEqualTo(
                        "{\"jsonrpc\":\"2.0\",\"id\":\"c\",\"result\":{\"resultType\":\"complete\","
                                + "\"_meta\":{\"io.modelcontextprotocol/serverInfo\":"
                                + INFO
                                + "}, \"content\" : [] }}");
        assertThat(result("completion/complete", "{}"))
                .doesNotContain(",}")
                .doesNotContain("ttlMs");
    }

    @Test
    void aListSaysThatItIsNotToBeKept() {
        assertThat(result("tools/list", "{\"tools\":[]}"))
                .contains("\"ttlMs\":0", "\"cacheScope\":\"private\"");
    }

    @Test
    void whatTheServerPutThereItselfIsReplaced() {
        assertThat(
                        result(
                                "tools/list",
                                "{\"resultType\":\"x\",\"ttlMs\":9,\"cacheScope\":\"public\"}"))
                .contains("\"resultType\":\"complete\",\"ttlMs\":0,\"cacheScope\":\"private\"")
                .doesNotContain("public");
    }

    @Test
    void membersOfMetaStay() {
        assertThat(result("tools/call", "{\"_meta\":{\"a\":1}}"))
                .contains(
                        "\"_meta\":{\"io.modelcontextprotocol/serverInfo\":" + INFO + ",\"a\":1}");
    }

    @Test
    void errorsHaveTheCodesAndStatusesOfTheEra() {
        Lifted missing = lift("resources/read", error(-32002));
        Lifted unknown = lift("odd/method", error(-32601));
        Lifted url = lift("tools/call", error(-32042));

        assertThat(missing.frame().text()).contains("\"id\":\"c\"", "\"code\":-32602", "\"no\"");
        assertThat(missing.status()).isEqualTo(200);
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(url.frame().text()).contains("\"code\":-32603", "URL");
    }

    private static String error(int code) {
        return "\"error\":{\"code\":%d,\"message\":\"no\"}".formatted(code);
    }

    @Test
    void aResultThatIsNoObjectIsAnError() {
        assertThat(lift("tools/call", "\"result\":3").frame().text()).contains("-32603");
    }

    @Test
    void aServerIsDiscoveredByWhatItSaidToInitialize() {
        assertThat(SERVER.discovered(ID).text())
                .contains("\"id\":\"c\"", "\"supportedVersions\":[\"2026-07-28\"]")
                .contains("\"capabilities\":{\"tools\":{\"listChanged\":true},\"resources\":{}")
                .contains("\"instructions\":\"do\"", "\"ttlMs\":0", "\"resultType\":\"complete\"")
                .doesNotContain("tasks", "protocolVersion");
        assertThat(SERVER.logs()).isTrue();
        assertThat(SERVER.declares("tools", "listChanged")).isTrue();
        assertThat(SERVER.declares("resources", "subscribe")).isFalse();
    }

    @Test
    void progressIsOfTheClientsToken() {
        assertThat(
                        LiftingNotices.progress(
                                        Scans.notification(
                                                "notifications/progress",
                                                "{\"progressToken\":4,\"progress\":0.5}"),
                                        Id.of("p"))
                                .text())
                .contains("{\"progressToken\":\"p\",\"progress\":0.5}");
    }

    @Test
    void whatIsToldOnASubscriptionSaysSo() {
        String tag = "\"io.modelcontextprotocol/subscriptionId\":7";
        String method = "notifications/resources/updated";

        assertThat(tagged(method, "")).contains("\"params\":{\"_meta\":{" + tag + "}}");
        assertThat(tagged(method, "{}")).contains("\"params\":{\"_meta\":{" + tag + "}}");
        assertThat(tagged(method, "{\"uri\":\"a:b\"}"))
                .contains("\"params\":{\"_meta\":{" + tag + "},\"uri\":\"a:b\"}");
        assertThat(tagged(method, "{\"_meta\":{\"x\":1}}"))
                .contains("\"_meta\":{" + tag + ",\"x\":1}");
    }

    private static String tagged(String method, String params) {
        return LiftingNotices.tagged(Scans.notification(method, params), Id.of(7)).text();
    }

    @Test
    void onlyWhatIsWantedAndOfferedIsListenedTo() {
        ListenFilter filter =
                ListenFilter.of(
                        Scans.request(
                                "subscriptions/listen",
                                "{\"notifications\":{\"toolsListChanged\":true,"
                                        + "\"promptsListChanged\":true,"
                                        + "\"resourceSubscriptions\":[\"a:b\"]}}"));
        assertThat(filter).isNotNull();
        ListenFilter offered = filter.of(SERVER);

        assertThat(filter.resources()).containsExactly("a:b");
        assertThat(offered).isEqualTo(new ListenFilter(true, false, false, Set.of()));
        assertThat(filter.wants(Scans.notification("notifications/tools/list_changed", "")))
                .isTrue();
        assertThat(filter.wants(updated("a:b"))).isTrue();
        assertThat(filter.wants(updated("a:b/c"))).isTrue();
        assertThat(filter.wants(updated("a:bc"))).isFalse();
        assertThat(ListenFilter.of(Scans.request("subscriptions/listen", "{}"))).isNull();
        assertThat(
                        ListenFilter.of(
                                Scans.request(
                                        "subscriptions/listen",
                                        "{\"notifications\":{\"resourceSubscriptions\":[1]}}")))
                .isNull();
    }

    private static Notification updated(String uri) {
        return Scans.notification("notifications/resources/updated", "{\"uri\":\"" + uri + "\"}");
    }

    @Test
    void questionsAreToldAsInputThatIsRequired() {
        Request question =
                Scans.question("roots/list", "{\"_meta\":{\"progressToken\":1,\"x/y\":2},\"a\":2}");
        byte[] json = LiftingQuestions.question(question);

        assertThat(new String(json, UTF_8))
                .isEqualTo(
                        "{\"method\":\"roots/list\",\"params\":{\"_meta\":{\"x/y\":2},\"a\":2}}");
        assertThat(LiftingQuestions.inputRequired(ID, Map.of("k", json), "st", SERVER).text())
                .contains("\"id\":\"c\"", "\"resultType\":\"input_required\"")
                .contains("\"inputRequests\":{\"k\":{\"method\":\"roots/list\"")
                .contains("\"requestState\":\"st\"");
    }

    @Test
    void whatAClientDoesNotDeclareIsMissing() {
        DeclaredCapabilities declared =
                new DeclaredCapabilities("{\"elicitation\":{},\"sampling\":{}}");

        assertThat(declared.missing(Scans.question("elicitation/create", "{}"))).isNull();
        assertThat(declared.missing(Scans.question("sampling/createMessage", "{}"))).isNull();
        assertThat(missing(declared, "roots/list", "{}"))
                .isEqualTo("{\"requiredCapabilities\":{\"roots\":{}}}");
        assertThat(missing(declared, "elicitation/create", "{\"mode\":\"url\"}"))
                .isEqualTo("{\"requiredCapabilities\":{\"elicitation\":{\"url\":{}}}}");
        assertThat(missing(declared, "sampling/createMessage", "{\"tools\":[]}"))
                .isEqualTo("{\"requiredCapabilities\":{\"sampling\":{\"tools\":{}}}}");
    }

    private static String missing(DeclaredCapabilities declared, String method, String params) {
        byte[] missing = declared.missing(Scans.question(method, params));
        return missing == null ? "" : new String(missing, UTF_8);
    }

    @Test
    void onlyWhatNamesTheRevisionSpeaksForTheStatelessEra() {
        assertThat(stateless("\"result\":{\"supportedVersions\":[\"2025-11-25\",\"2026-07-28\"]}"))
                .isTrue();
        assertThat(
                        stateless(
                                "\"error\":{\"code\":-32022,\"message\":\"\",\"data\":"
                                        + "{\"supported\":[\"2026-07-28\"]}}"))
                .isTrue();
        assertThat(stateless("\"result\":{\"supportedVersions\":[\"2025-11-25\"]}")).isFalse();
        assertThat(stateless("\"result\":{}")).isFalse();
        assertThat(stateless(error(-32601))).isFalse();
        assertThat(stateless("\"error\":{\"code\":-32022,\"message\":\"\"}")).isFalse();
        assertThat(EraEvidence.stateless("not found".getBytes(UTF_8))).isNull();
    }

    private static boolean stateless(String rest) {
        String answer = "{\"jsonrpc\":\"2.0\",\"id\":1," + rest + "}";
        return EraEvidence.stateless(answer.getBytes(UTF_8)) != null;
    }
}
