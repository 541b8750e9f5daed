package io.agentgate.gateway.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentgate.gateway.Loss;
import io.agentgate.gateway.call.SessionIdentity;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CallerLinksTest {
    private final AtomicLong now = new AtomicLong();
    private final Server server = new Server();
    private final CallerLinks links = new CallerLinks(server, now::get);

    /** A server that keeps what it gets. */
    private static final class Server implements Links {
        private final List<Link> opened = new ArrayList<>();

        @Override
        public ServerLink open(SessionIdentity session, LinkListener listener) {
            Link link = new Link(listener);
            opened.add(link);
            return link;
        }
    }

    private static final class Link implements ServerLink {
        private final LinkListener listener;
        private final List<String> sent = new ArrayList<>();
        private boolean closed;

        Link(LinkListener listener) {
            this.listener = listener;
        }

        @Override
        public void send(Outgoing message) {
            sent.add(message.frame().text());
        }

        void say(String message) {
            listener.received(message.getBytes(UTF_8), null);
        }

        @Override
        public void pause() {
            // It says little.
        }

        @Override
        public void resume() {
            // As above.
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private static final class Hearing implements LinkListener {
        private final List<String> heard = new ArrayList<>();

        @Override
        public void received(byte[] message, @Nullable Id within) {
            heard.add(new String(message, UTF_8));
        }

        @Override
        public void oversized(byte[] head, byte[] tail) {
            heard.add("oversized");
        }

        @Override
        public void lost(Id request, Loss loss, String reason) {
            heard.add("lost " + request + ": " + reason);
        }

        @Override
        public void ended(String reason) {
            heard.add("ended: " + reason);
        }
    }

    private ServerLink open(String caller, LinkListener hearing) throws LinkException {
        return links.open(new SessionIdentity("stateless", caller, caller, "s"), hearing);
    }

    private static ServerLink.Outgoing request(String id, String method, String more) {
        String json =
                "{\"jsonrpc\":\"2.0\",\"id\":"
                        + id
                        + ",\"method\":\""
                        + method
                        + "\",\"params\":{\"_meta\":{"
                        + "\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                        + "\"io.modelcontextprotocol/clientCapabilities\":{}"
                        + more
                        + "}}}";
        return new ServerLink.Outgoing(
                Frame.of(json.getBytes(UTF_8)),
                Id.fromToken(id.getBytes(UTF_8), new Span(0, id.length())),
                "2026-07-28",
                null);
    }

    @Test
    void eachCallerHasOneLinkForItsRequests() throws LinkException {
        Hearing one = new Hearing();
        Hearing two = new Hearing();
        open("alice", one).send(request("1", "tools/list", ""));
        open("alice", two).send(request("1", "tools/list", ""));
        open("bob", new Hearing()).send(request("1", "tools/list", ""));

        assertThat(server.opened).hasSize(2);
        Link alices = server.opened.getFirst();
        assertThat(alices.sent.get(0)).contains("\"id\":\"agentgate-1\"");
        assertThat(alices.sent.get(1)).contains("\"id\":\"agentgate-2\"");
        alices.say("{\"jsonrpc\":\"2.0\",\"id\":\"agentgate-2\",\"result\":{}}");
        assertThat(one.heard).isEmpty();
        assertThat(two.heard).containsExactly("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}");
    }

    @Test
    void logMessagesAreOfTheLatestRequestAndProgressOfItsOwn() throws LinkException {
        Hearing one = new Hearing();
        Hearing two = new Hearing();
        open("alice", one).send(request("1", "completion/complete", ",\"progressToken\":7"));
        open("alice", two).send(request("2", "completion/complete", ""));
        Link link = server.opened.getFirst();

        link.say("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"n\":1}}");
        link.say(
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\","
                        + "\"params\":{\"progressToken\":\"agentgate-1\",\"progress\":1}}");
        link.say("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}");

        assertThat(one.heard)
                .containsExactly(
                        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\","
                                + "\"params\":{\"progressToken\":7,\"progress\":1}}");
        assertThat(two.heard)
                .containsExactly(
                        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\","
                                + "\"params\":{\"n\":1}}");
    }

    @Test
    void aSubscriptionIsKnownByTheIdOfItsRequest() throws LinkException {
        Hearing listener = new Hearing();
        open("alice", listener).send(request("\"sub\"", "subscriptions/listen", ""));
        Link link = server.opened.getFirst();
        String tag = "\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":\"agentgate-1\"}";

        link.say(
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\",\"params\":{"
                        + tag
                        + "}}");
        link.say(
                "{\"jsonrpc\":\"2.0\",\"id\":\"agentgate-1\",\"result\":{\"resultType\":\"complete\","
                        + tag
                        + "}}");

        assertThat(listener.heard)
                .hasSize(2)
                .allMatch(heard -> heard.contains("subscriptionId\":\"sub\""))
                .noneMatch(heard -> heard.contains("agentgate"));
    }

    @Test
    void whoeverClosesCancels() throws LinkException {
        ServerLink request = open("alice", new Hearing());
        request.send(request("1", "completion/complete", ""));

        request.close();

        assertThat(server.opened.getFirst().sent.getLast())
                .contains("notifications/cancelled", "\"requestId\":\"agentgate-1\"");
        assertThat(server.opened.getFirst().closed).isFalse();
    }

    @Test
    void whatNobodyUsesIsClosed() throws LinkException {
        ServerLink request = open("alice", new Hearing());
        request.send(request("1", "completion/complete", ""));
        now.set(CallerLinks.UNUSED.toNanos());
        links.sweep();
        assertThat(server.opened.getFirst().closed).isFalse();

        request.close();
        now.addAndGet(CallerLinks.UNUSED.toNanos() - 1);
        links.sweep();
        assertThat(server.opened.getFirst().closed).isFalse();
        now.addAndGet(1);
        links.sweep();

        assertThat(server.opened.getFirst().closed).isTrue();
        assertThat(open("alice", new Hearing())).isNotNull();
        assertThat(server.opened).hasSize(2);
    }

    @Test
    void anEndIsHeardByAllThatWait() throws LinkException {
        Hearing hearing = new Hearing();
        open("alice", hearing).send(request("1", "completion/complete", ""));

        server.opened.getFirst().listener.ended("the server has ended");

        assertThat(hearing.heard).containsExactly("ended: the server has ended");
    }

    @Test
    void callersAreBounded() throws LinkException {
        for (int i = 0; i < CallerLinks.MAX_CALLERS; i++) {
            open("caller-" + i, new Hearing());
        }

        assertThatThrownBy(() -> open("one more", new Hearing()))
                .isInstanceOf(LinkException.class)
                .hasMessageContaining("too many callers");
    }

    @Test
    void nothingIsOpenedOnceItIsClosed() throws LinkException {
        open("alice", new Hearing());

        links.close();

        assertThat(server.opened.getFirst().closed).isTrue();
        assertThatThrownBy(() -> open("alice", new Hearing())).isInstanceOf(LinkException.class);
    }
}
