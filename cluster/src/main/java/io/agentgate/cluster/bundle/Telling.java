package io.agentgate.cluster.bundle;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The loop that tells the service of the servers behind this proxy. It has a thread of its own: a
 * long report, or a service that does not take it, delays no bundle.
 */
final class Telling implements Runnable {
    private final BundleService service;
    private final Supplier<byte[]> servers;
    private final Supplier<BundleState> state;
    private final BundleListener listener;
    private final Timing.OfServers timing;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread =
            Thread.ofPlatform().daemon().name("servers-teller").unstarted(this);

    /** What the service took last, and has to be told again when it did not. */
    private byte[] taken = {};

    private boolean tried;
    private long triedAt;
    private int unheard;

    private Telling(
            BundleService service,
            Supplier<byte[]> servers,
            Supplier<BundleState> state,
            BundleListener listener,
            Timing.OfServers timing) {
        this.service = service;
        this.servers = servers;
        this.state = state;
        this.listener = listener;
        this.timing = timing;
    }

    /**
     * Begins to tell.
     *
     * @param servers gives what is told now, an array of JSON
     * @param state says whether the service answers at all
     */
    static Telling start(
            BundleService service,
            Supplier<byte[]> servers,
            Supplier<BundleState> state,
            BundleListener listener,
            Timing.OfServers timing) {
        Telling telling = new Telling(service, servers, state, listener, timing);
        telling.thread.start();
        return telling;
    }

    /**
     * Ends it.
     *
     * @param most how long that may take
     */
    void stop(Duration most) {
        stopped.countDown();
        thread.interrupt();
        try {
            thread.join(most);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void run() {
        try {
            do {
                look();
            } while (!stopped.await(timing.look().toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException end) {
            // The thread is this loop's own, and ends with it.
        }
    }

    private void look() throws InterruptedException {
        Duration since = Duration.ofNanos(System.nanoTime() - triedAt);
        if (tried && since.compareTo(timing.pause()) < 0) {
            return;
        }
        try {
            byte[] now = servers.get();
            boolean old = since.compareTo(timing.again()) >= 0;
            if (!tried || old || !Arrays.equals(now, taken)) {
                tell(now);
            }
        } catch (RuntimeException | Error unexpected) {
            failed("telling of the servers failed: " + unexpected);
        }
    }

    private void tell(byte[] now) throws InterruptedException {
        tried = true;
        triedAt = System.nanoTime();
        taken = new byte[0];
        try {
            service.tell(now);
            taken = now;
            unheard = 0;
        } catch (ServiceException untold) {
            failed("the report of the servers is not taken: " + untold.problem());
        }
    }

    /** That is told once in a row, and not of a service that answers nothing: that is told, too. */
    private void failed(String problem) {
        if (state.get().outage() != null) {
            unheard = 0;
        } else if (++unheard == 2) {
            try {
                listener.lost(problem);
            } catch (RuntimeException listenerFailed) {
                // One that cannot be told must not end the loop.
            }
        }
    }
}
