package io.agentgate.cli.status;

import io.agentgate.embedded.files.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The processes that have a socket in one home, asked all at the same time. */
public final class RunningProcesses {
    private static final long PATIENCE_SECONDS = 2;

    private RunningProcesses() {}

    /**
     * Asks them for their state, and removes the sockets of dead ones.
     *
     * @param directory the home's directory for records of running processes
     * @return in the order in which they were started
     * @throws IOException if that directory cannot be read
     */
    public static List<Found<ProcessState>> of(Path directory) throws IOException {
        return ask(directory, Inquiry.STATE);
    }

    /**
     * Lets them look at the kill switches of the home now, and asks how many are in force; removes
     * the sockets of dead ones.
     *
     * @param directory as above
     */
    public static List<Found<Integer>> refreshKillSwitches(Path directory) throws IOException {
        return ask(directory, Inquiry.KILL_SWITCHES);
    }

    /**
     * Asks them for their sessions; removes the sockets of dead ones.
     *
     * @param directory as above
     */
    public static List<Found<OfProcess<SessionState>>> sessions(Path directory) throws IOException {
        return ask(directory, Inquiry.SESSIONS);
    }

    /**
     * Asks them for the servers behind them; removes the sockets of dead ones.
     *
     * @param directory as above
     */
    public static List<Found<OfProcess<ServerTools>>> servers(Path directory) throws IOException {
        return ask(directory, Inquiry.SERVERS);
    }

    private static <A> List<Found<A>> ask(Path directory, Inquiry<A> inquiry) throws IOException {
        List<CompletableFuture<Found<A>>> asked = new ArrayList<>();
        for (Path socket : sockets(directory)) {
            asked.add(
                    CompletableFuture.supplyAsync(
                                    () -> askOne(socket, inquiry),
                                    task -> Thread.ofVirtual().start(task))
                            .completeOnTimeout(
                                    new Found.Silent<>(
                                            socket, "no answer within " + PATIENCE_SECONDS + " s"),
                                    PATIENCE_SECONDS,
                                    TimeUnit.SECONDS));
        }
        return asked.stream().map(CompletableFuture::join).toList();
    }

    /**
     * Removes the sockets of processes that were killed, and asks nobody anything.
     *
     * @param directory as above
     */
    public static void forgetDead(Path directory) throws IOException {
        for (Path socket : sockets(directory)) {
            try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                channel.configureBlocking(false);
                channel.connect(UnixDomainSocketAddress.of(socket));
            } catch (ConnectException nobodyListens) {
                remove(socket);
            } catch (IOException busy) {
                // Somebody is there.
            }
        }
    }

    /** Names of writers sort by the time they were made. */
    private static List<Path> sockets(Path directory) throws IOException {
        List<Path> sockets = new ArrayList<>();
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(directory, "*" + StateSocket.SUFFIX)) {
            files.forEach(sockets::add);
        } catch (NoSuchFileException nothingEverRan) {
            return sockets;
        }
        sockets.sort(null);
        return sockets;
    }

    private static <A> Found<A> askOne(Path socket, Inquiry<A> inquiry) {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            channel.write(ByteBuffer.wrap(inquiry.question()));
            return new Found.Running<>(inquiry.answered(answer(channel, inquiry.mostBytes())));
        } catch (ConnectException nobodyListens) {
            remove(socket);
            return new Found.Gone<>();
        } catch (IOException broken) {
            return Files.notExists(socket)
                    ? new Found.Gone<>()
                    : new Found.Silent<>(socket, Reason.of(broken));
        } catch (IllegalArgumentException otherVersion) {
            return new Found.Silent<>(socket, "its answer is none of this version's");
        }
    }

    private static byte[] answer(SocketChannel channel, int mostBytes) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        ByteBuffer part = ByteBuffer.allocate(1 << 14);
        while (channel.read(part) >= 0 && answer.size() < mostBytes) {
            answer.write(part.array(), 0, part.position());
            part.clear();
        }
        return answer.toByteArray();
    }

    private static void remove(Path socket) {
        try {
            Files.deleteIfExists(socket);
        } catch (IOException notOurs) {
            // It tells nobody anything, wherever it lies.
        }
    }
}
