package io.agentgate.stdio;

import io.agentgate.protocol.Frame;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The lines we write to one peer. Thread safe.
 *
 * <p>The thread that reads from a peer must not wait for that peer to read: each would wait for the
 * other. It therefore leaves its replies with {@link #offer}, which never blocks; a thread of their
 * own, begun with the first, writes them.
 */
final class PeerWriter {
    private static final int MAX_OFFERED = 1024;

    private final OutputStream out;
    private final ReentrantLock writing = new ReentrantLock();
    private final BlockingQueue<Frame> offered = new ArrayBlockingQueue<>(MAX_OFFERED);
    private final Semaphore waiting = new Semaphore(0);
    private final AtomicBoolean takesOffers = new AtomicBoolean();

    PeerWriter(OutputStream out) {
        this.out = out;
    }

    /** Writes a line, and waits until the peer's pipe has taken it. */
    void send(Frame frame) throws IOException {
        writing.lock();
        try {
            write(frame);
        } finally {
            writing.unlock();
        }
    }

    /**
     * Has a line written as soon as the peer takes it.
     *
     * @return false if too many lines wait already, and this one is lost
     */
    boolean offer(Frame frame) {
        if (!offered.offer(frame)) {
            return false;
        }
        if (takesOffers.compareAndSet(false, true)) {
            Thread.ofPlatform().name("offered-lines").daemon().start(this::writeOffered);
        }
        waiting.release();
        return true;
    }

    private void writeOffered() {
        try {
            while (true) {
                waiting.acquire();
                writing.lock();
                try {
                    writeNextOffered();
                } finally {
                    writing.unlock();
                }
            }
        } catch (IOException peerClosed) {
            offered.clear();
        } catch (InterruptedException unexpected) {
            // Nobody interrupts this thread.
            throw new IllegalStateException(unexpected);
        }
    }

    private boolean writeNextOffered() throws IOException {
        Frame next = offered.poll();
        if (next != null) {
            write(next);
        }
        return next != null;
    }

    /** Whether some thread writes a line just now, or waits for the peer to take it. */
    boolean busy() {
        return writing.isLocked();
    }

    private void write(Frame frame) throws IOException {
        // A line break between tokens is legal JSON and would be the end of the line to the peer.
        out.write(frame.onOneLine().bytes());
        out.write('\n');
        out.flush();
    }

    /** Ends the stream, behind the lines that were offered. */
    void close() throws IOException {
        writing.lock();
        try (out) {
            boolean more = true;
            while (more) {
                more = writeNextOffered();
            }
        } finally {
            writing.unlock();
        }
    }
}
