package io.agentgate.stdio;

import io.agentgate.gateway.Gatekeeper;
import io.agentgate.gateway.Loss;
import io.agentgate.gateway.Overdue;
import io.agentgate.gateway.Ruling;
import io.agentgate.gateway.call.Session;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One session between a client on our standard streams and a server that is our child.
 *
 * <p>Two threads move messages, one a direction; the thread that calls {@link #run} watches over
 * them and must be the one that started the child.
 *
 * <pre>
 *   client ──line──▶ admit ──Forward──▶ server
 *     ▲                └─────Reply───▶ client
 *     └──Forward── release ◀──line── server
 *                     └─────Reply───▶ server
 * </pre>
 *
 * <p>Where the server refuses the handshake, what stands for the server here is {@link Translated}
 * from there on. Until the handshake is answered there is a {@link Greeting}; a session that has
 * begun has neither.
 */
public final class StdioProxy {
    /** How long a server may take to end once its input is closed and nothing waits. */
    private static final long END_OF_INPUT_GRACE_MILLIS = 10_000;

    /** The same while it still works on calls: their answers may be waited for. */
    private static final long END_OF_INPUT_WITH_CALLS_GRACE_MILLIS = 300_000;

    /** How long a server may take to end after a signal. */
    private static final long SIGNAL_GRACE_MILLIS = 10_000;

    /** How long output may still come after the server's end, from processes it left. */
    private static final long REST_OF_OUTPUT_MILLIS = 2_000;

    private static final long WATCH_MILLIS = 500;

    /** How long what can wait does so for a first answer. */
    private static final long LATER_MILLIS = 5_000;

    private static final long OUTPUT_WATCH_MILLIS = 100;
    private static final int SIGNAL_EXIT_BASE = 128;

    /** Our own fault: {@code EX_SOFTWARE} of sysexits.h. */
    private static final int INTERNAL_ERROR = 70;

    private final Gatekeeper gatekeeper;
    private final Session session;
    private final ChildProcess child;
    private final LineReader fromClient;
    private final LineReader fromServer;
    private final PeerWriter toClient;
    private final PeerWriter toServer;
    private final Consumer<String> log;
    private final Runnable later;
    private final AtomicBoolean laterBegun = new AtomicBoolean();

    private final Handshakes handshakes;
    private final ReentrantLock beginning = new ReentrantLock();

    /** Null once it is over; used under the lock. */
    private volatile @Nullable Greeting greeting;

    /** Null as long as the server has not refused the handshake; set under the lock. */
    private volatile @Nullable Translated translated;

    private boolean replyDropped;
    private volatile boolean clientGone;
    private volatile boolean clientDeaf;
    private volatile boolean serverDeaf;
    private volatile Signals.@Nullable Received signal;
    private volatile @Nullable Throwable fault;

    /**
     * A session that has not begun.
     *
     * @param handshakes for a server that refuses the handshake
     * @param log takes lines for people
     * @param later begins work that can wait until the client has its first answer; a session
     *     without one begins it after a moment
     */
    public StdioProxy(
            Gatekeeper gatekeeper,
            Session session,
            ChildProcess child,
            InputStream clientInput,
            OutputStream clientOutput,
            Handshakes handshakes,
            Consumer<String> log,
            Runnable later) {
        this.gatekeeper = gatekeeper;
        this.session = session;
        this.child = child;
        this.handshakes = handshakes;
        this.greeting = new Greeting(session.clientRequests());
        this.log = log;
        this.later = later;
        this.fromClient = new LineReader(clientInput, Limits.DEFAULT.maxBytes());
        this.fromServer = new LineReader(child.output(), Session.MAX_SERVER_MESSAGE_BYTES);
        this.toClient = new PeerWriter(clientOutput);
        this.toServer = new PeerWriter(child.input());
    }

    /**
     * Runs the session to its end.
     *
     * @return the exit code to end with: the server's, or 128 + n after signal n
     */
    public int run() {
        Signals.onFirst(
                received -> {
                    signal = received;
                    child.signal(received.name());
                });
        Thread serverThread = pump("from-server", this::pumpFromServer);
        pump("from-client", this::pumpFromClient);
        watch();
        awaitOutput(serverThread);
        child.killTree();
        awaitOutput(serverThread);
        List<Ruling> last = gatekeeper.end(session, "the server ended before it answered");
        if (!last.isEmpty()) {
            awaitOutput(pump("last-replies", () -> tellClient(last)));
        }
        return exitCode();
    }

    /**
     * Waits for the end of a thread that writes to the client: as long as the client wants if that
     * is what the thread waits for and nobody asked us to end, and a moment otherwise.
     */
    private void awaitOutput(Thread thread) {
        long millis = 0;
        while (thread.isAlive() && millis < REST_OF_OUTPUT_MILLIS) {
            try {
                thread.join(OUTPUT_WATCH_MILLIS);
            } catch (InterruptedException unexpected) {
                // Nobody interrupts the thread that owns the child.
                throw new IllegalStateException(unexpected);
            }
            boolean clientsTurn = toClient.busy() && signal == null;
            millis = clientsTurn ? 0 : millis + OUTPUT_WATCH_MILLIS;
        }
    }

    private Thread pump(String name, Runnable loop) {
        Thread thread =
                Thread.ofPlatform()
                        .name(name)
                        .daemon()
                        .unstarted(
                                () -> {
                                    try {
                                        loop.run();
                                    } catch (RuntimeException | Error unexpected) {
                                        // Going on could let something through unjudged.
                                        fault = unexpected;
                                    }
                                });
        thread.start();
        return thread;
    }

    /** Waits for the end of the server, and brings it about where it is overdue. */
    private void watch() {
        long endOfInputMillis = 0;
        boolean askedToEnd = false;
        long signalMillis = 0;
        long silentMillis = 0;
        while (!child.waitFor(WATCH_MILLIS)) {
            silentMillis += WATCH_MILLIS;
            if (silentMillis >= LATER_MILLIS) {
                // A server may be silent for as long as it likes; a changed policy holds for it.
                beginLater();
            }
            if (fault != null) {
                child.killTree();
            }
            if (signal != null || clientDeaf) {
                signalMillis += WATCH_MILLIS;
                if (signalMillis >= SIGNAL_GRACE_MILLIS) {
                    child.killTree();
                }
            }
            endOfInputMillis = clientGone ? endOfInputMillis + WATCH_MILLIS : 0;
            long grace =
                    session.clientRequests().isEmpty()
                            ? END_OF_INPUT_GRACE_MILLIS
                            : END_OF_INPUT_WITH_CALLS_GRACE_MILLIS;
            if (endOfInputMillis >= 2 * grace) {
                child.killTree();
            } else if (endOfInputMillis >= grace && !askedToEnd) {
                askedToEnd = true;
                child.signal("TERM");
            }
            gatekeeper.expire(session).forEach(this::giveUp);
            ring();
        }
    }

    /** Does what was left for later, where anything was. */
    private void ring() {
        Translated through = translated;
        if (through != null) {
            try {
                through.ring();
            } catch (RuntimeException | Error unexpected) {
                fault = unexpected;
            }
        }
    }

    private int exitCode() {
        Throwable unexpected = fault;
        if (unexpected != null) {
            log.accept("internal error, session ended: " + unexpected);
            return INTERNAL_ERROR;
        }
        Signals.@Nullable Received received = signal;
        return received != null ? SIGNAL_EXIT_BASE + received.number() : child.exitCode();
    }

    private void pumpFromClient() {
        try {
            for (Line line = fromClient.next(); line != null; line = fromClient.next()) {
                Ruling ruling =
                        switch (line) {
                            case Line.Whole(byte[] bytes) -> gatekeeper.admit(session, bytes);
                            case Line.Oversized(byte[] head, byte[] tail) ->
                                    gatekeeper.admitOversized(session, head, tail);
                        };
                followClient(ruling);
            }
        } catch (IOException clientClosed) {
            endWithoutClient();
        }
        clientGone = true;
        closeServerInput();
    }

    /** Does what was ruled on a message of the client. */
    private void followClient(Ruling ruling) throws IOException {
        switch (ruling) {
            case Ruling.Forward forward -> tellServer(forward);
            case Ruling.Reply(Frame frame, _) -> answer(frame);
            case Ruling.Later later -> followClient(later.await());
            case Ruling.Elsewhere(_, Ruling otherwise) -> followClient(otherwise);
            case Ruling.Drop() -> {}
        }
    }

    /** Does what was ruled on a message of the server. */
    private void followServer(Ruling ruling) throws IOException {
        switch (ruling) {
            case Ruling.Forward(Frame frame, _) -> answer(frame);
            case Ruling.Reply(Frame frame, _) -> replyToServer(frame);
            case Ruling.Later later -> followServer(later.await());
            case Ruling.Elsewhere _, Ruling.Drop _ -> {}
        }
    }

    private void giveUp(Overdue overdue) {
        Translated through = translated;
        if (overdue.toServer() != null && through != null) {
            through.giveUp(overdue.request(), overdue.toServer());
        } else if (overdue.toServer() != null) {
            replyToServer(overdue.toServer());
        }
        offerClient(overdue.toClient());
    }

    private void offerClient(Ruling ruling) {
        switch (ruling) {
            case Ruling.Forward(Frame frame, _) -> toClient.offer(frame);
            case Ruling.Later later -> offerClient(later.await());
            case Ruling.Reply _, Ruling.Elsewhere _, Ruling.Drop _ -> {}
        }
    }

    private void tellServer(Ruling.Forward message) throws IOException {
        Translated through = wayOf(message);
        if (through != null) {
            through.send(message.frame(), message.awaits());
            through.awaitRoom();
            return;
        }
        if (!serverDeaf) {
            try {
                toServer.send(message.frame());
                return;
            } catch (IOException closed) {
                serverDeaf = true;
            }
        }
        for (Ruling told : gatekeeper.end(session, "the server takes no more messages")) {
            followServer(told);
        }
    }

    /** Through what a message goes to the server; null if it goes as it is. */
    private @Nullable Translated wayOf(Ruling.Forward message) {
        if (greeting == null) {
            return translated;
        }
        beginning.lock();
        try {
            Greeting begins = greeting;
            if (begins == null) {
                return translated;
            }
            begins.sends(message.frame(), message.awaits());
            greeting = begins.isOver() ? null : begins;
            return null;
        } finally {
            beginning.unlock();
        }
    }

    private void closeServerInput() {
        Translated through = translated;
        if (through != null) {
            through.endInput();
            return;
        }
        try {
            toServer.close();
        } catch (IOException alreadyClosed) {
            serverDeaf = true;
        }
    }

    private void pumpFromServer() {
        try {
            Line line = fromServer.next();
            while (line != null && hear(line)) {
                line = fromServer.next();
            }
        } catch (IOException clientClosed) {
            endWithoutClient();
        }
        Translated through = translated;
        if (through != null) {
            through.ended("the server ended before it answered");
        }
    }

    /**
     * Takes a line of the server.
     *
     * @return false if the client hears nothing any more
     */
    private boolean hear(Line line) throws IOException {
        Translated through = translated;
        if (through != null) {
            return through.received(line);
        }
        Translated begun = greeting == null ? null : translatedFrom(line);
        if (begun != null) {
            return begun.awaitHeard();
        }
        Ruling ruling =
                switch (line) {
                    case Line.Whole(byte[] bytes) -> gatekeeper.release(session, bytes);
                    case Line.Oversized(byte[] head, byte[] tail) ->
                            gatekeeper.releaseOversized(session, head, tail);
                };
        followServer(ruling);
        return true;
    }

    /** Begins to translate if the server refuses the handshake with this line; else null. */
    private @Nullable Translated translatedFrom(Line line) {
        beginning.lock();
        try {
            Greeting begins = greeting;
            Greeting.Refusal refusal = begins == null ? null : begins.hears(line);
            Translated through = refusal == null ? null : translate(refusal);
            if (begins != null && begins.isOver()) {
                greeting = null;
            }
            return through;
        } finally {
            beginning.unlock();
        }
    }

    private Translated translate(Greeting.Refusal refusal) {
        Translated through = new Translated(handshakes, session.identity(), toServer);
        through.begin(refusal);
        translated = through;
        Thread _ = pump("to-server", through::write);
        Thread _ = pump("to-client", () -> tellClient(through.hearing()));
        return through;
    }

    /** Tells the client what the translation has for it, for as long as it listens. */
    private void tellClient(Hearing hearing) {
        try {
            while (true) {
                follow(hearing.take());
                hearing.done();
            }
        } catch (IOException clientClosed) {
            endWithoutClient();
        } finally {
            hearing.close();
        }
    }

    private void follow(Told told) throws IOException {
        switch (told) {
            case Told.Message(byte[] bytes) -> followServer(gatekeeper.release(session, bytes));
            case Told.Oversized(byte[] head, byte[] tail) ->
                    followServer(gatekeeper.releaseOversized(session, head, tail));
            case Told.Lost(Id request, Loss loss, String reason) ->
                    followServer(gatekeeper.lose(session, request, loss, reason));
            case Told.Ended(String reason) -> {
                for (Ruling last : gatekeeper.end(session, reason)) {
                    followServer(last);
                }
            }
        }
    }

    /** Nobody reads any more: what the server would learn from its own output's closed pipe. */
    private void endWithoutClient() {
        clientDeaf = true;
        child.signal("TERM");
    }

    private void answer(Frame frame) throws IOException {
        toClient.send(frame);
        beginLater();
    }

    private void beginLater() {
        if (laterBegun.compareAndSet(false, true)) {
            later.run();
        }
    }

    private void replyToServer(Frame frame) {
        Translated through = translated;
        if (through != null) {
            through.send(frame, null);
            return;
        }
        if (!toServer.offer(frame) && !replyDropped) {
            replyDropped = true;
            log.accept("the server does not read: replies to it are dropped");
        }
    }

    private void tellClient(Iterable<Ruling> rulings) {
        for (Ruling ruling : rulings) {
            try {
                followServer(ruling);
            } catch (IOException clientClosed) {
                clientDeaf = true;
                return;
            }
        }
    }
}
