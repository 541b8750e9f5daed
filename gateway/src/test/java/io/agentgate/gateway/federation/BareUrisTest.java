package io.agentgate.gateway.federation;

import static io.agentgate.gateway.federation.TestFederation.call;
import static io.agentgate.gateway.federation.TestFederation.notification;
import static io.agentgate.gateway.federation.TestFederation.open;
import static io.agentgate.gateway.federation.TestFederation.request;
import static io.agentgate.gateway.federation.TestFederation.result;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** URIs of resources as their servers call them. */
class BareUrisTest {
    private static final String NO_TEMPLATES = "{\"resourceTemplates\":[]}";
    private static final Duration LONG = Duration.ofSeconds(11);

    private static String resources(String... uris) {
        return items("resources", "uri", uris);
    }

    private static String templates(String... templates) {
        return items("resourceTemplates", "uriTemplate", templates);
    }

    private static String items(String list, String key, String... texts) {
        String items =
                Stream.of(texts)
                        .map(text -> "{\"" + key + "\":\"" + text + "\"}")
                        .collect(Collectors.joining(","));
        return "{\"" + list + "\":[" + items + "]}";
    }

    private static String contents(String uri) {
        return "{\"contents\":[{\"uri\":\"" + uri + "\",\"text\":\"x\"}]}";
    }

    private static String read(String id, String uri) {
        return request(id, "resources/read", "{\"uri\":\"" + uri + "\"}");
    }

    private static String list(TestFederation servers, String method, String fs, String git) {
        servers.client(request("99", method, "{}"));
        servers.answer("fs", fs);
        servers.answer("git", git);
        return servers.told();
    }

    private static String listed(TestFederation servers, String fs, String git) {
        return list(servers, "resources/list", fs, git);
    }

    /** Reads something of which no list tells whose it is, up to the first server's turn. */
    private static void readUnlisted(TestFederation servers, String id, String uri) {
        servers.client(read(id, uri));
        servers.answer("fs", NO_TEMPLATES);
        servers.answer("git", NO_TEMPLATES);
        assertThat(servers.queue("git")).isEmpty();
    }

    @Test
    void ofTwoThatAreTheSameTheFirstKeepsItBare() {
        TestFederation conflict = open(PrefixMode.CONFLICT, "fs", "git");
        assertThat(listed(conflict, resources("x:1", "x:2"), resources("x:2", "x:3")))
                .isEqualTo(result("99", resources("x:1", "x:2", "git+x:2", "x:3")));
        TestFederation never = open(PrefixMode.NEVER, "fs", "git");
        assertThat(listed(never, resources("x:1", "x:2"), resources("x:2", "x:3")))
                .isEqualTo(result("99", resources("x:1", "x:2", "x:3")));

        for (TestFederation servers : List.of(conflict, never)) {
            servers.client(read("1", "x:2"));
            assertThat(servers.sentTo("fs")).isEqualTo(read("1", "x:2"));
            servers.client(read("2", "x:3"));
            assertThat(servers.sentTo("git")).isEqualTo(read("2", "x:3"));
            servers.client(read("3", "git+x:2"));
            assertThat(servers.sentTo("git")).isEqualTo(read("3", "x:2"));
            servers.server("git", result("3", contents("x:2")));
            assertThat(servers.told()).isEqualTo(result("3", contents("git+x:2")));
        }
    }

