package io.agentgate.gateway.federation;

import static io.agentgate.gateway.federation.TestFederation.call;
import static io.agentgate.gateway.federation.TestFederation.id;
import static io.agentgate.gateway.federation.TestFederation.notification;
import static io.agentgate.gateway.federation.TestFederation.open;
import static io.agentgate.gateway.federation.TestFederation.request;
import static io.agentgate.gateway.federation.TestFederation.result;
import static io.agentgate.gateway.federation.TestFederation.tools;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.Ruling.Bearing;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import org.junit.jupiter.api.Test;

/** What one bad server does is its own trouble. */
class BadServersTest {
    private final TestFederation servers = open(PrefixMode.ALWAYS, "bad", "git");

    @Test
    void oneThatDiesMidCallEndsItsCallsAndNoOthers() {
        servers.client(call("1", "bad__a"));
        servers.client(call("2", "git__a"));
        servers.client(request("3", "tools/list", "{}"));
        servers.sentTo("git");
        servers.answer("git", tools("a"));
        servers.left("bad", "it crashed");
        assertThat(servers.told())
                .contains("\"id\":3,\"result\"", "\"bad\":{\"state\":\"away\"", "git__a");
        assertThat(servers.told()).contains("\"id\":1,\"error\"", "it crashed");
        assertThat(servers.told()).contains("tools/list_changed");
        servers.server("git", result("2", "{}"));
        assertThat(servers.told).hasSize(3).last().isEqualTo(result("2", "{}"));
    }

    @Test
    void oneThatAnswersTwiceIsHeardOnce() {
        servers.client(call("1", "bad__a"));
        servers.server("bad", result("1", "{\"n\":1}"));
        servers.server("bad", result("1", "{\"n\":2}"));
        assertThat(servers.told()).contains("\"n\":1");
        assertThat(servers.told).isEmpty();
        assertThat(servers.notes).containsExactly("bad: it answers what nobody waits for");
    }

    @Test
    void oneThatAnswersForAnotherIsNotHeard() {
        servers.client(call("1", "git__a"));
        servers.client(request("2", "tools/list", "{}"));
        String list = servers.queue("git").peekLast();
        servers.server("bad", result("1", "{}"));
        servers.server("bad", result(id(String.valueOf(list)), tools("evil")));
        servers.server("bad", result("\"agentgate-77\"", "{}"));
        servers.take(servers.federation.lost("bad", Id.of(1), "hm"));
        assertThat(servers.told).isEmpty();
        assertThat(servers.notes).hasSize(4);
        servers.server("git", result("1", "{}"));
        assertThat(servers.told()).isEqualTo(result("1", "{}"));
    }

    @Test
    void progressOfWhatIsOverIsDropped() {
        servers.client(
                request(
                        "1",
                        "tools/call",
                        "{\"name\":\"bad__a\",\"_meta\":{\"progressToken\":\"t\"}}"));
        servers.server("bad", result("1", "{}"));
        servers.told();
        String progress =
                notification("notifications/progress", "{\"progressToken\":\"t\",\"progress\":1}");
        servers.server("bad", progress);
        servers.server("git", progress);
        Frame frame = Frame.of(progress.getBytes(UTF_8));
        servers.take(servers.federation.fromServer("git", frame, new Bearing.ReportsOn(Id.of(1))));
        assertThat(servers.told).isEmpty();
        assertThat(servers.notes).hasSize(3);
    }

    @Test
    void progressOfAListIsOfNoUse() {
        servers.client(request("1", "tools/list", "{\"_meta\":{\"progressToken\":5}}"));
        servers.server(
                "bad",
                notification("notifications/progress", "{\"progressToken\":5,\"progress\":1}"));
        assertThat(servers.told).isEmpty();
        assertThat(servers.notes).isEmpty();
    }

    @Test
    void oneThatFloodsWithEmptyItemsCostsNothing() {
        servers.client(request("1", "tools/list", "{}"));
        servers.answer("bad", "{\"tools\":[0" + ",0".repeat(1_000_000) + "]}");
        servers.answer("git", tools("a"));
        assertThat(servers.told()).isEqualTo(result("1", tools("git__a")));
        assertThat(servers.notes).containsExactly("bad: an item of its list has no name");
    }

    @Test
    void oneWhoseInitializeIsNothingServesNothing() {
        for (String result : new String[] {"[]", "{}", "{\"protocolVersion\":7}", "\"x\""}) {
            TestFederation both = new TestFederation(PrefixMode.ALWAYS, "bad", "git");
            both.client(TestFederation.initialize("{}"));
            both.answer("bad", result);
            both.answer("git", TestFederation.initialized("{}", ""));
            assertThat(both.told()).contains("\"bad\":{\"state\":\"failed\"");
        }
    }

    @Test
    void longReasonsAreCut() {
        TestFederation both = new TestFederation(PrefixMode.ALWAYS, "bad", "git");
        both.client(TestFederation.initialize("{}"));
        both.fail("bad", -32603, "x".repeat(100_000));
        both.answer(
                "git",
                TestFederation.initialized(
                        "{}", ",\"instructions\":\"" + "y".repeat(100_000) + "\""));
        String told = both.told();
        assertThat(told.length()).isLessThan(2_000);
        assertThat(told).contains("Its instructions are too long to be shown.");
    }
}
