package io.agentgate.gateway.federation;

import static io.agentgate.gateway.federation.TestFederation.ALL;
import static io.agentgate.gateway.federation.TestFederation.call;
import static io.agentgate.gateway.federation.TestFederation.id;
import static io.agentgate.gateway.federation.TestFederation.initialize;
import static io.agentgate.gateway.federation.TestFederation.initialized;
import static io.agentgate.gateway.federation.TestFederation.notification;
import static io.agentgate.gateway.federation.TestFederation.request;
import static io.agentgate.gateway.federation.TestFederation.result;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class HandshakeTest {
    private static final Duration IN_TIME = Duration.ofSeconds(9);
    private static final Duration TOO_LATE = Duration.ofSeconds(11);

    private final TestFederation servers = new TestFederation(PrefixMode.ALWAYS, "fs", "git");

    @Test
    void allServersAreAskedAtOnceWithTheClientsOwnWords() {
        servers.client(initialize("{\"sampling\":{},\"x\":[1]}"));
        assertThat(servers.sentTo("fs"))
                .isEqualTo(
                        initialize("{\"sampling\":{},\"x\":[1]}")
                                .replace("\"id\":0", "\"id\":\"agentgate-1\""));
        assertThat(servers.sentTo("git")).contains("\"id\":\"agentgate-2\"");
        assertThat(servers.told).isEmpty();
    }

    @Test
    void theAnswerIsOneOfAllServers() {
        servers.client(initialize("{}"));
        servers.answer(
                "fs",
                initialized(
                        "{\"tools\":{\"listChanged\":false},\"resources\":{\"subscribe\":true},"
                                + "\"extensions\":{\"io.x/a\":{\"deep\":1}},\"own\":7}",
                        ",\"instructions\":\"Read first.\",\"_meta\":{\"a\":1}"));
        assertThat(servers.told).isEmpty();
        servers.answer(
                "git",
                initialized(
                        "{\"tools\":{},\"resources\":{\"subscribe\":false},"
                                + "\"extensions\":{\"io.x/b\":{},\"io.x/a\":{\"more\":true}}}",
                        ",\"instructions\":\"Commit \\\"often\\\".\""));
        assertThat(servers.told())
                .isEqualTo(
                        result(
                                "0",
                                "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{"
                                    + "\"tools\":{\"listChanged\":true},"
                                    + "\"resources\":{\"listChanged\":true,\"subscribe\":true},"
                                    + "\"extensions\":{\"io.x/a\":{\"deep\":1,\"more\":true},\"io.x/b\":{}},"
                                    + "\"own\":7},"
                                    + "\"serverInfo\":{\"name\":\"agentgate\",\"version\":\"1.0\"},\"instructions\":\"##"
                                    + " Server `fs`\\n"
                                    + "\\n"
                                    + "Read first.\\n"
                                    + "\\n"
                                    + "## Server `git`\\n"
                                    + "\\n"
                                    + "Commit \\\"often\\\".\",\"_meta\":{\"fs\":{\"a\":1}}}"));
    }

    @Test
    void revisionIsTheClientsIfOneServerAgreedElseTheNewest() {
        servers.client(initialize("{}"));
        servers.answer("fs", initialized("{}", "").replace("2025-11-25", "2025-03-26"));
        servers.answer("git", initialized("{}", "").replace("2025-11-25", "2025-06-18"));
        assertThat(servers.told()).contains("\"protocolVersion\":\"2025-06-18\"");
        assertThat(servers.federation.revision("fs")).isEqualTo("2025-03-26");

        TestFederation one = new TestFederation(PrefixMode.ALWAYS, "fs", "git");
        one.client(initialize("{}"));
        one.answer("fs", initialized("{}", ""));
        one.answer("git", initialized("{}", "").replace("2025-11-25", "2026-01-01"));
        assertThat(one.told()).contains("\"protocolVersion\":\"2025-11-25\"");
    }

    @Test
    void aServerThatFailsIsNamedAndTheOthersServe() {
        servers.client(initialize("{}"));
        servers.fail("fs", -32603, "no disk");
        servers.answer("git", initialized("{}", ""));
        assertThat(servers.told())
                .contains(
                        "\"instructions\":\"## Servers that are not available now\\n"
                                + "\\n"
                                + "- `fs`: no disk\"")
                .contains(
                        "\"_meta\":{\"io.agentgate/servers\":{\"fs\":{\"state\":\"failed\",\"reason\":\"no"
                            + " disk\"}}}");
    }

    @Test
    void onlyIfNoneIsThereTheClientGetsAnError() {
        servers.client(initialize("{}"));
        servers.left("fs", "cannot be started");
        servers.answer("git", "{\"nothing\":1}");
        assertThat(servers.told())
                .contains("\"error\"", "fs: cannot be started")
                .contains("git: its answer to initialize names no protocol version");
        servers.client(call("1", "fs__x"));
        assertThat(servers.told()).contains("-32600");
    }

    @Test
    void aServerThatHangsIsNotWaitedForAndJoinsWhenItAnswers() {
        servers.client(initialize("{}"));
        String asked = servers.sentTo("fs");
        servers.answer("git", initialized("{\"tools\":{}}", ""));
        servers.pass(IN_TIME);
        assertThat(servers.told).isEmpty();
        servers.pass(TOO_LATE);
        assertThat(servers.told()).contains("\"fs\":{\"state\":\"late\"");
        servers.client(notification("notifications/initialized", "{\"_meta\":{}}"));
        assertThat(servers.sentTo("git")).contains("notifications/initialized");
        servers.assertSilence();
        servers.server("fs", result(id(asked), initialized("{\"tools\":{},\"prompts\":{}}", "")));
        assertThat(servers.sentTo("fs"))
                .isEqualTo(notification("notifications/initialized", "{\"_meta\":{}}"));
        assertThat(servers.told()).contains("notifications/tools/list_changed");
        servers.client(call("1", "fs__x"));
        assertThat(servers.sentTo("fs")).contains("\"name\":\"x\"");
        // The client was not told of prompts, so it hears nothing of them.
        servers.server("fs", notification("notifications/prompts/list_changed", "{}"));
        servers.assertSilence();
        servers.server("fs", notification("notifications/tools/list_changed", "{}"));
        assertThat(servers.told()).contains("tools/list_changed");
    }

    @Test
    void aServerThatComesBackIsToldAllThatTheOthersKnow() {
        servers.begin();
        servers.client(request("1", "logging/setLevel", "{\"level\":\"error\"}"));
        servers.answer("fs", "{}");
        servers.answer("git", "{}");
        servers.client(request("2", "resources/subscribe", "{\"uri\":\"fs+file:///a\"}"));
        servers.answer("fs", "{}");
        servers.told.clear();
        servers.bearings.clear();
        servers.left("fs", "it crashed");
        assertThat(servers.told()).contains("notifications/tools/list_changed");
        assertThat(servers.told()).contains("notifications/prompts/list_changed");
        assertThat(servers.told()).contains("notifications/resources/list_changed");
        servers.joined("fs");
        servers.joined("fs");
        servers.answer("fs", initialized(ALL, ""));
        assertThat(servers.sentTo("fs")).contains("notifications/initialized");
        assertThat(servers.sentTo("fs")).contains("logging/setLevel", "\"level\":\"error\"");
        assertThat(servers.sentTo("fs"))
                .contains("\"method\":\"resources/subscribe\",\"params\":{\"uri\":\"file:///a\"}");
        assertThat(servers.told).hasSize(3);
        assertThat(servers.queue("git")).isEmpty();
    }

    @Test
    void initializedAndChangedRootsGoToAllAndInitializeComesOnce() {
        servers.begin();
        servers.client(notification("notifications/roots/list_changed", "{}"));
        assertThat(servers.sentTo("fs")).contains("roots/list_changed");
        assertThat(servers.sentTo("git")).contains("roots/list_changed");
        servers.client(initialize("{}").replace("\"id\":0", "\"id\":9"));
        assertThat(servers.told()).contains("\"id\":9", "-32600");
    }

    @Test
    void beforeTheAnswerTheClientIsAnsweredPingsOnly() {
        servers.client(request("\"p\"", "ping", "{}"));
        assertThat(servers.told()).isEqualTo(result("\"p\"", "{}"));
        servers.client(initialize("{}"));
        servers.client(notification("notifications/cancelled", "{\"requestId\":0}"));
        servers.client(notification("notifications/initialized", "{}"));
        assertThat(servers.queue("fs")).hasSize(1);
        servers.client(call("1", "fs__x"));
        assertThat(servers.told()).contains("\"id\":1", "-32600");
        servers.answer("fs", initialized("{}", ""));
        servers.answer("git", initialized("{}", ""));
        assertThat(servers.told()).contains("\"id\":0,\"result\"");
    }
}
