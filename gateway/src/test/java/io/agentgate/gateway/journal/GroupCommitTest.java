package io.agentgate.gateway.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentgate.gateway.audit.AuditEvent;
import io.agentgate.gateway.audit.Samples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The mode {@code blocking-strict}. */
@Timeout(30)
class GroupCommitTest {
    private static final int THREADS = 16;

    @TempDir private Path root;

    private final DiskForTest disk = new DiskForTest();
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS + 1);
    private Journal journal;

    @BeforeEach
    void open() throws IOException {
        journal = Journals.open(root, "w1", Journals.LARGE.in(JournalMode.BLOCKING_STRICT), disk);
    }

    @AfterEach
    void end() throws IOException {
        disk.failing = false;
        disk.let(1 << 20);
        threads.close();
        journal.close();
    }

    private Future<?> append(AuditEvent event) {
        return threads.submit(
                () -> {
                    Commit.await(journal.append(event));
                    return event;
                });
    }

    /** Lets all threads write while the sync for the first of them runs. */
    private List<Future<?>> appendDuringASync() {
        List<Future<?>> appends = new ArrayList<>();
        disk.hold();
        appends.add(append(Samples.decided(1)));
        disk.awaitSync();
        int before = journal.end().offset();
        for (int number = 2; number <= THREADS; number++) {
            appends.add(append(Samples.decided(number)));
        }
        int least = (THREADS - 1) * (before / 2);
        while (journal.end().offset() < before + least || !allWait()) {
            Thread.onSpinWait();
        }
        return appends;
    }

    /** Whether every event that was handed in is written. */
    private boolean allWait() {
        try (JournalReader reader = journal.reader()) {
            return Journals.readAll(reader).size() == THREADS;
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    @Test
    void appendWaitsForItsSync() throws Exception {
        disk.hold();
        Future<?> append = append(Samples.decided(1));
        disk.awaitSync();

        assertThat(append.isDone()).isFalse();
        disk.let(1);
        assertThat(append.get()).isEqualTo(Samples.decided(1));
    }

    @Test
    void threadsThatWriteDuringOneSyncShareTheNext() throws Exception {
        List<Future<?>> appends = appendDuringASync();

        assertThat(appends).noneMatch(Future::isDone);
        disk.let(1 << 20);
        for (Future<?> append : appends) {
            append.get();
        }
        // A thread that had written and not yet asked may have come too late for the second.
        assertThat(disk.syncs.get()).isLessThan(THREADS / 2);
    }

    @Test
    void waitersAreToldInTheOrderOfTheirAppends() throws Exception {
        List<Integer> told = Collections.synchronizedList(new ArrayList<>());
        disk.hold();
        for (int number = 1; number <= 5; number++) {
            int mine = number;
            if (journal.append(Samples.decided(number)) instanceof Commit.Later(var sync)) {
                sync.thenRun(() -> told.add(mine));
            }
        }
        disk.let(1 << 20);
        Commit.await(journal.append(Samples.decided(6)));

        assertThat(told).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void manyThreadsNeedFewerSyncsThanTheyAppend() throws Exception {
        int each = 50;
        List<Future<?>> done = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            done.add(
                    threads.submit(
                            () -> {
                                for (int number = 1; number <= each; number++) {
                                    journal.append(Samples.decided(number));
                                }
                                return null;
                            }));
        }
        for (Future<?> thread : done) {
            thread.get();
        }

        assertThat(disk.syncs.get()).isLessThan(THREADS * each);
        try (JournalReader reader = journal.reader()) {
            assertThat(Journals.readAll(reader)).hasSize(THREADS * each);
        }
    }

    @Test
    void failedSyncIsToldToAllWhoWaitAndRecordingGoesOnInANewSegment() throws Exception {
        List<Future<?>> appends = appendDuringASync();
        disk.failing = true;
        disk.let(1 << 20);

        for (Future<?> append : appends) {
            assertThatThrownBy(append::get)
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("cannot be synced")
                    .hasRootCauseMessage("no such sector");
        }
        assertThatThrownBy(() -> journal.append(Samples.decided(90)))
                .isInstanceOf(JournalException.class);
        disk.failing = false;
        journal.append(Samples.decided(91));
        assertThat(journal.end().generation()).isEqualTo(2);
    }

    @Test
    void segmentsThatWereFilledBeforeTheSyncAreSyncedToo() throws Exception {
        disk.hold();
        Future<?> first = append(Samples.decided(1));
        disk.awaitSync();
        List<Future<?>> appends = new ArrayList<>();
        for (int number = 2; number <= 6; number++) {
            appends.add(append(Samples.sized(number, Journals.HALF)));
        }
        while (journal.end().generation() < 3) {
            Thread.onSpinWait();
        }
        disk.let(1);
        first.get();
        disk.awaitSync();
        disk.let(1);
        disk.awaitSync();
        disk.let(1);

        // Two full segments are on the disk, the open one is not.
        disk.awaitSync();
        assertThat(appends).noneMatch(Future::isDone);
        disk.let(1 << 20);
        for (Future<?> append : appends) {
            append.get();
        }
    }

    @Test
    void sealedJournalRefuses() {
        journal.seal();

        assertThatThrownBy(() -> journal.append(Samples.decided(1)))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("closed");
    }
}
