package io.agentgate.gateway.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentgate.gateway.Loss;
import io.agentgate.gateway.call.Session;
import io.agentgate.gateway.call.SessionIdentity;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.Message;
import io.agentgate.protocol.Peer;
import io.agentgate.protocol.Request;
import io.agentgate.protocol.Scanner;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SharedLinksTest {
    private static final String INITIALIZE =
            "{\"jsonrpc\":\"2.0\",\"id\":ID,\"method\":\"initialize\",\"params\":{\"protocolVersion\":"
                + "\"2025-06-18\",\"capabilities\":{\"roots\":{},\"sampling\":{}},\"clientInfo\":{}}}";
    private static final String INITIALIZED_RESULT =
            "{\"jsonrpc\":\"2.0\",\"id\":ID,\"result\":{\"protocolVersion\":\"2025-06-18\"}}";

    /** The server behind: what it was sent, and a way to speak for it. */
    private static final class Server implements Links {
        final List<String> got = new ArrayList<>();
        final List<@Nullable Id> awaited = new ArrayList<>();
        final List<LinkListener> opened = new ArrayList<>();
        int closed;

        @Override
        public ServerLink open(SessionIdentity session, LinkListener listener) {
            opened.add(listener);
            return new ServerLink() {
                @Override
                public void send(Outgoing message) {
                    got.add(message.frame().text());
                    awaited.add(message.awaits());
                }

                @Override
                public void pause() {}

                @Override
                public void resume() {}

                @Override
                public void close() {
                    closed++;
                }
            };
        }

        void says(String message) {
            says(message, null);
        }

        void says(String message, @Nullable Id within) {
            opened.getLast().received(message.getBytes(UTF_8), within);
        }

        List<String> taken() {
            List<String> all = List.copyOf(got);
            got.clear();
            awaited.clear();
            return all;
        }
    }

    /** What a session heard. */
    private static class Client implements LinkListener {
        final List<String> heard = new ArrayList<>();

        @Override
        public void received(byte[] message, @Nullable Id within) {
            heard.add(new String(message, UTF_8) + (within == null ? "" : " within " + within));
        }

        @Override
        public void oversized(byte[] head, byte[] tail) {
            heard.add("oversized " + new String(head, UTF_8) + "…" + new String(tail, UTF_8));
        }

        @Override
        public void lost(Id request, Loss loss, String reason) {
            heard.add("lost " + request + " " + loss + ": " + reason);
        }

        @Override
        public void ended(String reason) {
            heard.add("ended: " + reason);
        }

        List<String> taken() {
            List<String> all = List.copyOf(heard);
            heard.clear();
            return all;
        }
    }

    private final Server server = new Server();
    private final SharedLinks links = new SharedLinks(server);
    private final Client ann = new Client();
    private final Client bob = new Client();

    private ServerLink open(LinkListener client) throws LinkException {
        return links.open(new SessionIdentity("s", "agent", "caller", "files"), client);
    }

    private static void send(ServerLink link, String text) {
        Scanner scanner = new Scanner(Session.SERVER_LIMITS, Peer.CLIENT);
        Message message = (Message) scanner.scan(text.getBytes(UTF_8));
        Id awaits = message instanceof Request request ? request.id() : null;
        link.send(new ServerLink.Outgoing(message.frame(), awaits, null, null));
    }

    private static String request(String id, String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":%s,\"method\":\"%s\",\"params\":%s}"
                .formatted(id, method, params);
    }

    private static String result(String id) {
        return "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":{}}".formatted(id);
    }

    private static String failure(String id) {
        return "{\"jsonrpc\":\"2.0\",\"id\":%s,\"error\":{\"code\":-32602,\"message\":\"no\"}}"
                .formatted(id);
    }

    private static String ours(int number) {
        return "\"agentgate-" + number + "\"";
    }

    private static String notification(String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"%s\",\"params\":%s}".formatted(method, params);
    }

    /** A link on which one session has shaken hands, under the first id of ours. */
    private ServerLink initialized(Client client) throws LinkException {
        ServerLink link = open(client);
        send(link, INITIALIZE.replace("ID", "0"));
        server.says(INITIALIZED_RESULT.replace("ID", ours(1)));
        server.taken();
        client.taken();
        return link;
    }

    @Test
    void sessionsUseOneLink() throws Exception {
        open(ann);
        open(bob);

        assertThat(server.opened).hasSize(1);
    }

    @Test
    void initializeReachesTheServerWithoutClientCapabilities() throws Exception {
        send(open(ann), INITIALIZE.replace("ID", "\"a\""));

        assertThat(server.got)
                .containsExactly(
                        INITIALIZE
                                .replace("ID", ours(1))
                                .replace("{\"roots\":{},\"sampling\":{}}", "{}"));
        assertThat(server.awaited).containsExactly(Id.of("agentgate-1"));
    }

    @Test
    void initializedIsToldOnceAndByUs() throws Exception {
        ServerLink first = open(ann);
        send(first, INITIALIZE.replace("ID", "1"));
        server.taken();

        server.says(INITIALIZED_RESULT.replace("ID", ours(1)));

        assertThat(server.got)
                .containsExactly("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
        assertThat(ann.heard).containsExactly(INITIALIZED_RESULT.replace("ID", "1"));
        send(first, notification("notifications/initialized", "{}"));
        assertThat(server.got).hasSize(1);
    }

    @Test
    void laterInitializeIsAnsweredFromTheKeptResult() throws Exception {
        initialized(ann);
        ServerLink second = open(bob);

        send(second, INITIALIZE.replace("ID", "\"b\"").replace("2025-06-18", "2024-11-05"));

        assertThat(bob.heard).containsExactly(INITIALIZED_RESULT.replace("ID", "\"b\""));
        assertThat(server.got).isEmpty();
    }

    @Test
    void initializeMeanwhileWaitsForTheSameAnswer() throws Exception {
        send(open(ann), INITIALIZE.replace("ID", "1"));
        send(open(bob), INITIALIZE.replace("ID", "1.0"));
        assertThat(server.taken()).hasSize(1);

        server.says(INITIALIZED_RESULT.replace("ID", ours(1)));

        assertThat(ann.heard).containsExactly(INITIALIZED_RESULT.replace("ID", "1"));
        assertThat(bob.heard).containsExactly(INITIALIZED_RESULT.replace("ID", "1.0"));
    }

    @Test
    void refusedInitializeIsAskedAgain() throws Exception {
        send(open(ann), INITIALIZE.replace("ID", "1"));
        server.says(failure(ours(1)));
        assertThat(ann.heard).containsExactly(failure("1"));
        server.taken();

        send(open(bob), INITIALIZE.replace("ID", "1"));

        assertThat(server.got).hasSize(1);
    }

    @Test
    void initializeOfASessionThatLeavesIsKeptForTheOthers() throws Exception {
        ServerLink first = open(ann);
        send(first, INITIALIZE.replace("ID", "1"));
        server.taken();
        first.close();
        assertThat(server.got).isEmpty();
        send(open(bob), INITIALIZE.replace("ID", "2"));

        server.says(INITIALIZED_RESULT.replace("ID", ours(1)));

        assertThat(ann.heard).isEmpty();
        assertThat(bob.heard).containsExactly(INITIALIZED_RESULT.replace("ID", "2"));
    }

    @Test
    void equalIdsOfSessionsAreToldApartAndRestoredAsTheyWereSpelled() throws Exception {
        ServerLink first = open(ann);
        ServerLink second = open(bob);

        send(first, request("1", "tools/list", "{}"));
        send(second, request("1.0", "tools/list", "{}"));
        send(second, request("\"1\"", "tools/list", "{ }"));

        assertThat(server.taken())
                .containsExactly(
                        request(ours(1), "tools/list", "{}"),
                        request(ours(2), "tools/list", "{}"),
                        request(ours(3), "tools/list", "{ }"));
        server.says(result(ours(3)));
        server.says(result(ours(2)));
        server.says(result(ours(1)));
        assertThat(ann.heard).containsExactly(result("1"));
        assertThat(bob.heard).containsExactly(result("\"1\""), result("1.0"));
    }

    @Test
    void secondAnswerAndUnknownOneReachNobody() throws Exception {
        send(open(ann), request("1", "tools/list", "{}"));
        server.says(result(ours(1)));
        ann.taken();

        server.says(result(ours(1)));
        server.says(result("1"));
        server.says("Listening on stdio");

        assertThat(ann.heard).isEmpty();
    }

    @Test
    void progressReachesItsSessionUnderItsOwnToken() throws Exception {
        open(bob);
        ServerLink link = open(ann);
        send(
                link,
                request("7", "tools/call", "{\"_meta\":{\"progressToken\":1e0},\"name\":\"t\"}"));
        assertThat(server.got)
                .containsExactly(
                        request(
                                ours(1),
                                "tools/call",
                                "{\"_meta\":{\"progressToken\":" + ours(1) + "},\"name\":\"t\"}"));

        String progress = "{\"progressToken\":TOKEN,\"progress\":5}";
        server.says(notification("notifications/progress", progress.replace("TOKEN", ours(1))));
        server.says(result(ours(1)));
        server.says(notification("notifications/progress", progress.replace("TOKEN", ours(1))));
        server.says(notification("notifications/progress", progress.replace("TOKEN", "1")));

        assertThat(ann.heard)
                .containsExactly(
                        notification("notifications/progress", progress.replace("TOKEN", "1e0")),
                        result("7"));
        assertThat(bob.heard).isEmpty();
    }

    @Test
    void progressNobodyAskedForReachesNobody() throws Exception {
        send(open(ann), request("7", "tools/call", "{\"name\":\"t\"}"));

        server.says(
                notification(
                        "notifications/progress",
                        "{\"progressToken\":" + ours(1) + ",\"progress\":5}"));

        assertThat(ann.heard).isEmpty();
    }

    @Test
    void cancellationReachesTheServerUnderOurId() throws Exception {
        ServerLink link = open(ann);
        send(link, request("7", "tools/call", "{\"name\":\"t\"}"));
        server.taken();

        send(link, notification("notifications/cancelled", "{\"requestId\":7,\"reason\":\"x\"}"));
        send(link, notification("notifications/cancelled", "{\"requestId\":8}"));
        send(open(bob), notification("notifications/cancelled", "{\"requestId\":7}"));
        server.says(result(ours(1)));

        assertThat(server.got)
                .containsExactly(
                        notification(
                                "notifications/cancelled",
                                "{\"requestId\":" + ours(1) + ",\"reason\":\"x\"}"));
        assertThat(ann.heard).isEmpty();
    }

    @Test
    void initializeIsNotCancelled() throws Exception {
        ServerLink link = open(ann);
        send(link, INITIALIZE.replace("ID", "1"));
        server.taken();

        send(link, notification("notifications/cancelled", "{\"requestId\":1}"));

        assertThat(server.got).isEmpty();
    }

    @Test
    void serversRequestsAreRefusedButPing() throws Exception {
        open(ann);

        server.says(request("5", "ping", "{}"));
        server.says(request("\"s\"", "sampling/createMessage", "{}"));

        assertThat(server.got.get(0)).isEqualTo(result("5"));
        assertThat(server.got.get(1))
                .startsWith("{\"jsonrpc\":\"2.0\",\"id\":\"s\",\"error\":{\"code\":-32601,");
        assertThat(server.awaited).containsOnlyNulls();
        assertThat(ann.heard).isEmpty();
    }

    @Test
    void answersOfSessionsToTheServerAreDropped() throws Exception {
        ServerLink link = open(ann);

        send(link, result("5"));
        send(link, notification("notifications/roots/list_changed", "{}"));

        assertThat(server.got).isEmpty();
    }

    @Test
    void changedListsAndLogMessagesReachAllSessions() throws Exception {
        open(ann);
        open(bob);
        List<String> all =
                List.of(
                        notification("notifications/tools/list_changed", "{}"),
                        notification("notifications/prompts/list_changed", "{}"),
                        notification("notifications/resources/list_changed", "{}"),
                        notification("notifications/message", "{\"level\":\"info\"}"));

        all.forEach(server::says);

        assertThat(ann.heard).isEqualTo(all);
        assertThat(bob.heard).isEqualTo(all);
    }

    @Test
    void logMessageOnTheStreamOfARequestReachesItsSessionOnly() throws Exception {
        open(bob);
        send(open(ann), request("7", "tools/call", "{\"name\":\"t\"}"));
        String message = notification("notifications/message", "{\"level\":\"info\"}");

        server.says(message, Id.of("agentgate-1"));
        server.says(result(ours(1)), Id.of("agentgate-1"));

        assertThat(ann.heard).containsExactly(message + " within 7", result("7") + " within 7");
        assertThat(bob.heard).isEmpty();
    }

    @Test
    void notificationThatIsNobodysReachesNobody() throws Exception {
        open(ann);

        server.says(notification("notifications/tasks/status", "{\"taskId\":\"t\"}"));

        assertThat(ann.heard).isEmpty();
    }

    @Test
    void notificationOfASubscriptionReachesWhoListens() throws Exception {
        open(bob);
        send(open(ann), request("4", "subscriptions/listen", "{}"));
        String tagged =
                notification(
                        "notifications/tools/list_changed",
                        "{\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":TAG}}");

        server.says(tagged.replace("TAG", ours(1)));
        server.says(tagged.replace("TAG", ours(2)));

        assertThat(ann.heard).containsExactly(tagged.replace("TAG", "4"));
        assertThat(bob.heard).isEmpty();
    }

    private static String subscribe(String id, String uri) {
        return request(id, "resources/subscribe", "{\"uri\":\"" + uri + "\"}");
    }

    private static String unsubscribe(String id, String uri) {
        return request(id, "resources/unsubscribe", "{\"uri\":\"" + uri + "\"}");
    }

    private static String updated(String uri) {
        return notification("notifications/resources/updated", "{\"uri\":\"" + uri + "\"}");
    }

    @Test
    void subscriptionIsSentOnceAndUpdatesReachSubscribers() throws Exception {
        ServerLink first = open(ann);
        ServerLink second = open(bob);
        Client carl = new Client();
        open(carl);

        send(first, subscribe("1", "file:///a"));
        server.says(result(ours(1)));
        send(second, subscribe("9", "file:///a"));
        server.says(updated("file:///a"));
        server.says(updated("file:///b"));

        assertThat(server.got).containsExactly(subscribe(ours(1), "file:///a"));
        assertThat(ann.heard).containsExactly(result("1"), updated("file:///a"));
        assertThat(bob.heard).containsExactly(result("9"), updated("file:///a"));
        assertThat(carl.heard).isEmpty();
    }

    @Test
    void subscriptionThatIsRefusedIsRefusedToAllWhoWaitAndAskedAgain() throws Exception {
        ServerLink first = open(ann);
        ServerLink second = open(bob);
        send(first, subscribe("1", "file:///a"));
        send(second, subscribe("2", "file:///a"));
        assertThat(server.taken()).hasSize(1);

        server.says(failure(ours(1)));
        server.says(updated("file:///a"));

        assertThat(ann.heard).containsExactly(failure("1"));
        assertThat(bob.heard).containsExactly(failure("2"));
        send(second, subscribe("3", "file:///a"));
        assertThat(server.got).containsExactly(subscribe(ours(2), "file:///a"));
    }

    @Test
    void lastWhoUnsubscribesTellsTheServer() throws Exception {
        ServerLink first = open(ann);
        ServerLink second = open(bob);
        send(first, subscribe("1", "file:///a"));
        server.says(result(ours(1)));
        send(second, subscribe("1", "file:///a"));
        server.taken();
        ann.taken();
        bob.taken();

        send(first, unsubscribe("2", "file:///a"));
        assertThat(ann.heard).containsExactly(result("2"));
        assertThat(server.got).isEmpty();
        server.says(updated("file:///a"));
        assertThat(ann.heard).hasSize(1);
        assertThat(bob.heard).containsExactly(updated("file:///a"));

        send(second, unsubscribe("2", "file:///a"));
        assertThat(server.got).containsExactly(unsubscribe(ours(2), "file:///a"));
    }

    @Test
    void subscriptionsOfASessionAreBounded() throws Exception {
        ServerLink link = open(ann);
        for (int i = 0; i < 1_024; i++) {
            send(link, subscribe("1", "file:///" + i));
            server.says(result(ours(i + 1)));
        }
        ann.taken();
        server.taken();

        send(link, subscribe("1", "file:///more"));

        assertThat(ann.heard).hasSize(1);
        assertThat(ann.heard.getFirst()).contains("\"error\"", "too many subscriptions");
        assertThat(server.got).isEmpty();
    }

    private static String level(String id, String level) {
        return request(id, "logging/setLevel", "{\"level\":\"" + level + "\"}");
    }

    @Test
    void mostTalkativeLevelWins() throws Exception {
        ServerLink first = open(ann);
        ServerLink second = open(bob);

        send(first, level("1", "warning"));
        send(second, level("1", "error"));
        send(second, level("2", "debug"));
        send(second, level("3", "alert"));

        assertThat(server.got)
                .containsExactly(
                        level(ours(1), "warning"),
                        level(ours(2), "debug"),
                        level(ours(3), "warning"));
        assertThat(bob.heard).containsExactly(result("1"));
    }

    @Test
    void levelOfASessionThatLeavesCountsNoMore() throws Exception {
        ServerLink first = open(ann);
        ServerLink second = open(bob);
        send(first, level("1", "warning"));
        send(second, level("1", "debug"));
        server.says(result(ours(1)));
        server.says(result(ours(2)));
        server.taken();

        second.close();

        assertThat(server.got).containsExactly(level(ours(3), "warning"));
    }

    @Test
    void levelThatWasRefusedIsAskedForAgain() throws Exception {
        ServerLink link = open(ann);
        send(link, level("1", "debug"));
        server.says(failure(ours(1)));
        server.taken();

        send(link, level("2", "debug"));

        assertThat(server.got).containsExactly(level(ours(2), "debug"));
    }

    @Test
    void sessionThatClosesCancelsItsRequestsAndLeavesTheLinkToOthers() throws Exception {
        ServerLink first = open(ann);
        ServerLink second = open(bob);
        send(first, request("1", "tools/call", "{\"name\":\"t\"}"));
        send(first, subscribe("2", "file:///a"));
        server.says(result(ours(2)));
        send(second, request("1", "tools/list", "{}"));
        server.taken();
        ann.taken();

        first.close();
        first.close();
        send(first, request("3", "tools/list", "{}"));

        assertThat(server.got)
                .containsExactly(
                        notification(
                                "notifications/cancelled",
                                "{\"requestId\":"
                                        + ours(1)
                                        + ",\"reason\":\"the session is over\"}"),
                        unsubscribe(ours(4), "file:///a"));
        assertThat(server.closed).isZero();
        server.says(result(ours(1)));
        server.says(result(ours(3)));
        assertThat(ann.heard).isEmpty();
        assertThat(bob.heard).containsExactly(result("1"));
    }

    @Test
    void lostRequestIsToldUnderTheIdOfItsSession() throws Exception {
        send(open(ann), request("\"x\"", "tools/list", "{}"));

        server.opened.getFirst().lost(Id.of("agentgate-1"), Loss.NOT_SENT, "full");

        assertThat(ann.heard).containsExactly("lost \"x\" NOT_SENT: full");
    }

    @Test
    void answerThatCannotBeReadIsLost() throws Exception {
        send(open(ann), request("1", "tools/list", "{}"));

        server.says("{\"jsonrpc\":\"2.0\",\"id\":" + ours(1) + ",\"result\":{\"a\":1,\"a\":2}}");

        assertThat(ann.heard).hasSize(1);
        assertThat(ann.heard.getFirst()).startsWith("lost 1 NO_ANSWER: the server's answer cannot");
    }

    @Test
    void answerThatIsTooLargeIsToldWithTheIdOfItsSession() throws Exception {
        ServerLink link = open(ann);
        send(link, request("1", "tools/list", "{}"));
        send(link, request("\"z\"", "tools/list", "{}"));
        LinkListener listener = server.opened.getFirst();

        listener.oversized(
                "{\"id\" : \"agentgate-1\",\"result\":".getBytes(UTF_8), "x\"}".getBytes(UTF_8));
        listener.oversized(
                "{\"result\":\"".getBytes(UTF_8), "x\",\"id\":\"agentgate-2\"}".getBytes(UTF_8));
        listener.oversized("{".getBytes(UTF_8), "}".getBytes(UTF_8));

        assertThat(ann.heard)
                .containsExactly(
                        "oversized {\"id\" : 1,\"result\":…x\"}",
                        "oversized {\"result\":\"…x\",\"id\":\"z\"}");
    }

    @Test
    void endOfTheLinkIsToldToAllAndTheNextSessionOpensAnother() throws Exception {
        ServerLink first = initialized(ann);
        open(bob);

        server.opened.getFirst().ended("the server ended with exit code 3");
        send(first, request("8", "tools/list", "{}"));

        assertThat(ann.heard)
                .containsExactly(
                        "ended: the server ended with exit code 3",
                        "lost 8 NOT_SENT: the server takes no more messages");
        assertThat(bob.heard).containsExactly("ended: the server ended with exit code 3");
        Client carl = new Client();
        send(open(carl), INITIALIZE.replace("ID", "1"));
        assertThat(server.opened).hasSize(2);
        assertThat(server.got).hasSize(1);
    }

    @Test
    void closedServerEndsForAllAndOpensNoMore() throws Exception {
        open(ann);

        links.close();

        assertThat(server.closed).isEqualTo(1);
        assertThat(ann.heard).containsExactly("ended: the server is not offered any more");
        assertThatThrownBy(() -> open(bob)).isInstanceOf(LinkException.class);
    }

    @Test
    void refusalToOpenIsGivenOn() {
        SharedLinks refused =
                new SharedLinks(
                        (session, listener) -> {
                            throw new LinkException("the server failed", null);
                        });

        assertThatThrownBy(() -> refused.open(new SessionIdentity("s", "a", "c", "files"), ann))
                .hasMessage("the server failed");
    }

    @Test
    void requestsOfASessionAreBounded() throws Exception {
        ServerLink link = open(ann);
        for (int i = 0; i < 1_024; i++) {
            send(link, request(Integer.toString(i), "tools/list", "{}"));
        }
        server.taken();

        send(link, request("5000", "tools/list", "{}"));
        send(open(bob), request("5000", "tools/list", "{}"));

        assertThat(ann.heard)
                .containsExactly("lost 5000 NOT_SENT: too many requests wait for the server");
        assertThat(server.got).hasSize(1);
    }

    @Test
    void sessionsAreBounded() throws Exception {
        for (int i = 0; i < 999; i++) {
            open(bob);
        }
        ServerLink last = open(ann);

        assertThatThrownBy(() -> open(ann))
                .isInstanceOf(LinkException.class)
                .hasMessage("the server has too many sessions (1000)");
        last.close();
        open(ann);
    }

    @Test
    void pausedSessionHoldsUpNoOther() throws Exception {
        ServerLink first = open(ann);
        open(bob);
        String changed = notification("notifications/tools/list_changed", "{}");

        first.pause();
        server.says(changed);
        assertThat(ann.heard).isEmpty();
        assertThat(bob.heard).containsExactly(changed);

        first.resume();
        assertThat(ann.heard).containsExactly(changed);
    }

    @Test
    void whatAPausedSessionIsKeptIsBounded() throws Exception {
        ServerLink first = open(ann);
        send(first, request("1", "tools/list", "{}"));
        first.pause();
        String changed = notification("notifications/tools/list_changed", "{}");
        for (int i = 0; i < 2_000; i++) {
            server.says(changed);
        }
        server.says(result(ours(1)));

        first.resume();

        assertThat(ann.heard).hasSize(1_025);
        assertThat(ann.heard.getLast())
                .isEqualTo("lost 1 BROKEN: the client does not read: the answer was dropped");
    }

    @Test
    void sessionWhoseListenerFailsEndsAndTheOthersGoOn() throws Exception {
        List<String> ends = new ArrayList<>();
        open(
                new LinkListener() {
                    @Override
                    public void received(byte[] message, @Nullable Id within) {
                        throw new IllegalStateException("a fault");
                    }

                    @Override
                    public void oversized(byte[] head, byte[] tail) {}

                    @Override
                    public void lost(Id request, Loss loss, String reason) {}

                    @Override
                    public void ended(String reason) {
                        ends.add(reason);
                    }
                });
        open(bob);
        String changed = notification("notifications/tools/list_changed", "{}");

        server.says(changed);
        server.says(changed);

        assertThat(ends).containsExactly("internal error");
        assertThat(bob.heard).containsExactly(changed, changed);
    }

    @Test
    void sessionThatSendsWhileItIsToldIsToldTheAnswerBehind() throws Exception {
        initialized(ann);
        ServerLink[] link = new ServerLink[1];
        Client eager =
                new Client() {
                    @Override
                    public void received(byte[] message, @Nullable Id within) {
                        heard.add("begin");
                        if (heard.size() == 1) {
                            send(link[0], INITIALIZE.replace("ID", "5"));
                        }
                        heard.add("end");
                    }
                };
        link[0] = open(eager);

        server.says(notification("notifications/tools/list_changed", "{}"));

        assertThat(eager.heard).containsExactly("begin", "end", "begin", "end");
    }

    @Test
    void frameOfANotificationIsGivenOnAsItIs() throws Exception {
        ServerLink link = open(ann);
        Frame own = Frame.of(notification("vendor/own", "{\"a\" : 1}").getBytes(UTF_8));

        link.send(new ServerLink.Outgoing(own, null, null, null));

        assertThat(server.got).containsExactly(own.text());
    }
}
