package io.agentgate.stdio.link;

import io.agentgate.gateway.call.Session;
import io.agentgate.gateway.link.LinkListener;
import io.agentgate.gateway.link.ServerLink;
import io.agentgate.protocol.Id;
import io.agentgate.stdio.ChildProcess;
import io.agentgate.stdio.ChildStartException;
import io.agentgate.stdio.Line;
import io.agentgate.stdio.LineReader;
import io.agentgate.stdio.Outbox;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One session's child, from its start to the end of its whole tree.
 *
 * <pre>
 *   waiting ──begin──▶ running ──exit──▶ exited, tree killed ──output read──▶ told: ended
 *      │                  │                    ▲
 *      │                  └──end──▶ ending ────┘  input closed, TERM, KILL
 *      └──end, or it cannot be started──▶ gone
 * </pre>
 */
final class ChildLink implements ServerLink {
    private static final int SIGNAL_EXIT_BASE = 128;
    private static final int MAX_SIGNAL = 64;

    private final ChildLinks links;
    private final ChildTimings timings;
    private final Nursery nursery;
    private final long openedAt;
    private final Telling telling;
    private final Outbox outbox = new Outbox();
    private final Valve valve = new Valve();

    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable ChildProcess child;
    private @Nullable EndCause cause;
    private boolean terminated;
    private @Nullable String exit;
    private boolean outputEnded;
    private boolean errorsEnded;

    ChildLink(ChildLinks links, LinkListener listener) {
        this.links = links;
        this.timings = links.settings().timings();
        this.nursery = links.nursery();
        this.openedAt = links.nanoTime();
        this.telling = new Telling(listener);
    }

    @Override
    public void send(Outgoing message) {
        switch (outbox.offer(message)) {
            case YES -> {}
            case FULL -> refuse(message, "the server does not read: too many messages wait for it");
            case CLOSED -> refuse(message, EndCause.INPUT.words());
        }
    }

    private void refuse(Outgoing message, String reason) {
        Id awaited = message.awaits();
        if (awaited == null) {
            links.countDropped();
        } else if (!telling.isSilent()) {
            nursery.care(() -> telling.notSent(awaited, reason));
        }
    }

    @Override
    public void pause() {
        valve.shut();
    }

    @Override
    public void resume() {
        valve.open();
    }

    @Override
    public void close() {
        telling.silence();
        // What is still written is read, and thrown away: a server must be able to end.
        valve.openForGood();
        end(EndCause.CLOSED);
    }

    /** Ends the child, of which its session then hears. */
    void withdraw() {
        end(EndCause.WITHDRAWN);
    }

    /** Starts the child; called by the thread that starts all. */
    void begin() {
        if (isEnding()) {
            neverRan(EndCause.CLOSED.words(), null);
            return;
        }
        try {
            ChildSettings settings = links.settings();
            ChildProcess started =
                    ChildProcess.startPiped(
                            settings.command(), settings.environment(), settings.directory());
            run(started);
        } catch (ChildStartException notStarted) {
            nursery.say(String.valueOf(notStarted.getMessage()));
            String reason = "`" + notStarted.command() + "` cannot be started";
            // Other words come from the system, with paths that are nobody's business.
            boolean plain = notStarted.exitCode() == ChildProcess.NOT_FOUND;
            neverRan(plain ? reason + ": " + notStarted.why() : reason, openedAt);
        } catch (RuntimeException | Error unexpected) {
            nursery.say("internal error while starting a server: " + unexpected);
            neverRan(EndCause.FAULT.words(), null);
        }
    }

    private void run(ChildProcess started) {
        Path note;
        try {
            note = nursery.note(started);
        } catch (IOException unwritable) {
            started.killTree();
            nursery.say("a server cannot be noted, and is not run: " + unwritable);
            neverRan("the server cannot be started: nothing can be written in the home", openedAt);
            return;
        }
        boolean ending;
        lock.lock();
        try {
            child = started;
            ending = cause != null;
        } finally {
            lock.unlock();
        }
        links.countStarted();
        CompletableFuture<?> _ =
                started.onExit().thenRunAsync(() -> exited(started, note), nursery::care);
        try {
            thread("output", () -> read(started));
            thread("input", () -> write(started));
            thread("errors", () -> readErrors(started));
        } catch (OutOfMemoryError noThread) {
            nursery.say("no thread for a server: " + noThread);
            started.killTree();
            outputEnded();
        }
        if (ending) {
            terminateLater(started);
        }
    }

    private void thread(String part, Runnable work) {
        Thread.ofPlatform()
                .name(links.settings().server() + " " + part)
                .daemon()
                .start(nursery.guarded(work));
    }

    /**
     * There is no child, and there will be none.
     *
     * @param failedAt null if the server is not to blame
     */
    private void neverRan(String reason, @Nullable Long failedAt) {
        links.gone(this, failedAt, failedAt == null ? null : reason);
        String told = withdrawn() ? EndCause.WITHDRAWN.words() : reason;
        lose(outbox.abandon(), told);
        telling.ended(told);
    }

    private boolean isEnding() {
        lock.lock();
        try {
            return cause != null;
        } finally {
            lock.unlock();
        }
    }

    private boolean withdrawn() {
        lock.lock();
        try {
            return cause == EndCause.WITHDRAWN;
        } finally {
            lock.unlock();
        }
    }

    /** Begins to end the child, unless somebody has. */
    private void end(EndCause why) {
        ChildProcess running;
        lock.lock();
        try {
            if (cause != null) {
                return;
            }
            cause = why;
            running = child;
        } finally {
            lock.unlock();
        }
        outbox.close();
        if (running != null) {
            terminateLater(running);
        }
    }

