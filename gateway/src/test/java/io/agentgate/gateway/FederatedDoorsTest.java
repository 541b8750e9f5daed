package io.agentgate.gateway;

import static io.agentgate.gateway.TestGateway.call;
import static io.agentgate.gateway.TestGateway.notification;
import static io.agentgate.gateway.TestGateway.request;
import static io.agentgate.gateway.TestGateway.result;
import static io.agentgate.gateway.TestGateway.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.audit.CallDecision;
import io.agentgate.gateway.audit.CallOrigin;
import io.agentgate.gateway.call.Session;
import io.agentgate.gateway.call.SessionIdentity;
import io.agentgate.gateway.federation.Federation;
import io.agentgate.gateway.federation.FederationSettings;
import io.agentgate.gateway.federation.PrefixMode;
import io.agentgate.gateway.federation.Roster;
import io.agentgate.gateway.federation.Step;
import io.agentgate.gateway.killswitch.KillSwitch;
import io.agentgate.gateway.killswitch.KillSwitch.Names;
import io.agentgate.gateway.killswitch.KillSwitches;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.Message;
import io.agentgate.protocol.Peer;
import io.agentgate.protocol.Request;
import io.agentgate.protocol.Scanner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Several servers behind real doors: rules and records know servers and tools by their own names.
 */
class FederatedDoorsTest extends GatewayTest {
    private static final String NO_DELETE =
            """
            [[rules]]
            id = "no-delete"
            tool = "delete_file"
            action = "deny"
            """;

    private final Federation federation =
            new Federation(
                    new Roster(
                            FederationSettings.of(
                                    List.of("fs", "git"), PrefixMode.ALWAYS, "agentgate", "1")));
    private final Map<String, Session> sessions = new HashMap<>();
    private final List<String> told = new ArrayList<>();
    private final List<String> arrived = new ArrayList<>();

    @BeforeEach
    void begin() {
        for (String server : List.of("fs", "git")) {
            sessions.put(
                    server,
                    new Session(new SessionIdentity("s-" + server, "agent", "caller", server)));
        }
        client(
                "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{"
                    + "\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"sampling\":{}}}}");
        String initialized =
                "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{}},"
                        + "\"serverInfo\":{\"name\":\"s\",\"version\":\"1\"}}";
        server("fs", result("\"agentgate-1\"", initialized));
        server("git", result("\"agentgate-2\"", initialized));
        client(notification("notifications/initialized", "{}"));
        told.clear();
        arrived.clear();
    }

    private void client(String message) {
        Scanner scanner = new Scanner(Federation.CLIENT_LIMITS, Peer.CLIENT);
        carryOut(federation.fromClient((Message) scanner.scan(message.getBytes(UTF_8))));
    }

    private void server(String server, String message) {
        Ruling ruling = gateway.gatekeeper.release(session(server), message.getBytes(UTF_8));
        if (ruling instanceof Ruling.Forward forward) {
            carryOut(federation.fromServer(server, forward.frame(), forward.bearing()));
        }
    }

    private Session session(String server) {
        return Objects.requireNonNull(sessions.get(server));
    }

    /** What a transport does. */
    private void carryOut(List<Step> steps) {
        for (Step step : steps) {
            switch (step) {
                case Step.ToServer to -> admit(to.server(), to.frame(), null);
                case Step.Unreachable to -> admit(to.server(), to.frame(), to.reason());
                case Step.ToClient to -> told.add(to.frame().text());
                case Step.Note note -> told.add("note " + note.what());
            }
        }
    }

    private void admit(String server, Frame frame, @Nullable String unreachable) {
        switch (gateway.gatekeeper.admit(session(server), frame.bytes())) {
            case Ruling.Forward forward -> {
                Id awaits = forward.awaits();
                if (unreachable != null && awaits != null) {
                    lose(server, awaits, unreachable);
                } else {
                    arrived.add(server + " " + forward.frame().text());
                }
            }
            case Ruling.Reply reply -> {
                Id id =
                        switch (new Scanner(Federation.CLIENT_LIMITS, Peer.CLIENT)
                                .scan(frame.bytes())) {
                            case Request request -> request.id();
                            default -> throw new AssertionError(reply);
                        };
                carryOut(federation.refused(server, id, reply.frame()));
            }
            case Ruling.Drop drop -> {}
            case Ruling.Later later -> throw new AssertionError(later);
            case Ruling.Elsewhere elsewhere -> throw new AssertionError(elsewhere);
        }
    }

    private void lose(String server, Id id, String reason) {
        if (gateway.gatekeeper.lose(session(server), id, Loss.NOT_SENT, reason)
                instanceof Ruling.Forward forward) {
            carryOut(federation.fromServer(server, forward.frame(), forward.bearing()));
        }
    }

