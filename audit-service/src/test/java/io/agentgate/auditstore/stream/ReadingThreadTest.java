package io.agentgate.auditstore.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ReadingThreadTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** What was heard and done, in this order. */
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    private final Deque<Runnable> rounds = new ArrayDeque<>();
    private final ReadingThread thread =
            new ReadingThread("test", this::work, new Heard(), Duration.ZERO);

    private final class Heard implements ReadingThread.Listener {
        @Override
        public void failed(RuntimeException why) {
            heard.add("failed: " + why.getMessage());
        }

        @Override
        public void ended(Error why) {
            heard.add("ended: " + why.getMessage());
        }
    }

    private void work(BooleanSupplier ending) {
        Runnable round = rounds.poll();
        if (round != null) {
            round.run();
            return;
        }
        heard.add(Thread.currentThread().isInterrupted() ? "reading, interrupted" : "reading");
        while (!ending.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }

    private static Runnable failing(RuntimeException why) {
        return () -> {
            throw why;
        };
    }

    private void assertHeard(String... expected) throws InterruptedException {
        for (String each : expected) {
            assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo(each);
        }
    }

    @Test
    void whateverFailsBeginsAnew() throws Exception {
        rounds.addAll(
                List.of(
                        failing(new IllegalStateException("one")),
                        failing(new KafkaException("two")),
                        failing(new NullPointerException("three"))));

        thread.start();

        assertHeard("failed: one", "failed: two", "failed: three", "reading");
        thread.stop(PATIENCE);
        assertThat(heard).isEmpty();
    }

    @Test
    void interruptThatNobodyMeantIsAFailureLikeOthers() throws Exception {
        // Its constructor interrupts the thread again, as Kafka's clients do.
        rounds.add(
                () -> {
                    throw new InterruptException("odd");
                });

        thread.start();

        assertHeard("failed: odd", "reading");
        thread.stop(PATIENCE);
    }

    @Test
    void errorEndsIt() throws Exception {
        rounds.add(
                () -> {
                    throw new AssertionError("broken");
                });

        thread.start();

        assertHeard("ended: broken");
        thread.stop(PATIENCE);
        assertThat(heard).isEmpty();
    }

    @Test
    void failureOfTheEndIsNone() throws Exception {
        rounds.add(
                () -> {
                    heard.add("waiting");
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException toldToEnd) {
                        throw new InterruptException(toldToEnd);
                    }
                });

        thread.start();
        assertHeard("waiting");
        thread.stop(PATIENCE);

        assertThat(heard).isEmpty();
    }
}
