package io.agentgate.gateway.federation;

import static io.agentgate.gateway.federation.TestFederation.error;
import static io.agentgate.gateway.federation.TestFederation.id;
import static io.agentgate.gateway.federation.TestFederation.initialize;
import static io.agentgate.gateway.federation.TestFederation.initialized;
import static io.agentgate.gateway.federation.TestFederation.notification;
import static io.agentgate.gateway.federation.TestFederation.open;
import static io.agentgate.gateway.federation.TestFederation.request;
import static io.agentgate.gateway.federation.TestFederation.result;
import static io.agentgate.gateway.federation.TestFederation.tools;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ListingTest {
    private static final Duration TOO_LATE = Duration.ofSeconds(11);

    private final TestFederation servers = open(PrefixMode.ALWAYS, "fs", "git");

    @Test
    void allServersListsAreOneInConfiguredOrderWithItemsVerbatim() {
        servers.client(request("1", "tools/list", "{\"_meta\":{\"a\":1}}"));
        String asked = servers.sentTo("fs");
        assertThat(asked)
                .isEqualTo(request("\"agentgate-3\"", "tools/list", "{\"_meta\":{\"a\":1}}"));
        servers.answer("git", "{\"tools\":[{ \"x\":1.0, \"name\":\"log\" }]}");
        assertThat(servers.told).isEmpty();
        servers.server(
                "fs",
                result(
                        id(asked),
                        "{\"tools\":[{\"name\":\"b\",\"_meta\":{\"ui\":{\"resourceUri\":\"ui://p\"}}}"
                            + " ,{\"name\":\"\\u0061\"}]}"));
        assertThat(servers.told())
                .isEqualTo(
                        result(
                                "1",
                                "{\"tools\":[{\"name\":\"fs__b\",\"_meta\":{\"ui\":{\"resourceUri\":\"fs+ui://p\"}}},{\"name\":\"fs__\\u0061\"},{"
                                    + " \"x\":1.0, \"name\":\"git__log\" }]}"));
    }

    @Test
    void otherListsAreMergedAlike() {
        servers.client(request("1", "prompts/list", "{}"));
        servers.answer("fs", "{\"prompts\":[{\"name\":\"p\"}]}");
        servers.answer("git", "{\"prompts\":[]}");
        assertThat(servers.told()).isEqualTo(result("1", "{\"prompts\":[{\"name\":\"fs__p\"}]}"));
        servers.client(request("2", "resources/list", "{}"));
        servers.answer("fs", "{\"resources\":[]}");
        servers.answer("git", "{\"resources\":[{\"name\":\"n\",\"uri\":\"git:\\/\\/a\"}]}");
        assertThat(servers.told())
                .isEqualTo(
                        result(
                                "2",
                                "{\"resources\":[{\"name\":\"n\",\"uri\":\"git+git:\\/\\/a\"}]}"));
        servers.client(request("3", "resources/templates/list", "{}"));
        servers.answer("fs", "{\"resourceTemplates\":[{\"uriTemplate\":\"file:///{p}\"}]}");
        servers.answer("git", "{\"resourceTemplates\":[{\"uriTemplate\":\"{s}://{p}\"}]}");
        assertThat(servers.told())
                .isEqualTo(
                        result(
                                "3",
                                "{\"resourceTemplates\":[{\"uriTemplate\":\"fs+file:///{p}\"},"
                                        + "{\"uriTemplate\":\"git+{s}://{p}\"}]}"));
        servers.client(request("4", "tasks/list", "{}"));
        servers.answer("fs", "{\"tasks\":[{\"taskId\":\"a:b\"}]}");
        servers.answer("git", "{\"tasks\":[{\"taskId\":\"a:b\"}]}");
        assertThat(servers.told())
                .isEqualTo(
                        result(
                                "4",
                                "{\"tasks\":[{\"taskId\":\"fs:a:b\"},{\"taskId\":\"git:a:b\"}]}"));
    }

    @Test
    void eachCallGivesOnePageOfEachServerUntilAllHaveNoMore() {
        servers.client(request("1", "tools/list", "{}"));
        servers.answer("fs", "{\"tools\":[{\"name\":\"a\"}],\"nextCursor\":\"\"}");
        servers.answer("git", "{\"tools\":[{\"name\":\"a\"}]}");
        String first = servers.told();
        assertThat(first).contains("\"nextCursor\":\"");
        String params = "{\"x\":0,\"cursor\":\"" + cursor(first) + "\"}";
        servers.client(request("2", "tools/list", params));
        assertThat(servers.queue("git")).isEmpty();
        String asked = servers.sentTo("fs");
        assertThat(asked).contains("{\"x\":0,\"cursor\":\"\"}");
        servers.server(
                "fs", result(id(asked), "{\"tools\":[{\"name\":\"b\"}],\"nextCursor\":null}"));
        assertThat(servers.told()).isEqualTo(result("2", "{\"tools\":[{\"name\":\"fs__b\"}]}"));
    }

    private static String cursor(String answer) {
        Value cursor = Value.of(Frame.of(answer.getBytes(UTF_8))).member("result", "nextCursor");
        return Objects.requireNonNull(Objects.requireNonNull(cursor).text());
    }

    @Test
    void aCursorThatIsNotOursIsRefused() {
        for (String cursor : List.of("\"\"", "\"abc\"", "7", "\"e30\"", "\"ä\"")) {
            servers.client(request("1", "tools/list", "{\"cursor\":" + cursor + "}"));
            assertThat(servers.told()).isEqualTo(error("1", -32602, "this cursor is not valid"));
        }
        servers.client(request("1", "tools/list", "{\"cursor\":null}"));
        assertThat(servers.queue("fs")).hasSize(1);
    }

    @Test
    void aServerThatIsLateOrFailsIsNamedAndTheOthersAreListed() {
        servers.client(request("1", "tools/list", "{}"));
        String asked = servers.sentTo("fs");
        servers.answer("git", tools("log"));
        servers.pass(TOO_LATE);
        assertThat(servers.told())
                .contains("git__log")
                .contains(
                        "\"_meta\":{\"io.agentgate/servers\":{\"fs\":{\"state\":\"late\","
                                + "\"reason\":\"it did not answer in time\"}}}");
        assertThat(servers.sentTo("fs"))
                .isEqualTo(
                        notification(
                                "notifications/cancelled", "{\"requestId\":" + id(asked) + "}"));
        servers.server("fs", result(id(asked), tools("x")));
        servers.assertSilence();
        servers.client(request("2", "tools/list", "{}"));
        servers.fail("fs", -32603, "no disk");
        servers.answer("git", tools());
        assertThat(servers.told()).contains("\"fs\":{\"state\":\"failed\",\"reason\":\"no disk\"}");
        servers.left("fs", "it crashed");
        servers.told.clear();
        servers.bearings.clear();
        servers.client(request("3", "tools/list", "{}"));
        servers.answer("git", tools());
        assertThat(servers.told())
                .contains("\"fs\":{\"state\":\"away\",\"reason\":\"it crashed\"}");
    }

    @Test
    void ifAllFailTheClientGetsAnErrorNotAnEmptyList() {
        servers.client(request("1", "tools/list", "{}"));
        servers.fail("fs", -32603, "a");
        servers.fail("git", -32000, "b");
        assertThat(servers.told())
                .isEqualTo(
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32603,\"message\":"
                                + "\"No server answered: fs: a; git: b\",\"data\":{\"servers\":{"
                                + "\"fs\":{\"state\":\"failed\",\"reason\":\"a\"},"
                                + "\"git\":{\"state\":\"failed\",\"reason\":\"b\"}}}}}");
        servers.client(request("2", "tools/list", "{}"));
        servers.left("fs", "gone");
        servers.left("git", "gone");
        assertThat(servers.told)
                .anyMatch(told -> told.contains("\"id\":2,\"error\":{\"code\":503"));
        servers.told.clear();
        servers.bearings.clear();
        servers.client(request("3", "tools/list", "{}"));
        assertThat(servers.told()).contains("\"id\":3,\"error\":{\"code\":503");
    }

    @Test
    void aSingleServersErrorIsPassedOnAsItIs() {
        TestFederation one = open(PrefixMode.ALWAYS, "fs");
        one.client(request("\"q\"", "tools/list", "{}"));
        String asked = one.sentTo("fs");
        one.server(
                "fs",
                "{\"jsonrpc\":\"2.0\",\"id\":"
                        + id(asked)
                        + ",\"error\":{\"code\":-32602,\"message\":\"m\",\"data\":[ 1]}}");
        assertThat(one.told())
                .isEqualTo(
                        "{\"jsonrpc\":\"2.0\",\"id\":\"q\",\"error\":"
                                + "{\"code\":-32602,\"message\":\"m\",\"data\":[ 1]}}");
    }

    @Test
    void onlyServersThatHaveTheListAreAsked() {
        TestFederation some = new TestFederation(PrefixMode.ALWAYS, "fs", "git");
        some.client(initialize("{}"));
        some.answer("fs", initialized("{\"tools\":{},\"tasks\":{}}", ""));
        some.answer("git", initialized("{\"prompts\":{}}", ""));
        some.told();
        some.client(request("1", "prompts/list", "{}"));
        assertThat(some.queue("fs")).isEmpty();
        some.answer("git", "{\"prompts\":[]}");
        assertThat(some.told()).isEqualTo(result("1", "{\"prompts\":[]}"));
        for (String method : List.of("resources/list", "tasks/list")) {
            some.client(request("2", method, "{}"));
            assertThat(some.told()).contains("-32601");
        }
        some.client(request("3", "logging/setLevel", "{\"level\":\"info\"}"));
        assertThat(some.told()).contains("-32601");
    }

    @Test
    void whatElseResultsHoldIsKept() {
        TestFederation one = open(PrefixMode.ALWAYS, "fs");
        one.client(request("1", "tools/list", "{}"));
        one.answer(
                "fs",
                "{\"new\":[1.0],\"tools\":[],\"_meta\":{\"io.agentgate/servers\":0,\"k\":2}}");
        assertThat(one.told())
                .isEqualTo(result("1", "{\"tools\":[],\"new\":[1.0],\"_meta\":{\"k\":2}}"));
        servers.client(request("1", "tools/list", "{}"));
        servers.answer("fs", "{\"tools\":[],\"one\":1,\"two\":1,\"both\":3,\"_meta\":{\"k\":2}}");
        servers.answer("git", "{\"tools\":[],\"two\":2,\"both\":3}");
        assertThat(servers.told())
                .isEqualTo(
                        result(
                                "1",
                                "{\"tools\":[],\"one\":1,\"both\":3,\"_meta\":{\"fs\":{\"k\":2}}}"));
    }

    @Test
    void aCancelledListIsCancelledAtAllThatHaveNotAnswered() {
        servers.client(request("1", "tools/list", "{}"));
        servers.answer("git", tools());
        String asked = servers.sentTo("fs");
        servers.client(notification("notifications/cancelled", "{\"requestId\":1}"));
        assertThat(servers.sentTo("fs")).contains("\"requestId\":" + id(asked));
        servers.server("fs", result(id(asked), tools()));
        servers.assertSilence();
        servers.client(request("1", "tools/list", "{}"));
        assertThat(servers.queue("git")).hasSize(1);
    }

    @Test
    void tenThousandToolsAreListed() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            names.add("tool" + i);
        }
        for (PrefixMode mode : PrefixMode.values()) {
            TestFederation many = open(mode, "fs", "git");
            many.client(request("1", "tools/list", "{}"));
            many.answer("fs", tools(names.toArray(String[]::new)));
            many.answer("git", tools("one"));
            String told = many.told();
            assertThat(told.split("\"inputSchema\"", -1)).hasSize(10_002);
            assertThat(told).contains("tool9999").doesNotContain("io.agentgate/servers");
        }
    }

    @Test
    void aListThatIsTooLargeIsNamedAndTheOthersAreListed() {
        String filler = "x".repeat(9 << 20);
        servers.client(request("1", "tools/list", "{}"));
        servers.answer("fs", tools(filler));
        servers.answer("git", tools(filler));
        String told = servers.told();
        assertThat(told.length()).isBetween(9 << 20, 10 << 20);
        assertThat(told).contains("\"git\":{\"state\":\"too_large\"");
    }

    @Test
    void itemsThatSpoilTheListAreLeftOut() {
        servers.client(request("1", "tools/list", "{}"));
        servers.answer(
                "fs",
                "{\"tools\":[0,{\"x\":1},{\"name\":\"a\",\"n\":1},{\"name\":\"a\",\"n\":2}]}");
        servers.answer("git", "{\"tools\":{}}");
        assertThat(servers.told())
                .contains("\"tools\":[{\"name\":\"fs__a\",\"n\":1}]")
                .contains("\"git\":{\"state\":\"failed\",\"reason\":\"its answer has no list\"}");
        assertThat(servers.notes)
                .containsExactly(
                        "fs: an item of its list has no name",
                        "fs: two items of its list have one name");
    }

    @Test
    void aServerWhoseCursorIsTooLongIsNamed() {
        servers.client(request("1", "tools/list", "{}"));
        servers.answer("fs", "{\"tools\":[],\"nextCursor\":\"" + "c".repeat(5000) + "\"}");
        servers.answer("git", tools());
        assertThat(servers.told())
                .contains("the cursor of its next page is too long")
                .doesNotContain("nextCursor");
    }
}