    @Test
    void answersSpellTheUriAsItWasAskedFor() {
        TestFederation servers = open(PrefixMode.NEVER, "fs", "git");
        listed(servers, resources("x:1"), resources());
        for (String asked : List.of("x:1", "fs+x:1")) {
            servers.client(read("1", asked));
            assertThat(servers.sentTo("fs")).isEqualTo(read("1", "x:1"));
            servers.server("fs", result("1", contents("x:1")));
            assertThat(servers.told()).isEqualTo(result("1", contents(asked)));

            servers.client(request("2", "resources/subscribe", "{\"uri\":\"" + asked + "\"}"));
            servers.answer("fs", "{}");
            servers.told();
            servers.server(
                    "fs", notification("notifications/resources/updated", "{\"uri\":\"x:1\"}"));
            assertThat(servers.told())
                    .isEqualTo(
                            notification(
                                    "notifications/resources/updated",
                                    "{\"uri\":\"" + asked + "\"}"));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = PrefixMode.class,
            names = {"CONFLICT", "NEVER"})
    void linksInResultsStayBareAndLeadBack(PrefixMode mode) {
        TestFederation servers = open(mode, "fs", "git");
        listed(servers, resources("x:1"), resources());
        String linked =
                "{\"content\":[{\"type\":\"resource_link\",\"uri\":\"%s\"},"
                    + "{\"type\":\"resource\",\"resource\":{\"uri\":\"x:made\",\"text\":\"\"}}]}";
        servers.client(call("1", "git__make"));
        servers.sentTo("git");
        servers.server("git", result("1", linked.formatted("x:1")));
        assertThat(servers.told()).isEqualTo(result("1", linked.formatted("git+x:1")));

        servers.client(read("2", "x:made"));
        assertThat(servers.sentTo("git")).isEqualTo(read("2", "x:made"));
    }

    @Test
    void uriThatLooksLikeAnothersIsNeverShownBare() {
        TestFederation servers = open(PrefixMode.NEVER, "fs", "git");
        assertThat(listed(servers, resources(), resources("fs+x:1")))
                .isEqualTo(result("99", resources("git+fs+x:1")));
    }

    @Test
    void templatesTellWhoseAnUnlistedUriIs() {
        TestFederation servers = open(PrefixMode.NEVER, "fs", "git");
        servers.client(read("1", "x://git/7/log"));
        servers.answer("fs", templates("x://fs/{id}"));
        servers.answer("git", templates("x://git/{id}/log", "y:{+any}"));
        assertThat(servers.sentTo("git")).isEqualTo(read("1", "x://git/7/log"));
        servers.server("git", result("1", contents("x://git/7/log")));
        assertThat(servers.told()).isEqualTo(result("1", contents("x://git/7/log")));

        assertThat(
                        list(
                                servers,
                                "resources/templates/list",
                                templates("x://fs/{id}"),
                                templates("x://git/{id}/log", "y:{+any}")))
                .isEqualTo(result("99", templates("x://fs/{id}", "x://git/{id}/log", "y:{+any}")));
        String complete =
                request(
                        "2",
                        "completion/complete",
                        "{\"ref\":{\"type\":\"ref/resource\",\"uri\":\"x://git/{id}/log\"},"
                                + "\"argument\":{\"name\":\"id\",\"value\":\"\"}}");
        servers.client(complete);
        assertThat(servers.sentTo("git")).isEqualTo(complete);
        servers.assertSilence();
    }

    @Test
    void unlistedUriIsAskedOfOneServerAfterTheOther() {
        TestFederation servers = open(PrefixMode.CONFLICT, "fs", "git");
        readUnlisted(servers, "1", "x:secret");
        servers.fail("fs", -32002, "Resource not found");
        assertThat(servers.queue("git").peek()).contains("resources/read", "\"uri\":\"x:secret\"");
        servers.answer("git", contents("x:secret"));
        assertThat(servers.told()).isEqualTo(result("1", contents("x:secret")));

        // From now on it is known whose it is.
        servers.client(read("2", "x:secret"));
        assertThat(servers.sentTo("git")).isEqualTo(read("2", "x:secret"));
        servers.assertSilence();
    }

    @Test
    void subscriptionToAnUnlistedUriIsKeptWithItsServer() {
        TestFederation servers = open(PrefixMode.NEVER, "fs", "git");
        servers.client(request("1", "resources/subscribe", "{\"uri\":\"x:1\"}"));
        servers.answer("fs", NO_TEMPLATES);
        servers.answer("git", NO_TEMPLATES);
        servers.fail("fs", -32601, "Method not found");
        servers.answer("git", "{}");
        assertThat(servers.told()).isEqualTo(result("1", "{}"));
        String updated = notification("notifications/resources/updated", "{\"uri\":\"x:1\"}");
        servers.server("git", updated);
        assertThat(servers.told()).isEqualTo(updated);

        servers.client(request("2", "resources/unsubscribe", "{\"uri\":\"x:1\"}"));
        assertThat(servers.queue("git")).hasSize(1);
        assertThat(servers.queue("fs")).isEmpty();
    }

    @Test
    void uriThatNoServerKnowsIsNotFound() {
        TestFederation servers = open(PrefixMode.NEVER, "fs", "git");
        readUnlisted(servers, "1", "x:none");
        servers.fail("fs", -32602, "MCP error -32602: Resource x:none not found");
        servers.fail("git", -32002, "Resource not found");
        assertThat(servers.told())
                .contains("\"id\":1", "\"code\":-32002", "\"data\":{\"uri\":\"x:none\"}");

        // Lists are not read again for the next.
        servers.client(read("2", "x:none"));
        servers.fail("fs", -32603, "no disk");
        servers.fail("git", -32002, "Resource not found");
        assertThat(servers.told()).contains("\"id\":2", "\"code\":-32603", "no disk");
        servers.assertSilence();
    }

    @Test
    void serverThatDoesNotAnswerTakesNothingFromTheNext() {
        TestFederation servers = open(PrefixMode.NEVER, "fs", "git");
        readUnlisted(servers, "1", "x:1");
        servers.pass(LONG);
        assertThat(servers.queue("fs")).hasSize(2).last().asString().contains("cancelled");
        servers.pass(Duration.ofSeconds(5));
        servers.fail("git", -32002, "Resource not found");
        assertThat(servers.told()).contains("\"code\":503", "fs: it did not answer in time");

        servers.queue("fs").clear();
        servers.client(read("2", "x:1"));
        servers.left("fs", "it crashed");
        servers.answer("git", contents("x:1"));
        servers.told.removeIf(told -> told.contains("list_changed"));
        assertThat(servers.told).containsExactly(result("2", contents("x:1")));
    }

    @Test
    void requestThatIsGivenUpIsAskedOfNobodyElse() {
        TestFederation servers = open(PrefixMode.NEVER, "fs", "git");
        readUnlisted(servers, "1", "x:1");
        servers.client(notification("notifications/cancelled", "{\"requestId\":1}"));
        assertThat(servers.queue("fs")).hasSize(2).last().asString().contains("cancelled");
        servers.queue("fs").clear();
        servers.assertSilence();
    }

    @Test
    void withPrefixesABareUriIsNobodys() {
        TestFederation servers = open(PrefixMode.ALWAYS, "fs", "git");
        assertThat(listed(servers, resources("x:1"), resources()))
                .isEqualTo(result("99", resources("fs+x:1")));
        servers.client(read("1", "x:1"));
        assertThat(servers.told()).contains("\"code\":-32002");
        servers.assertSilence();
    }

    @Test
    void whatIsRememberedIsBounded() {
        TestFederation servers = open(PrefixMode.NEVER, "fs", "git");
        List<String> uris = new ArrayList<>();
        for (int i = 0; i <= ExposedNames.MAX_URIS; i++) {
            uris.add("x:" + i);
        }
        String told = listed(servers, resources(uris.toArray(String[]::new)), resources());
        assertThat(told)
                .contains("\"x:" + (ExposedNames.MAX_URIS - 1) + "\"")
                .contains("\"fs+x:" + ExposedNames.MAX_URIS + "\"");

        TestFederation large = open(PrefixMode.NEVER, "fs", "git");
        String half = "x:" + "y".repeat(ExposedNames.MAX_CHARACTERS / 2 - 2);
        assertThat(listed(large, resources(half, half + "z"), resources()))
                .contains("\"" + half + "\"", "\"fs+" + half + "z\"");
    }
}
