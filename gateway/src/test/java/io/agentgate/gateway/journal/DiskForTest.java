package io.agentgate.gateway.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** A disk that counts its syncs, holds them, and fails when it is told to. */
final class DiskForTest implements Disk {
    final AtomicInteger syncs = new AtomicInteger();
    private final Semaphore begun = new Semaphore(0);
    private final Semaphore let = new Semaphore(Integer.MAX_VALUE / 2);
    volatile boolean failing;

    @Override
    public void force(FileChannel segment) throws IOException {
        syncs.incrementAndGet();
        begun.release();
        let.acquireUninterruptibly();
        if (failing) {
            throw new IOException("no such sector");
        }
        segment.force(false);
    }

    /** From now on each sync waits to be let. */
    void hold() {
        begun.drainPermits();
        let.drainPermits();
    }

    void awaitSync() {
        begun.acquireUninterruptibly();
    }

    void let(int count) {
        let.release(count);
    }
}
