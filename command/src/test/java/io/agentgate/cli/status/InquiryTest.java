package io.agentgate.cli.status;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentgate.gateway.call.ClientInfo;
import io.agentgate.gateway.call.SessionIdentity;
import io.agentgate.gateway.catalogue.KnownTool;
import io.agentgate.gateway.catalogue.ListedTool;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InquiryTest {
    static final ProcessState STATE =
            new ProcessState(
                    new ProcessState.Program(
                            7, "serve", "1.0", Instant.parse("2026-11-21T01:33:45Z")),
                    new ProcessState.Place("tickets", "http://127.0.0.1:7072/mcp", null),
                    new ProcessState.Rules(
                            "/etc/\"rules\".toml",
                            "0123456789abcdef",
                            new ProcessState.Candidate("/etc/next.toml", "fedcba98", 120, 3),
                            2),
                    new ProcessState.Recording(
                            "/srv/ä.db", "blocking", 4_096, Duration.ofMillis(12), "it is locked"),
                    new ProcessState.Load(3, 2, true),
                    List.of(
                            new ServerState(
                                    "tickets",
                                    "/servers/tickets/mcp",
                                    "https://mcp.example.com/mcp",
                                    "2025-11-25",
                                    12,
                                    7,
                                    Duration.ofNanos(1_250_000),
                                    null,
                                    null,
                                    List.of(
                                            new ServerState.Endpoint("http://a/mcp", false, 4),
                                            new ServerState.Endpoint("http://b/mcp", true, 0))),
                            new ServerState(
                                    "files",
                                    "/servers/files/mcp",
                                    "npx",
                                    null,
                                    null,
                                    0,
                                    null,
                                    "`npx` cannot be started",
                                    new ServerState.Children(0, 3, Duration.ofMillis(1_500)))));

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    static final List<SessionState> SESSIONS =
            List.of(
                    new SessionState(
                            new SessionIdentity("s1", "agent \"x\"", "ann", "tickets"),
                            new ClientInfo("ä client", "1.0"),
                            "2025-11-25",
                            NOON,
                            NOON.plusSeconds(5)),
                    new SessionState(
                            new SessionIdentity("s2", "s2", "anonymous", "tickets"),
                            null,
                            null,
                            NOON,
                            NOON));
    private static final byte[] DEFINITION =
            "{\"name\":\"read\", \"inputSchema\":{\"type\":\"object\"}}".getBytes(UTF_8);
    static final List<ServerTools> SERVERS =
            List.of(
                    new ServerTools(
                            STATE.servers().getFirst(),
                            "http",
                            List.of(
                                    new KnownTool(
                                            new ListedTool(
                                                    "read",
                                                    ListedTool.Definition.of(
                                                            Value.of(Frame.of(DEFINITION)))),
                                            "read",
                                            null),
                                    new KnownTool(new ListedTool("huge", null), null, "open")),
                            7),
                    new ServerTools(STATE.servers().getLast(), "stdio", List.of(), 0));

    static final Told TOLD = new Telling();
    static final SessionState LONG_SESSION =
            new SessionState(
                    new SessionIdentity("s".repeat(600), "agent", "ann", "tickets"),
                    null,
                    null,
                    NOON,
                    NOON);

    /** Tells what there is above. */
    static class Telling implements Told {
        @Override
        public ProcessState state() {
            return STATE;
        }

        @Override
        public String command() {
            return "serve";
        }

        @Override
        public int killSwitches() {
            return 5;
        }

        @Override
        public List<SessionState> sessions() {
            return SESSIONS;
        }

        @Override
        public List<ServerTools> servers() {
            return SERVERS;
        }
    }

    @Test
    void answerTellsTheStateToWhoeverAsks() {
        byte[] answer = Inquiry.answer(Inquiry.STATE.question(), TOLD);

        assertThat(Inquiry.STATE.answered(answer)).isEqualTo(STATE);
        assertThat(new String(answer, UTF_8)).startsWith("{\"v\":1,").endsWith("}\n");
    }

    @Test
    void answerTellsHowManyKillSwitchesAreInForce() {
        byte[] answer = Inquiry.answer(Inquiry.KILL_SWITCHES.question(), TOLD);

        assertThat(Inquiry.KILL_SWITCHES.answered(answer)).isEqualTo(5);
        assertThatThrownBy(() -> Inquiry.KILL_SWITCHES.answered(Inquiry.error("no")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void answerTellsOfSessions() {
        byte[] answer = Inquiry.answer(Inquiry.SESSIONS.question(), TOLD);

        assertThat(Inquiry.SESSIONS.answered(answer))
                .isEqualTo(new OfProcess<>(ProcessHandle.current().pid(), "serve", SESSIONS));
    }

    @Test
    void answerTellsOfServersAndTheirToolsByteByByte() {
        byte[] answer = Inquiry.answer(Inquiry.SERVERS.question(), TOLD);

        OfProcess<ServerTools> told = Inquiry.SERVERS.answered(answer);
        assertThat(told.all()).extracting(ServerTools::server).isEqualTo(STATE.servers());
        ServerTools first = told.all().getFirst();
        assertThat(first.transport()).isEqualTo("http");
        assertThat(first.leftOut()).isEqualTo(7);
        assertThat(first.tools().getLast()).isEqualTo(SERVERS.getFirst().tools().getLast());
        ListedTool.Definition definition = first.tools().getFirst().listed().definition();
        assertThat(definition).isNotNull();
        assertThat(definition.frame().bytes()).isEqualTo(DEFINITION);
    }

    @Test
    void processOfBeforeThereWereKillSwitchesHasNone() {
        String answer = new String(Inquiry.answer(Inquiry.STATE.question(), TOLD), UTF_8);
        String earlier = answer.replace("\"kill_switches\":2,", "");

        assertThat(Inquiry.STATE.answered(earlier.getBytes(UTF_8)).rules().killSwitches()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"v\":1,\"ask\":\"stop\"}",
                "{}",
                "[]",
                "",
                "state",
                "{\"ask\":{",
                "\"",
                "}"
            })
    void questionThatIsNotKnownGetsAnErrorAndNoState(String question) {
        byte[] answer = Inquiry.answer(question.getBytes(UTF_8), TOLD);

        assertThat(new String(answer, UTF_8))
                .startsWith("{\"v\":1,\"error\":")
                .doesNotContain("pid");
    }

    @Test
    void answerOfALaterVersionIsReadAsFarAsItIsKnown() {
        String answer = new String(Inquiry.answer(Inquiry.STATE.question(), TOLD), UTF_8);
        String later = answer.replace("\"pid\"", "\"holds\":[{\"id\":1}],\"pid\"");

        assertThat(Inquiry.STATE.answered(later.getBytes(UTF_8))).isEqualTo(STATE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"v\":1,\"state\":{}}",
                "{\"v\":1,\"error\":\"no\"}",
                "{\"state\":{\"pid\":\"x"
            })
    void answerThatTellsNoStateIsNone(String answer) {
        assertThatThrownBy(() -> Inquiry.STATE.answered(answer.getBytes(UTF_8)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
