package io.agentgate.cli.status;

import io.agentgate.embedded.files.Reason;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The socket at which this process tells its state, served by one thread that waits for nobody. */
public final class StateSocket implements AutoCloseable {
    static final String SUFFIX = ".sock";

    /** Not a socket to ask yet: it has not its final rights, or does not listen. */
    private static final String UNFINISHED = ".new";

    private static final int MAX_ASKERS = 8;

    /** Whoever finds no place here is told to come back, and takes us for busy. */
    private static final int BACKLOG = 128;

    private static final long PATIENCE_NANOS = 2_000_000_000L;
    private static final long LOOK_MILLIS = 250;
    private static final long PAUSE_NANOS = 1_000_000_000L;

    private final Path unfinished;
    private final Path file;
    private final Told told;
    private final Consumer<String> say;
    private final Deque<Asker> askers = new ArrayDeque<>(2);
    private @Nullable ServerSocketChannel server;
    private @Nullable Selector selector;
    private boolean closed;

    /**
     * A socket that is not open yet.
     *
     * @param directory the home's directory for records of running processes
     * @param writer a name that no other process has
     * @param told what is told to whoever asks
     * @param say takes one line for people
     */
    public StateSocket(Path directory, String writer, Told told, Consumer<String> say) {
        this.unfinished = directory.resolve(writer + UNFINISHED);
        this.file = directory.resolve(writer + SUFFIX);
        this.told = told;
        this.say = say;
    }

    /** Begins to answer; where that cannot be, says so and goes on without. */
    public synchronized void open() {
        if (closed) {
            return;
        }
        try {
            Selector watched = listen();
            Thread.ofPlatform().name("state-socket").daemon().start(() -> run(watched));
        } catch (IOException | UnsupportedOperationException impossible) {
            String why =
                    impossible instanceof IOException failed
                            ? Reason.of(failed)
                            : "this system has no such sockets";
            say.accept("`agentgate status` will not see this process: " + file + ": " + why);
            close();
        }
    }

    private Selector listen() throws IOException {
        ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server = listening;
        listening.bind(UnixDomainSocketAddress.of(unfinished), BACKLOG);
        Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rw-------"));
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        listening.configureBlocking(false);
        Selector watched = Selector.open();
        selector = watched;
        listening.register(watched, SelectionKey.OP_ACCEPT);
        return watched;
    }

    private void run(Selector watched) {
        try {
            while (watched.isOpen()) {
                look(watched);
            }
        } catch (ClosedSelectorException ended) {
            // By close().
        } finally {
            askers.forEach(Asker::close);
        }
    }

    private void look(Selector watched) {
        try {
            watched.select(this::goOn, askers.isEmpty() ? 0 : LOOK_MILLIS);
        } catch (IOException full) {
            // Out of descriptors, most likely: others need the time more than we do.
            LockSupport.parkNanos(this, PAUSE_NANOS);
        }
        long now = System.nanoTime();
        while (!askers.isEmpty() && now - askers.getFirst().since() > PATIENCE_NANOS) {
            askers.removeFirst().close();
        }
    }

    private void goOn(SelectionKey key) {
        try {
            if (key.attachment() instanceof Asker asker) {
                goOn(key, asker);
            } else {
                accept(key);
            }
        } catch (IOException | RuntimeException broken) {
            if (key.attachment() instanceof Asker asker) {
                end(asker);
            } else {
                LockSupport.parkNanos(this, PAUSE_NANOS);
            }
        }
    }

    private void goOn(SelectionKey key, Asker asker) throws IOException {
        switch (asker.goesOn(question -> Inquiry.answer(question, told))) {
            case QUESTION -> {}
            case ROOM -> key.interestOps(SelectionKey.OP_WRITE);
            case NOTHING -> end(asker);
        }
    }

    private void accept(SelectionKey key) throws IOException {
        SocketChannel channel = ((ServerSocketChannel) key.channel()).accept();
        if (channel == null) {
            return;
        }
        channel.configureBlocking(false);
        if (askers.size() >= MAX_ASKERS) {
            // Whoever is still there has had more time than the others.
            askers.removeFirst().close();
        }
        Asker asker = new Asker(channel, System.nanoTime());
        askers.addLast(asker);
        channel.register(key.selector(), SelectionKey.OP_READ, asker);
    }

    private void end(Asker asker) {
        askers.remove(asker);
        asker.close();
    }

    /** Ends it; a socket that was not opened yet never will be. */
    @Override
    public synchronized void close() {
        closed = true;
        if (server == null) {
            return;
        }
        try {
            Files.deleteIfExists(unfinished);
            Files.deleteIfExists(file);
            server.close();
            if (selector != null) {
                selector.close();
            }
        } catch (IOException ignored) {
            // What is left of it is found to be dead, and removed, by the next one who looks.
        }
    }
}
