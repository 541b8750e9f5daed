package io.agentgate.stdio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.Loss;
import io.agentgate.gateway.bridge.HandshakeLinks;
import io.agentgate.gateway.call.SessionIdentity;
import io.agentgate.gateway.era.ServerEras;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.Limits;
import io.agentgate.protocol.Peer;
import io.agentgate.protocol.Request;
import io.agentgate.protocol.Scanner;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The pipe and the translation together; the program and the client are the test. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TranslatedTest {
    private static final String REFUSAL =
            "{\"jsonrpc\":\"2.0\",\"id\":0,\"error\":{\"code\":-32022,\"message\":\"no\"}}";

    private final PipedInputStream stdin = new PipedInputStream(1 << 16);
    private final BufferedReader program = new BufferedReader(new InputStreamReader(stdin, UTF_8));
    private final Translated translated;

    TranslatedTest() throws IOException {
        translated = translated(new PipedOutputStream(stdin));
    }

    private static CompletableFuture<Void> meanwhile(Runnable work) {
        return CompletableFuture.runAsync(work, each -> Thread.ofVirtual().start(each));
    }

    private static Translated translated(OutputStream program) {
        return new Translated(
                (server, later) ->
                        new HandshakeLinks(server, new ServerEras(System::nanoTime), later::after),
                new SessionIdentity("s", "agent", "caller", "files"),
                new PeerWriter(program));
    }

    private static Request request(int id, String method, String params) {
        return (Request)
                new Scanner(Limits.DEFAULT, Peer.CLIENT)
                        .scan(
                                "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"%s\",\"params\":%s}"
                                        .formatted(id, method, params)
                                        .getBytes(UTF_8));
    }

    private static Greeting.Refusal refusal(Id... others) {
        Request initialize =
                request(
                        0,
                        "initialize",
                        "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"roots\":{}}}");
        return new Greeting.Refusal(initialize, List.of(others), REFUSAL.getBytes(UTF_8));
    }

    /** Begins, and is answered that the program is of the stateless era. */
    private void begin() throws IOException {
        translated.begin(refusal());
        CompletableFuture<Void> _ = meanwhile(translated::write);
        assertThat(got()).contains("\"id\":\"agentgate-1\",\"method\":\"server/discover\"");
        says(
                "{\"jsonrpc\":\"2.0\",\"id\":\"agentgate-1\",\"result\":{\"supportedVersions\":"
                        + "[\"2026-07-28\"],\"capabilities\":{}}}");
        assertThat(heard()).contains("\"id\":0,\"result\":{\"protocolVersion\":\"2025-11-25\"");
    }

    private String got() throws IOException {
        return program.readLine();
    }

    private void says(String message) {
        CompletableFuture<Void> _ =
                meanwhile(
                        () -> {
                            boolean _ =
                                    translated.received(new Line.Whole(message.getBytes(UTF_8)));
                        });
    }

    private void asks(Request request) {
        translated.send(request.frame(), request.id());
    }

    private Told told() {
        Told next = translated.hearing().take();
        translated.hearing().done();
        return next;
    }

    private String heard() {
        return switch (told()) {
            case Told.Message(byte[] bytes) -> new String(bytes, UTF_8);
            case Told other -> throw new AssertionError(other);
        };
    }

    @Test
    void programThatIsOfTheStatelessEraIsSpokenToInIt() throws Exception {
        begin();
        asks(request(1, "tools/call", "{\"name\":\"look\"}"));
        assertThat(got())
                .contains("\"id\":\"agentgate-2\"", "\"tools/call\"", "2026-07-28", "\"roots\":{}");
        says(
                "{\"jsonrpc\":\"2.0\",\"id\":\"agentgate-2\",\"result\":{\"resultType\":"
                    + "\"input_required\",\"inputRequests\":{\"r\":{\"method\":\"roots/list\"}},"
                    + "\"requestState\":\"s\"}}");
        assertThat(heard()).contains("\"id\":\"agentgate-3\",\"method\":\"roots/list\"");
        translated.send(
                Frame.of(
                        "{\"jsonrpc\":\"2.0\",\"id\":\"agentgate-3\",\"result\":{\"roots\":[]}}"
                                .getBytes(UTF_8)),
                null);
        assertThat(got())
                .contains(
                        "\"id\":\"agentgate-4\"",
                        "\"inputResponses\":{\"r\":{\"roots\":[]}}",
                        "\"requestState\":\"s\"");
        says(
                "{\"jsonrpc\":\"2.0\",\"id\":\"agentgate-4\",\"result\":{\"resultType\":"
                        + "\"complete\",\"content\":[]}}");
        assertThat(heard()).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"content\":[]}}");
    }

    @Test
    void requestThatIsGivenUpIsCancelledUnderTheIdTheProgramKnows() throws Exception {
        begin();
        asks(request(1, "tools/call", "{\"name\":\"look\"}"));
        assertThat(got()).contains("\"agentgate-2\"");
        translated.giveUp(Id.of(1), Frame.of("{}".getBytes(UTF_8)));
        assertThat(got()).contains("notifications/cancelled", "\"requestId\":\"agentgate-2\"");
    }

    @Test
    void programThatEndsUponTheQuestionHasRefusedTheHandshake() throws Exception {
        translated.begin(refusal(Id.of(7)));
        CompletableFuture<Void> _ = meanwhile(translated::write);
        assertThat(got()).contains("server/discover");
        assertThat(told())
                .isEqualTo(
                        new Told.Lost(
                                Id.of(7), Loss.NO_ANSWER, "the server refused to begin a session"));
        CompletableFuture<Void> _ = meanwhile(() -> translated.ended("it ended"));
        assertThat(heard()).isEqualTo(REFUSAL);
        assertThat(told()).isInstanceOf(Told.Ended.class);
    }

    @Test
    void programThatTakesNoQuestionHasRefusedTheHandshake() throws Exception {
        stdin.close();
        translated.begin(refusal());
        translated.write();
        assertThat(heard()).isEqualTo(REFUSAL);
    }

    @Test
    void programThatKnowsNeitherEraIsSpokenToAsItIs() throws Exception {
        translated.begin(refusal());
        CompletableFuture<Void> _ = meanwhile(translated::write);
        assertThat(got()).contains("server/discover");
        says(
                "{\"jsonrpc\":\"2.0\",\"id\":\"agentgate-1\",\"error\":{\"code\":-32601,"
                        + "\"message\":\"what?\"}}");
        assertThat(heard()).isEqualTo(REFUSAL);
        asks(request(1, "ping", "{}"));
        assertThat(got()).isEqualTo(request(1, "ping", "{}").frame().text());
    }

    @Test
    void inputEndsBehindWhatWasSent() throws Exception {
        begin();
        asks(request(1, "tools/list", "{}"));
        translated.endInput();
        assertThat(got()).contains("tools/list");
        assertThat(program.readLine()).isNull();
        asks(request(2, "tools/list", "{}"));
        assertThat(told()).isEqualTo(new Told.Lost(Id.of(2), Loss.NOT_SENT, Pipe.DEAF));
    }

    @Test
    void allThatWaitIsLostWithAProgramThatTakesNoMore() throws Exception {
        begin();
        asks(request(1, "tools/list", "{}"));
        assertThat(got()).contains("tools/list");
        stdin.close();
        asks(request(2, "tools/list", "{}"));
        assertThat(List.of(told(), told()))
                .containsExactlyInAnyOrder(
                        new Told.Lost(Id.of(2), Loss.NOT_SENT, Pipe.DEAF),
                        new Told.Ended(Pipe.DEAF));
    }

    /** It asks for round after round of a call, and reads none: as it might to fill our memory. */
    @Test
    void programThatTalksWithoutReadingIsReadAndWhatIsForItIsBounded() throws Exception {
        begin();
        // The pipe takes less than one of these, and the outbox eight of them.
        String large = "{\"name\":\"look\",\"arguments\":{\"a\":\"" + "a".repeat(1 << 20) + "\"}}";
        asks(request(1, "tools/call", large));
        CompletableFuture<Void> talk =
                meanwhile(
                        () -> {
                            for (int id = 2; id < 14; id++) {
                                boolean _ =
                                        translated.received(
                                                new Line.Whole(
                                                        more("agentgate-" + id).getBytes(UTF_8)));
                            }
                        });
        // A later round is not one of which the program has seen nothing.
        assertThat(told())
                .isEqualTo(
                        new Told.Lost(
                                Id.of(1),
                                Loss.BROKEN,
                                "the server does not read: too many messages wait for it"));
        talk.get(30, TimeUnit.SECONDS);
    }

    private static String more(String id) {
        return "{\"jsonrpc\":\"2.0\",\"id\":\"%s\",\"result\":{\"resultType\":\"input_required\",\"requestState\":\"s\"}}"
                .formatted(id);
    }

    @Test
    void clientWaitsForAProgramThatDoesNotRead() throws Exception {
        begin();
        String large = "{\"cursor\":\"" + "a".repeat(1 << 18) + "\"}";
        asks(request(1, "tools/list", large));
        asks(request(2, "tools/list", large));
        CompletableFuture<Void> room = meanwhile(translated::awaitRoom);
        assertThat(room).isNotDone();
        assertThat(got()).contains("tools/list");
        assertThat(got()).contains("tools/list");
        room.get(30, TimeUnit.SECONDS);
    }
}
