package io.agentgate.gateway.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.audit.AuditEvent;
import io.agentgate.gateway.audit.Samples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an event loop records in one of its turns; the test is the loop. */
@Timeout(30)
class TurnTest {
    @TempDir private Path root;

    private final DiskForTest disk = new DiskForTest();
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final List<String> told = new ArrayList<>();
    private final List<@Nullable Throwable> outcomes = new ArrayList<>();
    private Journal journal;
    private Appender turn;

    @BeforeEach
    void open() throws IOException {
        open(Journals.FOUR_SEGMENTS);
    }

    private void open(JournalSettings settings) throws IOException {
        journal = Journals.open(root, "w" + settings.mode(), settings, disk);
        turn = journal.inTurns(this::later, outcomes::add);
    }

    @AfterEach
    void close() throws IOException {
        disk.let(1 << 20);
        journal.close();
    }

    private synchronized void later(Runnable task) {
        tasks.add(task);
        notifyAll();
    }

    private synchronized Runnable nextTask() throws InterruptedException {
        while (tasks.isEmpty()) {
            wait();
        }
        return tasks.remove();
    }

    private void append(int number) throws JournalException {
        append(Samples.decided(number), Integer.toString(number));
    }

    private void append(AuditEvent event, String name) throws JournalException {
        if (turn.append(event) instanceof Commit.Later(CompletionStage<Void> sync)) {
            sync.whenComplete((done, failure) -> told.add(failure == null ? name : "not " + name));
        }
    }

    private List<AuditEvent> written() throws IOException {
        try (JournalReader reader = journal.reader()) {
            return Journals.readAll(reader);
        }
    }

    @Test
    void nobodyGoesOnBeforeTheEndOfTheTurn() throws Exception {
        append(1);
        append(2);

        assertThat(told).isEmpty();
        assertThat(written()).isEmpty();
        nextTask().run();
        assertThat(told).containsExactly("1", "2");
        assertThat(outcomes).containsOnlyNulls().hasSize(1);
        assertThat(written()).containsExactly(Samples.decided(1), Samples.decided(2));
        assertThat(tasks).isEmpty();
    }

    @Test
    void whoIsToldMayAppendInTheNextTurn() throws Exception {
        if (turn.append(Samples.decided(1)) instanceof Commit.Later(CompletionStage<Void> sync)) {
            sync.thenRun(
                    () -> {
                        try {
                            append(3);
                        } catch (JournalException unexpected) {
                            told.add("thrown");
                        }
                    });
        }
        append(2);
        nextTask().run();
        assertThat(told).containsExactly("2");

        nextTask().run();
        assertThat(told).containsExactly("2", "3");
        assertThat(written())
                .containsExactly(Samples.decided(1), Samples.decided(2), Samples.decided(3));
    }

    @Test
    void turnThatRecordsMuchWritesBeforeItsEnd() throws Exception {
        append(Samples.sized(1, Journals.HALF), "1");
        append(Samples.sized(2, Journals.HALF), "2");
        append(Samples.sized(3, Journals.HALF), "3");

        assertThat(told).containsExactly("1", "2");
        nextTask().run();
        assertThat(told).containsExactly("1", "2", "3");
        assertThat(written()).hasSize(3);
    }

    @Test
    void allAreToldWhenTheTurnCannotBeWritten() throws Exception {
        append(1);
        append(2);
        journal.seal();
        nextTask().run();

        assertThat(told).containsExactly("not 1", "not 2");
        assertThat(outcomes).hasSize(1).doesNotContainNull();
        assertThat(written()).isEmpty();
    }

    @Test
    void turnsOfTwoLoopsAndOtherThreadsShareOneOrder() throws Exception {
        Appender other = turn.inTurns(this::later, outcomes::add);
        append(1);
        other.append(Samples.decided(2));
        journal.append(Samples.decided(3));
        nextTask().run();
        nextTask().run();

        assertThat(written())
                .containsExactly(Samples.decided(3), Samples.decided(1), Samples.decided(2));
    }

    @Test
    void strictTurnEndsWithItsSyncAndOnTheLoop() throws Exception {
        journal.close();
        open(Journals.LARGE.in(JournalMode.BLOCKING_STRICT));
        int before = disk.syncs.get();
        disk.hold();
        append(1);
        append(2);
        nextTask().run();
        disk.awaitSync();

        assertThat(written()).hasSize(2);
        assertThat(told).isEmpty();
        disk.let(1 << 20);
        Runnable toldOnTheLoop = nextTask();
        assertThat(told).isEmpty();
        toldOnTheLoop.run();
        assertThat(told).containsExactly("1", "2");
        assertThat(disk.syncs.get()).isEqualTo(before + 1);
    }

    @Test
    void strictTurnThatIsNotSyncedIsRefused() throws Exception {
        journal.close();
        open(Journals.LARGE.in(JournalMode.BLOCKING_STRICT));
        disk.failing = true;
        append(1);
        nextTask().run();
        nextTask().run();
        disk.failing = false;

        assertThat(told).containsExactly("not 1");
    }

    @Test
    void journalThatBuffersWritesBehindNeedsNoTurns() throws Exception {
        journal.close();
        open(Journals.LARGE.in(JournalMode.BATCH));

        assertThat(turn.append(Samples.decided(1))).isEqualTo(Commit.DONE);
        assertThat(tasks).isEmpty();
    }
}
