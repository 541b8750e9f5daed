package io.agentgate.gateway.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.audit.Samples;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrainTest {
    private static final long PATIENCE_MILLIS = 10_000;

    @TempDir private Path root;

    private final MemorySink sink = new MemorySink();
    private final MemorySink adopted = new MemorySink();
    private final BlockingQueue<String> problems = new LinkedBlockingQueue<>();

    private volatile Instant now = Samples.NOON;

    private Drain drain(Journal journal) {
        return new Drain(
                journal, sink, new Adoption(root, name -> adopted), () -> now, problems::add);
    }

    @Test
    void finishDeliversEverythingAlsoWhenNeverStarted() throws Exception {
        Journal journal = Journals.open(root, "w1", Journals.LARGE);
        for (int number = 1; number <= 50; number++) {
            journal.append(Samples.sized(number, 8192));
        }
        try (Drain drain = drain(journal)) {
            boolean delivered = drain.finish(PATIENCE_MILLIS);
            journal.close(delivered);

            assertThat(delivered).isTrue();
        }

        assertThat(sink.stored()).isEqualTo(50);
        assertThat(root).isEmptyDirectory();
    }

    @Test
    void failingStoreKeepsTheEventsInTheJournal() throws Exception {
        Journal journal = Journals.open(root, "w1");
        journal.append(Samples.decided(1));
        sink.failAtDelivery = 1;
        try (Drain drain = drain(journal)) {
            drain.start();
            assertThat(problems.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS))
                    .isEqualTo("audit events wait in the journal: the store is away");
            boolean delivered = drain.finish(PATIENCE_MILLIS);
            journal.close(delivered);

            assertThat(delivered).isFalse();
        }

        assertThat(Journals.left(root))
                .isEqualTo(new Journals.Left(List.of(Samples.decided(1)), 0));
    }

    @Test
    void whatTheStoreRefusedOnceIsDeliveredLater() throws Exception {
        Journal journal = Journals.open(root, "w1");
        journal.append(Samples.decided(1));
        sink.failAtDelivery = 1;
        try (Drain drain = drain(journal)) {
            drain.start();
            assertThat(problems.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isNotNull();
            sink.recover();
            journal.append(Samples.decided(2));
            journal.close(drain.finish(PATIENCE_MILLIS));
        }

        assertThat(sink.events).containsExactly(Samples.decided(1), Samples.decided(2));
        assertThat(root).isEmptyDirectory();
    }

    @Test
    void recordsOfADeadWriterThatCouldNotBeAdoptedAreAdoptedLater() throws Exception {
        Journal dead = Journals.open(root, "w0");
        dead.append(Samples.decided(7));
        dead.close(false);
        adopted.failAtDelivery = 1;
        Journal journal = Journals.open(root, "w1");
        try (Drain drain = drain(journal)) {
            drain.start();
            assertThat(problems.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS))
                    .isEqualTo("records of an earlier session wait: the store is away");
            adopted.recover();
            now = now.plusSeconds(11);
            // What is appended wakes it.
            journal.append(Samples.decided(1));
            until(() -> adopted.stored() == 1);
            journal.close(drain.finish(PATIENCE_MILLIS));
        }
        assertThat(problems).isEmpty();
    }

    private static void until(BooleanSupplier expected) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        while (!expected.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    void lagIsTheAgeOfTheOldestEventOfABatchAndZeroWhenAllIsDelivered() throws Exception {
        Journal journal = Journals.open(root, "w1");
        journal.append(Samples.decided(1));
        journal.append(Samples.settled(1));
        now = Samples.decided(1).time().plusMillis(700);
        try (Drain drain = drain(journal)) {
            assertThat(drain.lag()).isZero();
            drain.start();
            until(() -> drain.lag().equals(Duration.ofMillis(700)));
            until(() -> drain.lag().isZero());
            journal.close(drain.finish(PATIENCE_MILLIS));
        }
    }

    @Test
    void lagIsZeroWhileTheStoreTakesNothing() throws Exception {
        Journal journal = Journals.open(root, "w1");
        journal.append(Samples.decided(1));
        now = Samples.decided(1).time().plusSeconds(3600);
        sink.failAtDelivery = 1;
        try (Drain drain = drain(journal)) {
            drain.start();
            assertThat(problems.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isNotNull();
            assertThat(drain.lag()).isZero();
            journal.close(drain.finish(PATIENCE_MILLIS));
        }
    }

    @Test
    void deadWritersAreAdoptedBehindTheFirstDelivery() throws Exception {
        try (Journal dead = Journals.open(root, "w0")) {
            dead.append(Samples.decided(9));
        }
        Journal journal = Journals.open(root, "w1");
        journal.append(Samples.decided(1));
        try (Drain drain = drain(journal)) {
            drain.start();
            long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
            while (adopted.stored() == 0 && System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }
            journal.close(drain.finish(PATIENCE_MILLIS));
        }

        assertThat(adopted.events).containsExactly(Samples.decided(9));
        assertThat(sink.events).containsExactly(Samples.decided(1));
    }
}
