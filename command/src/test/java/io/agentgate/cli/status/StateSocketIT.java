package io.agentgate.cli.status;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StateSocketIT {
    private static final Found<ProcessState> RUNNING = new Found.Running<>(InquiryTest.STATE);

    @TempDir private Path directory = Path.of("");
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final List<String> said = new ArrayList<>();

    @BeforeEach
    void openOne() {
        open(directory, "b");
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
    }

    private StateSocket open(Path where, String writer) {
        StateSocket socket = new StateSocket(where, writer, InquiryTest.TOLD, said::add);
        opened.add(socket);
        socket.open();
        return socket;
    }

    private SocketChannel connect(String name) throws IOException {
        SocketChannel channel =
                SocketChannel.open(UnixDomainSocketAddress.of(directory.resolve(name)));
        opened.add(channel);
        return channel;
    }

    private static String answer(SocketChannel channel) throws IOException {
        ByteBuffer answer = ByteBuffer.allocate(1 << 12);
        while (channel.read(answer) >= 0 && answer.hasRemaining()) {
            // Goes on to the end.
        }
        return UTF_8.decode(answer.flip()).toString();
    }

    @Test
    void stateIsToldAndTheSocketIsItsOwnersOnly() throws Exception {
        assertThat(RunningProcesses.of(directory)).containsExactly(RUNNING);
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(directory.resolve("b.sock"))))
                .isEqualTo("rw-------");
    }

    @Test
    void socketIsGoneWhenItsProcessEnds() throws Exception {
        open(directory, "a").close();

        assertThat(directory.resolve("a.sock")).doesNotExist();
        assertThat(RunningProcesses.of(directory)).containsExactly(RUNNING);
    }

    @Test
    void socketThatIsClosedBeforeItOpensNeverDoes() {
        StateSocket socket = new StateSocket(directory, "a", InquiryTest.TOLD, said::add);
        socket.close();
        socket.open();

        assertThat(directory.resolve("a.sock")).doesNotExist();
    }

    @Test
    void socketOfADeadProcessIsRemovedByWhoeverLooks() throws Exception {
        Path dead = directory.resolve("a.sock");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(dead));
        }

        assertThat(RunningProcesses.of(directory)).containsExactly(new Found.Gone<>(), RUNNING);
        assertThat(dead).doesNotExist();
    }

    @Test
    void processThatDoesNotAnswerIsNamedInTimeAndLeftAlone() throws Exception {
        Path mute = directory.resolve("a.sock");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(mute));

            assertThat(RunningProcesses.of(directory))
                    .containsExactly(new Found.Silent<>(mute, "no answer within 2 s"), RUNNING);
        }
        assertThat(mute).exists();
    }

    @Test
    void silentPeersKeepNobodyFromBeingAnswered() throws Exception {
        for (int i = 0; i < 50; i++) {
            connect("b.sock");
        }

        assertThat(RunningProcesses.of(directory)).containsExactly(RUNNING);
    }

    @Test
    void silentPeerIsCutOff() throws Exception {
        assertThat(answer(connect("b.sock"))).isEmpty();
    }

    @Test
    void questionWithoutAnEndIsRefused() throws Exception {
        SocketChannel endless = connect("b.sock");
        endless.write(ByteBuffer.allocate(Inquiry.MAX_QUESTION_BYTES));

        assertThat(answer(endless)).contains("the question is too long");
    }

    /** Systems buffer a few hundred kilobytes for a connection. */
    @Test
    void answerThatIsLargerThanABufferArrivesWhole() throws Exception {
        List<SessionState> many = Collections.nCopies(SessionState.MOST, InquiryTest.LONG_SESSION);
        Told told =
                new InquiryTest.Telling() {
                    @Override
                    public List<SessionState> sessions() {
                        return many;
                    }
                };
        try (StateSocket socket = new StateSocket(directory, "c", told, said::add)) {
            socket.open();

            List<Found<OfProcess<SessionState>>> found = RunningProcesses.sessions(directory);

            assertThat(found.getLast())
                    .isEqualTo(
                            new Found.Running<>(
                                    new OfProcess<>(ProcessHandle.current().pid(), "serve", many)));
        }
    }

    @Test
    void homeThatIsTooDeepForSocketsIsSaidAndStopsNothing() throws Exception {
        Path deep = Files.createDirectory(directory.resolve("d".repeat(108)));
        open(deep, "a");

        assertThat(said)
                .singleElement()
                .asString()
                .contains("will not see this process", "too long");
        assertThat(deep).isEmptyDirectory();
        assertThat(RunningProcesses.of(deep)).isEmpty();
    }

    @Test
    void homeThatWasNeverMadeRunsNothing() throws Exception {
        assertThat(RunningProcesses.of(directory.resolve("none"))).isEmpty();
    }
}
