package io.agentgate.stdio.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.agentgate.gateway.call.SessionIdentity;
import io.agentgate.gateway.link.LinkException;
import io.agentgate.gateway.link.ServerLink;
import io.agentgate.gateway.link.ServerLink.Outgoing;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.stdio.Leftovers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real children: scripts of the shell that do what servers do, and should not do. */
@Timeout(120)
class ChildLinksIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final SessionIdentity SESSION =
            new SessionIdentity("s1", "agent", "caller", "files");

    private static final ChildTimings BRIEF =
            new ChildTimings(
                    Duration.ofMillis(300),
                    Duration.ofMillis(300),
                    Duration.ofMillis(300),
                    Duration.ofSeconds(10),
                    Duration.ofMillis(500),
                    Duration.ofSeconds(60));

    /** Long enough that nothing but the server's own deeds can end it while a test lasts. */
    private static final ChildTimings PATIENT =
            new ChildTimings(
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(5),
                    Duration.ofMillis(300),
                    Duration.ofSeconds(10),
                    Duration.ofMillis(500),
                    Duration.ofSeconds(60));

    @TempDir private Path directory;
    private final AtomicLong now = new AtomicLong();
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final Heard heard = new Heard();
    private final List<ChildLinks> opened = new ArrayList<>();
    private Nursery nursery = new Nursery(100, new Leftovers(Path.of("")), "unused", said::add);

    @BeforeEach
    void makeNursery() {
        nursery = nursery(100);
    }

    private Nursery nursery(int mostChildren) {
        return new Nursery(mostChildren, new Leftovers(directory), "w1", said::add);
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        opened.forEach(ChildLinks::close);
        assertThat(opened).allMatch(links -> links.state().live() == 0);
        try (Stream<Path> notes = Files.list(directory)) {
            assertThat(notes.filter(file -> file.toString().endsWith(".child"))).isEmpty();
        }
        assertThat(said).noneMatch(line -> line.contains("internal error"));
    }

    private ChildLinks script(String script) {
        return script(script, BRIEF, 100);
    }

    private ChildLinks script(String script, ChildTimings timings, int most) {
        return links(List.of("sh", "-c", script), null, timings, most);
    }

    private ChildLinks links(
            List<String> command, @Nullable Path where, ChildTimings timings, int most) {
        ChildLinks links =
                new ChildLinks(
                        new ChildSettings("files", command, env -> {}, where, most, timings),
                        nursery,
                        now::get,
                        new Random(7),
                        said::add);
        opened.add(links);
        return links;
    }

    private ServerLink open(ChildLinks links) throws LinkException {
        return links.open(SESSION, heard);
    }

    private static Outgoing message(String text) {
        return new Outgoing(Frame.of(text.getBytes(UTF_8)), null, null, null);
    }

    private static Outgoing request(int id, String text) {
        return new Outgoing(Frame.of(text.getBytes(UTF_8)), Id.of(id), null, null);
    }

    private void until(BooleanSupplier expected) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!expected.getAsBoolean()) {
            assertThat(System.nanoTime())
                    .as("heard %s, said %s", heard.told(), said)
                    .isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private void untilGone(ChildLinks links) {
        until(() -> links.state().live() == 0);
    }

    private static boolean runs(String pid) {
        return ProcessHandle.of(Long.parseLong(pid)).map(ProcessHandle::isAlive).orElse(false);
    }

    private static List<Thread> threads(String part) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("files " + part))
                .toList();
    }

    @Test
    void messagesGoThereAndBackInOrderEachOnALine() throws Exception {
        ServerLink link = open(script("cat"));

        link.send(message("{\"n\":\r\n1}"));
        for (int n = 2; n <= 500; n++) {
            link.send(request(n, "{\"n\":" + n + "}"));
        }

        until(() -> heard.told().size() == 500);
        assertThat(heard.told().getFirst()).isEqualTo("{\"n\":  1}");
        assertThat(heard.told().subList(1, 500))
                .isEqualTo(
                        IntStream.rangeClosed(2, 500).mapToObj(n -> "{\"n\":" + n + "}").toList());
    }

    @Test
    void serverRunsWhereAndWithWhatItWasTold() throws Exception {
        ChildLinks links =
                new ChildLinks(
                        new ChildSettings(
                                "files",
                                List.of("sh", "-c", "pwd; echo $GREETING $HOME"),
                                environment -> {
                                    environment.clear();
                                    environment.putAll(
                                            Map.of("PATH", "/usr/bin:/bin", "GREETING", "hello"));
                                },
                                directory.toRealPath()),
                        nursery,
                        now::get,
                        new Random(7),
                        said::add);
        opened.add(links);

        open(links);

        until(heard::hasEnded);
        assertThat(heard.told())
                .containsExactly(
                        directory.toRealPath().toString(),
                        "hello",
                        "ended: the server ended with exit code 0");
    }

    @Test
    void secondAnswerIsGivenOnLikeTheFirst() throws Exception {
        ServerLink link =
                open(
                        script(
                                "while read -r line; do printf '%s\\n"
                                        + "%s\\n"
                                        + "' \"$line\" \"$line\"; done"));

        link.send(request(1, "{}"));

        until(() -> heard.told().equals(List.of("{}", "{}")));
    }

    @Test
    void garbageIsGivenOnAndBlankLinesAreNot() throws Exception {
        open(script("printf 'Listening...\\n\\n \\t\\r\\n\\377\\n[1]\\nhalf a line'"));

        until(heard::hasEnded);
        assertThat(heard.told())
                .containsExactly(
                        "Listening...",
                        "\ufffd",
                        "[1]",
                        "half a line",
                        "ended: the server ended with exit code 0");
    }

    @Test
    void ofAMessageThatIsTooLargeBothEndsAreGiven() throws Exception {
        open(script("printf a; head -c 17000000 /dev/zero | tr '\\0' b; printf 'c\\nnext\\n'"));

        until(heard::hasEnded);
        assertThat(heard.told().subList(0, 2)).containsExactly("oversized ac", "next");
    }

    @Test
    void serverThatDiesIsToldWithItsExitCode() throws Exception {
        ServerLink link = open(script("read -r line; echo last; exit 3"));

        link.send(request(1, "{}"));

        until(heard::hasEnded);
        assertThat(heard.told())
                .containsExactly("last", "ended: the server ended with exit code 3");
    }

    @Test
    void serverThatIsKilledIsToldWithTheSignal() throws Exception {
        open(script("kill -9 $$"));

        until(heard::hasEnded);
        assertThat(heard.told()).containsExactly("ended: the server was ended by signal 9");
    }

    @Test
    void commandThatIsNotThereIsToldAndItsRequestsAreLost() throws Exception {
        ChildLinks links = links(List.of("no-such-command", "s3cret"), null, BRIEF, 100);
        ServerLink link = open(links);
        link.send(message("{}"));
        until(heard::hasEnded);
        link.send(request(7, "{}"));

        until(() -> heard.told().size() == 2);
        assertThat(heard.told())
                .containsExactly(
                        "ended: `no-such-command` cannot be started: no such command",
                        "lost 7 NOT_SENT: the server takes no more messages");
        assertThat(said).noneMatch(line -> line.contains("s3cret"));
        untilGone(links);
        assertThat(links.state().started()).isZero();
    }

    @Test
    void workingDirectoryThatIsNotThereIsSaidToPeople() throws Exception {
        open(links(List.of("cat"), directory.resolve("gone"), BRIEF, 100));

        until(heard::hasEnded);
        assertThat(heard.told()).containsExactly("ended: `cat` cannot be started");
        assertThat(said).containsExactly("cannot start `cat`: no such working directory");
    }

    @Test
    void requestOfALinkThatEndedIsLost() throws Exception {
        ServerLink link = open(script("exit 0"));
        until(heard::hasEnded);

        link.send(request(5, "{}"));

        until(() -> heard.has("lost 5 NOT_SENT: the server takes no more messages"));
    }

    @Test
    void serverThatHangsLosesWhatItDoesNotRead() throws Exception {
        ChildLinks links = script("exec sleep 600");
        ServerLink link = open(links);
        String large = "x".repeat(1 << 20);
        int sent = 0;
        while (!heard.told().stream().anyMatch(what -> what.startsWith("lost"))) {
            link.send(request(sent, large));
            sent++;
            assertThat(sent).isLessThan(100_000);
        }
        until(
                () -> {
                    link.send(message(large));
                    return links.state().dropped() > 0;
                });

        assertThat(heard.told().getFirst())
                .endsWith("NOT_SENT: the server does not read: too many messages wait for it");
        link.close();
        untilGone(links);
    }

    @Test
    void pausedLinkStopsAFloodAndResumedGoesOn() throws Exception {
        ServerLink link = open(script("exec yes flood"));
        until(() -> heard.flood() > 1_000);

        link.pause();
        int before = heard.flood();
        until(() -> threads("output").getFirst().getState() == Thread.State.WAITING);
        int paused = heard.flood();
        assertThat(paused).isLessThanOrEqualTo(before + 1);

        link.resume();
        until(() -> heard.flood() > paused + 100_000);
    }

    @Test
    void pausedLinkTellsOfTheEndBehindTheMessages() throws Exception {
        ChildLinks links = script("read -r line; echo one; echo two; exit 3");
        ServerLink link = open(links);
        link.pause();
        link.send(message("{}"));
        untilGone(links);
        assertThat(heard.told()).isEmpty();

        link.resume();

        until(heard::hasEnded);
        assertThat(heard.told())
                .containsExactly("one", "two", "ended: the server ended with exit code 3");
    }

    @Test
    void closedLinkTellsNothingMore() throws Exception {
        ChildLinks links = script("exec yes flood");
        ServerLink link = open(links);
        until(() -> heard.flood() > 0);

        link.close();
        int atClose = heard.flood();
        link.send(request(1, "{}"));

        untilGone(links);
        until(() -> threads("output").isEmpty());
        assertThat(heard.flood()).isLessThanOrEqualTo(atClose + 1);
        assertThat(heard.told()).isEmpty();
    }

    @Test
    void pausedLinkCanBeClosed() throws Exception {
        ChildLinks links = script("exec yes flood");
        ServerLink link = open(links);
        until(() -> heard.flood() > 0);
        link.pause();

        link.close();

        untilGone(links);
        until(() -> threads("output").isEmpty());
    }

    @Test
    void linkThatIsClosedAtOnceTellsNothing() throws Exception {
        ChildLinks links = script("cat");

        for (int i = 0; i < 20; i++) {
            open(links).close();
        }

        untilGone(links);
        assertThat(heard.told()).isEmpty();
        assertThat(links.state().failures()).isZero();
    }

    @Test
    void serverReadsWhatWasSentAndTheEndOfInputAndEndsByItself() throws Exception {
        Path file = directory.resolve("read");
        ChildLinks links =
                script(
                        "echo ready; while read -r line; do echo $line; done >" + file,
                        PATIENT,
                        100);
        ServerLink link = open(links);
        until(() -> heard.has("ready"));

        link.send(message("one"));
        link.send(message("two"));
        link.close();

        untilGone(links);
        assertThat(file).hasContent("one\ntwo");
    }

    @Test
    void serverThatIgnoresTheEndOfInputIsAskedToEnd() throws Exception {
        Path file = directory.resolve("asked");
        ChildLinks links =
                script(
                        "trap 'echo asked >"
                                + file
                                + "; exit 0' TERM; echo ready; while :; do sleep 0.05; done");
        ServerLink link = open(links);
        until(() -> heard.has("ready"));

        link.close();

        untilGone(links);
        assertThat(file).hasContent("asked");
    }

    @Test
    void serverThatIgnoresEverythingIsKilled() throws Exception {
        ChildLinks links = script("trap '' TERM; echo $$; while :; do sleep 600; done");
        ServerLink link = open(links);
        until(() -> !heard.told().isEmpty());
        String pid = heard.told().getFirst();

        link.close();

        assertThat(runs(pid)).isTrue();
        untilGone(links);
        assertThat(runs(pid)).isFalse();
    }

    @Test
    void whatTheServerStartedEndsWithItEvenIfItEndsByItself() throws Exception {
        ChildLinks links = script("sleep 600 & echo $!; exit 0");

        open(links);

        until(heard::hasEnded);
        String grandchild = heard.told().getFirst();
        until(() -> !runs(grandchild));
        assertThat(heard.told().getLast()).isEqualTo("ended: the server ended with exit code 0");
    }

    @Test
    void whatTheServerStartedEndsWithItsSession() throws Exception {
        ChildLinks links = script("sleep 600 & echo $!; cat");
        ServerLink link = open(links);
        until(() -> !heard.told().isEmpty());
        String grandchild = heard.told().getFirst();
        assertThat(runs(grandchild)).isTrue();

        link.close();

        untilGone(links);
        until(() -> !runs(grandchild));
    }

    @Test
    void whatLeftTheTreeButHoldsThePipesEndsToo() throws Exception {
        ChildLinks links = script("setsid sleep 600 & echo $!; read -r line; exit 0");
        ServerLink link = open(links);
        until(() -> !heard.told().isEmpty());
        String escaped = heard.told().getFirst();
        until(() -> ProcessHandle.of(Long.parseLong(escaped)).map(this::isSleep).orElse(false));

        link.send(message("{}"));

        until(heard::hasEnded);
        until(() -> !runs(escaped));
        until(() -> threads("output").isEmpty() && threads("errors").isEmpty());
    }

    private boolean isSleep(ProcessHandle process) {
        return process.info().command().map(command -> !command.endsWith("/setsid")).orElse(false);
    }

    @Test
    void serverThatClosesItsOutputIsEnded() throws Exception {
        ChildLinks links = script("exec 1>&-; exec sleep 600");

        open(links);

        until(heard::hasEnded);
        assertThat(heard.told()).containsExactly("ended: the server closed its output");
        assertThat(links.state().failures()).isEqualTo(1);
    }

    @Test
    void serverThatClosesItsInputLosesRequestsAndIsEnded() throws Exception {
        ServerLink link = open(script("exec 0<&-; echo closed; exec sleep 600"));
        until(() -> heard.has("closed"));

        link.send(request(1, "{}"));

        until(heard::hasEnded);
        assertThat(heard.told())
                .containsExactly(
                        "closed",
                        "lost 1 NOT_SENT: the server takes no more messages",
                        "ended: the server takes no more messages");
    }

    @Test
    void endlessErrorsStopNoServerAndAreLimited() throws Exception {
        ChildLinks links = script("yes complaint >&2 & cat");
        ServerLink link = open(links);

        for (int n = 0; n < 1_000; n++) {
            link.send(message("{}"));
        }
        until(() -> heard.told().size() == 1_000);
        until(() -> said.size() == 100);
        link.close();

        untilGone(links);
        until(() -> threads("errors").isEmpty());
        assertThat(said.subList(0, 100)).containsOnly("files: complaint");
        assertThat(said).hasSize(101);
        assertThat(said.getLast()).matches("files: … \\d+ lines more");
    }

    @Test
    void childrenOfAServerAreLimited() throws Exception {
        ChildLinks links = script("cat", PATIENT, 2);
        ServerLink first = open(links);
        open(links);

        LinkException refused = catchThrowableOfType(LinkException.class, () -> open(links));
        assertThat(refused.reason()).isEqualTo("the server has too many sessions (2)");
        assertThat(refused.retryAfter()).isEqualTo(Duration.ofSeconds(5));

        first.close();
        until(() -> links.state().live() == 1);
        open(links);
    }

    @Test
    void childrenOfAllServersAreLimited() throws Exception {
        nursery = nursery(2);
        ChildLinks one = script("cat", PATIENT, 100);
        ChildLinks other = script("cat", PATIENT, 100);
        open(one);
        ServerLink second = open(other);

        assertThatThrownBy(() -> open(one))
                .isInstanceOf(LinkException.class)
                .hasMessage("too many servers run");

        second.close();
        untilGone(other);
        open(one);
    }

    @Test
    void serverThatFailedIsNotStartedForAWhile() throws Exception {
        ChildLinks links = script("exit 4");
        open(links);
        until(heard::hasEnded);
        untilGone(links);

        LinkException refused = catchThrowableOfType(LinkException.class, () -> open(links));
        assertThat(refused.reason())
                .isEqualTo(
                        "the server failed: the server ended with exit code 4; try again in 1 s");
        assertThat(refused.retryAfter()).isBetween(Duration.ofMillis(250), Duration.ofMillis(500));
        assertThat(links.state())
                .isEqualTo(
                        new ChildrenState(
                                "files",
                                0,
                                1,
                                0,
                                1,
                                "the server ended with exit code 4",
                                refused.retryAfter()));

        now.addAndGet(Duration.ofMillis(500).toNanos());
        open(links);
        until(() -> links.state().failures() == 2);
        assertThat(links.state().startsAgainIn())
                .isBetween(Duration.ofMillis(500), Duration.ofMillis(1_000));
    }

    @Test
    void childThatLivedLongForgetsFailures() throws Exception {
        Path failed = directory.resolve("failed");
        ChildLinks links =
                script("[ -e " + failed + " ] || { touch " + failed + "; exit 1; }; read -r line");
        open(links);
        until(() -> links.state().failures() == 1);
        now.addAndGet(Duration.ofSeconds(1).toNanos());
        ServerLink link = open(links);
        now.addAndGet(Duration.ofSeconds(10).toNanos());

        link.send(message("{}"));

        untilGone(links);
        assertThat(links.state().failures()).isZero();
        open(links);
    }

    @Test
    void serverThatIsNotOfferedAnyMoreEndsForAllSessions() throws Exception {
        ChildLinks links = script("trap '' TERM; echo ready; while :; do sleep 600; done");
        List<Heard> all = Stream.generate(Heard::new).limit(5).toList();
        for (Heard each : all) {
            links.open(SESSION, each);
        }
        until(() -> all.stream().allMatch(each -> each.has("ready")));

        links.close();

        assertThat(links.state().live()).isZero();
        until(() -> all.stream().allMatch(Heard::hasEnded));
        assertThat(all).allMatch(each -> each.has("ended: the server is not offered any more"));
        assertThatThrownBy(() -> open(links))
                .isInstanceOf(LinkException.class)
                .hasMessage("the server is not offered any more");
    }

    @Test
    void childIsNotedWhileItLives() throws Exception {
        ChildLinks links = script("cat");
        ServerLink link = open(links);
        link.send(message("{}"));
        until(() -> heard.has("{}"));

        assertThat(directory.resolve("w1-1.child")).exists();
        new Leftovers(directory).end();
        assertThat(directory.resolve("w1-1.child")).exists();

        link.close();
        untilGone(links);
        assertThat(directory.resolve("w1-1.child")).doesNotExist();
    }

    @Test
    void childThatCannotBeNotedIsNotRun() throws Exception {
        nursery = new Nursery(100, new Leftovers(directory.resolve("gone")), "w1", said::add);
        ChildLinks links = script("echo $$; cat");

        open(links);

        until(heard::hasEnded);
        assertThat(heard.told())
                .containsExactly(
                        "ended: the server cannot be started: nothing can be written in the home");
    }

    @Test
    void sessionWhoseListenerFailsIsEnded() throws Exception {
        ChildLinks links = script("echo one; echo two; exec sleep 600");
        Heard failing =
                new Heard() {
                    @Override
                    public void received(byte[] message, @Nullable Id within) {
                        throw new IllegalStateException("a fault");
                    }
                };

        links.open(SESSION, failing);

        until(failing::hasEnded);
        assertThat(failing.told()).containsExactly("ended: internal error");
        assertThat(said)
                .containsExactly(
                        "internal error, a session ends: java.lang.IllegalStateException: a fault");
        assertThat(links.state().failures()).isZero();
        said.clear();
    }

    @Test
    void hundredsOfSessionsLeaveNothing() throws Exception {
        ChildLinks links = script("sleep 600 & cat", BRIEF, 50);
        round(links, 5);
        until(() -> pipes() == 0 && threadsOfChildren() == 0);

        for (int batch = 0; batch < 4; batch++) {
            round(links, 50);
        }

        assertThat(links.state().started()).isEqualTo(205);
        assertThat(ProcessHandle.current().descendants()).isEmpty();
        until(() -> pipes() == 0 && threadsOfChildren() == 0);
    }

    private void round(ChildLinks links, int sessions) throws LinkException {
        List<ServerLink> open = new ArrayList<>();
        List<Heard> all = new ArrayList<>();
        for (int i = 0; i < sessions; i++) {
            Heard each = new Heard();
            ServerLink link = links.open(SESSION, each);
            link.send(message("{}"));
            all.add(each);
            open.add(link);
        }
        until(() -> all.stream().allMatch(each -> each.has("{}")));
        open.forEach(ServerLink::close);
        untilGone(links);
    }

    private static long threadsOfChildren() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("files "))
                .count();
    }

    /** Pipes that this process holds beyond its own standard streams. */
    private static long pipes() {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.filter(ChildLinksIT::isPipe).count();
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    private static boolean isPipe(Path descriptor) {
        try {
            return Integer.parseInt(descriptor.getFileName().toString()) > 2
                    && Files.readSymbolicLink(descriptor).toString().startsWith("pipe:");
        } catch (IOException closed) {
            return false;
        }
    }
}
