package io.agentgate.gateway.federation;

import static io.agentgate.gateway.federation.TestFederation.initialized;
import static io.agentgate.gateway.federation.TestFederation.open;
import static io.agentgate.gateway.federation.TestFederation.request;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.Ruling.Bearing;
import io.agentgate.gateway.call.Session;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.Limits;
import io.agentgate.protocol.Message;
import io.agentgate.protocol.Notification;
import io.agentgate.protocol.Peer;
import io.agentgate.protocol.Request;
import io.agentgate.protocol.Response;
import io.agentgate.protocol.Scanner;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/**
 * Whatever scans, from any side and in any order, is taken without a fault; what comes out scans.
 */
class AnyMessagesTest {
    private static final List<String> METHODS =
            List.of(
                    "initialize",
                    "ping",
                    "tools/list",
                    "tools/call",
                    "prompts/list",
                    "prompts/get",
                    "resources/list",
                    "resources/templates/list",
                    "resources/read",
                    "resources/subscribe",
                    "completion/complete",
                    "logging/setLevel",
                    "tasks/get",
                    "tasks/list",
                    "roots/list",
                    "sampling/createMessage",
                    "elicitation/create",
                    "notifications/initialized",
                    "notifications/cancelled",
                    "notifications/progress",
                    "notifications/message",
                    "notifications/list_changed",
                    "notifications/tools/list_changed",
                    "notifications/resources/updated",
                    "notifications/tasks/status",
                    "/list_changed",
                    "x");

    private static final List<String> NAMES =
            List.of(
                    "name",
                    "uri",
                    "taskId",
                    "task",
                    "ref",
                    "type",
                    "cursor",
                    "nextCursor",
                    "tools",
                    "prompts",
                    "resources",
                    "tasks",
                    "content",
                    "contents",
                    "messages",
                    "resource",
                    "_meta",
                    "ui",
                    "resourceUri",
                    "io.agentgate/server",
                    "io.modelcontextprotocol/related-task",
                    "progressToken",
                    "requestId",
                    "protocolVersion",
                    "capabilities",
                    "instructions",
                    "code",
                    "message",
                    "data",
                    "\\u0075ri");

    private static final List<String> SCALARS =
            List.of(
                    "\"\"",
                    "\"fs__a\"",
                    "\"git__\"",
                    "\"a\"",
                    "\"fs+x:y\"",
                    "\"ui:\\/\\/p\"",
                    "\"fs:1\"",
                    "\"resource_link\"",
                    "\"resource\"",
                    "\"ref/prompt\"",
                    "\"2025-11-25\"",
                    "\"agentgate-3\"",
                    "1",
                    "2",
                    "-0.5",
                    "true",
                    "null");

    private static final List<String> IDS =
            List.of(
                    "1",
                    "2",
                    "3.0",
                    "\"a\"",
                    "\"agentgate-3\"",
                    "\"agentgate-4\"",
                    "\"agentgate-5\"");

    private final Scanner ofClient = new Scanner(Federation.CLIENT_LIMITS, Peer.CLIENT);
    private final Scanner ofServer = new Scanner(Session.SERVER_LIMITS, Peer.SERVER);

    @RepeatedTest(60)
    void nothingThrowsAndAllThatComesOutScans(RepetitionInfo round) {
        Random random = new Random(round.getCurrentRepetition());
        PrefixMode mode = pick(random, List.of(PrefixMode.values()));
        TestFederation servers =
                random.nextBoolean()
                        ? open(mode, "fs", "git")
                        : new TestFederation(mode, "fs", "git");
        for (int turn = 0; turn < 400; turn++) {
            String server = pick(random, List.of("fs", "git"));
            switch (random.nextInt(12)) {
                case 0 -> servers.left(server, "gone");
                case 1 -> servers.joined(server);
                case 2 -> servers.pass(Duration.ofSeconds(random.nextInt(20)));
                case 3 -> answer(servers, server, random);
                case 4, 5, 6, 7 -> client(servers, message(random));
                default -> server(servers, server, message(random), random);
            }
            for (String told : servers.told) {
                assertThat(ofServer.scan(told.getBytes(UTF_8)))
                        .as(told)
                        .isInstanceOf(Message.class);
            }
            servers.told.clear();
            servers.bearings.clear();
        }
    }

    private void client(TestFederation servers, String message) {
        if (ofClient.scan(message.getBytes(UTF_8)) instanceof Message scanned) {
            servers.take(servers.federation.fromClient(scanned));
        }
    }

    private void server(TestFederation servers, String server, String message, Random random) {
        if (ofServer.scan(message.getBytes(UTF_8)) instanceof Message scanned) {
            Bearing bearing =
                    switch (scanned) {
                        case Request request -> new Bearing.Asks(request.id());
                        case Response response ->
                                response.id() == null
                                        ? Bearing.ALONE
                                        : new Bearing.Answers(
                                                Objects.requireNonNull(response.id()));
                        case Notification notification ->
                                random.nextInt(3) == 0
                                        ? new Bearing.ReportsOn(Id.of(1))
                                        : Bearing.ALONE;
                    };
            servers.take(servers.federation.fromServer(server, scanned.frame(), bearing));
        }
    }

    /** A server answers what it was asked, with something likely or with anything. */
    private void answer(TestFederation servers, String server, Random random) {
        if (servers.queue(server).isEmpty()) {
            return;
        }
        String asked = servers.sentTo(server);
        if (new Scanner(Limits.DEFAULT, Peer.CLIENT).scan(asked.getBytes(UTF_8))
                instanceof Request request) {
            String result =
                    request.method().equals("initialize") && random.nextInt(4) > 0
                            ? initialized(TestFederation.ALL, "")
                            : random.nextBoolean()
                                    ? TestFederation.tools("a", "fs__b", "c")
                                    : value(random, 4);
            server(servers, server, TestFederation.result(request.id().toString(), result), random);
        }
    }

    private static String message(Random random) {
        String id = pick(random, IDS);
        String method = pick(random, METHODS);
        return switch (random.nextInt(4)) {
            case 0 -> TestFederation.result(id, value(random, 4));
            case 1 -> TestFederation.notification(method, object(random, 4));
            default -> request(id, method, object(random, 4));
        };
    }

    private static String value(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 5 : 2)) {
            case 0, 1 -> pick(random, SCALARS);
            case 2 -> "[" + value(random, depth - 1) + "," + value(random, depth - 1) + "]";
            default -> object(random, depth);
        };
    }

    private static String object(Random random, int depth) {
        StringBuilder object = new StringBuilder("{");
        for (int i = random.nextInt(5); i > 0; i--) {
            object.append(object.length() > 1 ? "," : "")
                    .append('"')
                    .append(pick(random, NAMES))
                    .append("\":")
                    .append(value(random, depth - 1));
        }
        return object.append('}').toString();
    }

    private static <T> T pick(Random random, List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
