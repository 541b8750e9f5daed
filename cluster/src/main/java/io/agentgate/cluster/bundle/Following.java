package io.agentgate.cluster.bundle;

import io.agentgate.cluster.bundle.BundleService.Answer;
import io.agentgate.cluster.bundle.BundleService.Fetched;
import io.agentgate.cluster.bundle.BundleService.Unchanged;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The loop of polls and reports; it ends when it is stopped, and for no other reason. */
final class Following implements Runnable {
    /** What answers at once although it was asked to wait is not asked faster than this. */
    private static final Duration AT_LEAST = Duration.ofSeconds(1);

    private final BundleService service;
    private final Arrivals arrivals;
    private final Timing timing;
    private final Backoff backoff;
    private final CountDownLatch first = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);

    /** Null until the service has answered, and again after it did not: it may be another one. */
    private @Nullable String known;

    private long reportedAt;
    private boolean reportDue = true;

    Following(BundleService service, Arrivals arrivals, Timing timing) {
        this.service = service;
        this.arrivals = arrivals;
        this.timing = timing;
        this.backoff = new Backoff(timing, new SecureRandom());
    }

    /** Opens when the first bundle has come, good or bad. */
    CountDownLatch first() {
        return first;
    }

    void stop() {
        stopped.countDown();
    }

    @Override
    public void run() {
        try {
            Duration pause;
            do {
                pause = next();
            } while (!stopped.await(pause.toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException end) {
            // The thread is this loop's own, and ends with it.
            stop();
        }
    }

    /** One poll and what follows from it; gives the pause before the next. */
    private Duration next() throws InterruptedException {
        try {
            Duration pause = poll();
            backoff.reset();
            report();
            return pause;
        } catch (ServiceException unavailable) {
            return failed(unavailable.problem());
        } catch (RuntimeException | Error unexpected) {
            // Without this loop no kill switch would ever arrive again.
            return failed("following the policy-service failed: " + unexpected);
        }
    }

    private Duration failed(String problem) {
        known = null;
        reportDue = true;
        try {
            arrivals.lost(problem);
        } catch (RuntimeException listenerFailed) {
            // One that cannot be told must not end the loop either.
        }
        return backoff.next();
    }

    private Duration poll() throws ServiceException, InterruptedException {
        long began = System.nanoTime();
        boolean waits = known != null;
        Answer answer = service.poll(known);
        arrivals.contacted();
        boolean news =
                switch (answer) {
                    case Unchanged() -> false;
                    case Fetched(byte[] body, String tag) -> {
                        known = tag;
                        yield take(body);
                    }
                };
        reportDue |= news;
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        boolean hasty = (waits && !news) || known == null;
        return hasty && took.compareTo(AT_LEAST) < 0 ? AT_LEAST : Duration.ZERO;
    }

    private boolean take(byte[] body) {
        try {
            return arrivals.take(body);
        } finally {
            first.countDown();
        }
    }

    private void report() throws InterruptedException {
        long now = System.nanoTime();
        if (reportDue || now - reportedAt >= timing.reportEvery().toNanos()) {
            try {
                service.report(arrivals.state());
                reportDue = false;
                arrivals.reported();
            } catch (ServiceException unheard) {
                // Tried again after the next poll: what is decided by does not depend on it.
                arrivals.unreported(unheard.problem());
            }
            reportedAt = now;
        }
    }
}