    private void terminateLater(ChildProcess running) {
        nursery.careIn(
                timings.endOfInput(),
                () -> {
                    if (running.isAlive()) {
                        noteTerminated();
                        running.signal("TERM");
                        nursery.careIn(timings.terminate(), () -> killIfAlive(running));
                    }
                });
    }

    private void noteTerminated() {
        lock.lock();
        try {
            terminated = true;
        } finally {
            lock.unlock();
        }
    }

    private static void killIfAlive(ChildProcess running) {
        if (running.isAlive()) {
            running.killTree();
        }
    }

    /** The child has ended; what it started has not, perhaps. */
    private void exited(ChildProcess ended, Path note) {
        ended.killTree();
        nursery.forget(note);
        String reason;
        boolean byServer;
        lock.lock();
        try {
            reason = reason(ended.exitCode());
            byServer = cause == null || cause.byServer();
        } finally {
            lock.unlock();
        }
        links.gone(this, openedAt, byServer ? reason : null);
        try {
            lose(outbox.abandon(), EndCause.INPUT.words());
        } finally {
            exitIs(reason);
        }
        nursery.careIn(timings.restOfOutput(), () -> endHolders(ended));
    }

    private void exitIs(String reason) {
        lock.lock();
        try {
            exit = reason;
        } finally {
            lock.unlock();
        }
        tellEnd();
    }

    private String reason(int exitCode) {
        EndCause why = cause;
        if (why != null && (terminated || !why.byServer())) {
            return why.words();
        }
        boolean bySignal = exitCode > SIGNAL_EXIT_BASE && exitCode <= SIGNAL_EXIT_BASE + MAX_SIGNAL;
        return bySignal
                ? "the server was ended by signal " + (exitCode - SIGNAL_EXIT_BASE)
                : "the server ended with exit code " + exitCode;
    }

    /** Of what left the tree, ends what still holds the server's pipes: it would hold us, too. */
    private void endHolders(ChildProcess ended) {
        if (!allRead()) {
            ended.killHolders();
            nursery.careIn(timings.restOfOutput(), this::endUnread);
        }
    }

    /** Waits no longer for the end of the output, unless it is the session that does not read. */
    private void endUnread() {
        if (allRead()) {
            return;
        }
        if (valve.isShut()) {
            nursery.careIn(timings.restOfOutput(), this::endUnread);
        } else {
            outputEnded();
        }
    }

    private boolean allRead() {
        lock.lock();
        try {
            return outputEnded && errorsEnded;
        } finally {
            lock.unlock();
        }
    }

    private void outputEnded() {
        lock.lock();
        try {
            outputEnded = true;
        } finally {
            lock.unlock();
        }
        end(EndCause.OUTPUT);
        tellEnd();
    }

    /** Tells the end once it is known and all output was told. */
    private void tellEnd() {
        String reason;
        lock.lock();
        try {
            reason = outputEnded ? exit : null;
        } finally {
            lock.unlock();
        }
        if (reason != null) {
            telling.ended(reason);
        }
    }

    private void read(ChildProcess running) {
        LineReader lines = new LineReader(running.output(), Session.MAX_SERVER_MESSAGE_BYTES);
        try {
            for (Line line = lines.next(); line != null; line = lines.next()) {
                if (!isBlank(line)) {
                    valve.pass();
                    tell(line);
                }
            }
        } catch (IOException gone) {
            // As its end.
        } catch (RuntimeException | Error unexpected) {
            nursery.say("internal error, a session ends: " + unexpected);
            end(EndCause.FAULT);
        } finally {
            outputEnded();
        }
    }

    private void tell(Line line) {
        switch (line) {
            case Line.Whole(byte[] bytes) -> telling.received(bytes);
            case Line.Oversized(byte[] head, byte[] tail) -> telling.oversized(head, tail);
        }
    }

    private static boolean isBlank(Line line) {
        if (!(line instanceof Line.Whole(byte[] bytes))) {
            return false;
        }
        for (byte each : bytes) {
            if (each != ' ' && each != '\t' && each != '\r') {
                return false;
            }
        }
        return true;
    }

    private void write(ChildProcess running) {
        try (OutputStream out = running.input()) {
            for (Outgoing next = outbox.take(); next != null; next = outbox.take()) {
                write(next, out);
            }
        } catch (IOException closed) {
            end(EndCause.INPUT);
            lose(outbox.abandon(), EndCause.INPUT.words());
        }
    }

    private void write(Outgoing message, OutputStream out) throws IOException {
        try {
            // A line break between tokens is legal JSON and would be the end of the line there.
            out.write(message.frame().onOneLine().bytes());
            out.write('\n');
            out.flush();
        } catch (IOException closed) {
            // Without its line feed it was no message yet.
            lose(List.of(message), EndCause.INPUT.words());
            throw closed;
        }
    }

    /** Tells which requests will never be read. */
    private void lose(List<Outgoing> unread, String reason) {
        for (Outgoing message : unread) {
            Id awaited = message.awaits();
            if (awaited == null) {
                links.countDropped();
            } else {
                telling.notSent(awaited, reason);
            }
        }
    }

    private void readErrors(ChildProcess running) {
        try {
            new ErrorReader(running.errors(), links.errors()).run();
        } catch (RuntimeException | Error unexpected) {
            nursery.say("internal error, a server's words are not shown: " + unexpected);
            throwAway(running);
        } finally {
            lock.lock();
            try {
                errorsEnded = true;
            } finally {
                lock.unlock();
            }
        }
    }

    /** A server must not stop on a pipe that nobody reads. */
    private static void throwAway(ChildProcess running) {
        try {
            running.errors().transferTo(OutputStream.nullOutputStream());
        } catch (IOException gone) {
            // As its end.
        }
    }
}