    /** MX-01. */
    @Test
    void aDenyOfAToolMatchesThePrefixedCallAndTheRecordNamesServerAndTool() {
        gateway.policy(NO_DELETE);
        client(call("1", "fs__delete_file", "{\"path\":\"/tmp/x\"}"));
        assertThat(arrived).isEmpty();
        assertThat(told).singleElement().asString().contains("\"id\":1,\"error\"", "no-delete");
        assertThat(gateway.decisions())
                .singleElement()
                .satisfies(
                        decided -> {
                            assertThat(decided.origin())
                                    .isEqualTo(
                                            new CallOrigin(
                                                    "s-fs",
                                                    "agent",
                                                    "caller",
                                                    "fs",
                                                    "delete_file",
                                                    "1"));
                            assertThat(decided.basis().decision()).isEqualTo(CallDecision.DENIED);
                        });
    }

    @Test
    void whatIsStoppedOfOneServerIsNotStoppedOfAnother() {
        gateway.switches =
                new KillSwitches(
                        List.of(
                                new KillSwitch(
                                        "k",
                                        new KillSwitch.OfTool(Names.of("fs"), Names.of("read")),
                                        "stop",
                                        TestGateway.NOON)));
        client(call("1", "fs__read", "{}"));
        client(call("2", "git__read", "{}"));
        assertThat(told).singleElement().asString().contains("\"id\":1,\"error\"");
        assertThat(arrived).containsExactly("git " + call("2", "read", "{}"));
    }

    @Test
    void anAnswerIsReleasedAndRecordedBeforeTheClientIsTold() {
        client(call("1", "git__log", "{}"));
        server("git", result("1", text("done")));
        assertThat(told).containsExactly(result("1", text("done")));
        assertThat(gateway.outcomes()).hasSize(1);
        // What another server answers under the same id does not pass its door.
        server("fs", result("1", text("evil")));
        assertThat(told).hasSize(1);
    }

    @Test
    void aCallOfAServerThatIsAwayIsJudgedAndRecorded() {
        gateway.policy(NO_DELETE);
        carryOut(federation.left("fs", "it crashed"));
        told.clear();
        client(call("1", "fs__delete_file", "{}"));
        client(call("2", "fs__read", "{}"));
        assertThat(arrived).isEmpty();
        assertThat(told).hasSize(2);
        assertThat(told.getFirst()).contains("\"id\":1,\"error\"", "no-delete");
        assertThat(told.getLast())
                .contains("\"id\":2,\"error\"", "The server `fs` is not available: it crashed");
        assertThat(gateway.decisions()).hasSize(2);
        assertThat(gateway.outcomes()).hasSize(1);
    }

    @Test
    void requestsOfServersPassBothDoorsUnderTheirOwnIds() {
        server("fs", request("7", "sampling/createMessage"));
        assertThat(told).singleElement().asString().contains("\"id\":\"agentgate-3\"");
        client(result("\"agentgate-3\"", "{\"role\":\"assistant\"}"));
        assertThat(arrived).containsExactly("fs " + result("7", "{\"role\":\"assistant\"}"));
        assertThat(session("fs").serverRequests().isEmpty()).isTrue();
    }

    @Test
    void aNameLongerThanADoorTakesIsRefusedByTheDoor() {
        client(call("1", "fs__" + "x".repeat(128), "{}"));
        assertThat(arrived).hasSize(1);
        client(call("2", "fs__" + "x".repeat(129), "{}"));
        assertThat(told).singleElement().asString().contains("\"id\":2,\"error\"", "-32602");
    }

    @Test
    void listsPassTheDoorsTwice() {
        client(request("1", "tools/list"));
        assertThat(arrived).hasSize(2).allMatch(asked -> asked.contains("agentgate-"));
        server("fs", result("\"agentgate-3\"", "{\"tools\":[{\"name\":\"a\"}]}"));
        server("git", result("\"agentgate-4\"", "{\"tools\":[{\"name\":\"a\"}]}"));
        assertThat(told)
                .containsExactly(
                        result("1", "{\"tools\":[{\"name\":\"fs__a\"},{\"name\":\"git__a\"}]}"));
    }

    @Test
    void aClientThatVanishesMidCallEndsItAtEachDoor() {
        client(call("1", "fs__read", "{}"));
        federation.end();
        sessions.values().forEach(session -> gateway.gatekeeper.abandon(session, "client left"));
        server("fs", result("1", text("late")));
        assertThat(told).isEmpty();
        assertThat(gateway.outcomes()).hasSize(1);
    }
}
