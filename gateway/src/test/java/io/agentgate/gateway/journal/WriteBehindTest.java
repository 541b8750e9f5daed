package io.agentgate.gateway.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentgate.gateway.audit.AuditEvent;
import io.agentgate.gateway.audit.Samples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The mode {@code batch}. */
@Timeout(30)
class WriteBehindTest {
    @TempDir private Path root;

    private static List<AuditEvent> sized(int from, int to) {
        return IntStream.rangeClosed(from, to)
                .<AuditEvent>mapToObj(number -> Samples.sized(number, Journals.HALF))
                .toList();
    }

    private static boolean isOverflow(AuditEvent event) {
        return event instanceof AuditEvent.Noted noted && noted.kind().equals("journal_overflow");
    }

    private static long dropped(AuditEvent event) {
        return isOverflow(event) && event instanceof AuditEvent.Noted noted
                ? Long.parseLong(noted.detail().split(" ", 2)[0])
                : 0;
    }

    private static List<AuditEvent> readUntilAnOverflow(JournalReader reader) throws IOException {
        List<AuditEvent> events = new ArrayList<>();
        while (events.stream().noneMatch(WriteBehindTest::isOverflow)) {
            events.addAll(reader.read());
            reader.confirm();
        }
        return events;
    }

    @Test
    void sealedJournalHoldsAllThatWasAppendedInOrder() throws Exception {
        List<AuditEvent> events =
                IntStream.rangeClosed(1, 1000).<AuditEvent>mapToObj(Samples::decided).toList();
        try (Journal journal = Journals.open(root, "w1", Journals.LARGE.in(JournalMode.BATCH));
                JournalReader reader = journal.reader()) {
            for (AuditEvent event : events) {
                journal.append(event);
            }
            journal.seal();

            assertThat(Journals.readAll(reader)).isEqualTo(events);
        }
    }

    @Test
    void overflowIsDroppedCountedAndReportedOnceThereIsRoom() throws Exception {
        int capacity = 4 * Journals.HALF;
        int count = 60;
        try (Journal journal = Journals.buffered(root, "w1", capacity);
                JournalReader reader = journal.reader()) {
            // Nobody reads: the segments fill up, then the buffer, and no append fails or waits.
            for (AuditEvent event : sized(1, count)) {
                journal.append(event);
            }

            List<AuditEvent> events = readUntilAnOverflow(reader);
            journal.append(Samples.decided(99));
            journal.seal();
            events.addAll(Journals.readAll(reader));

            long reported = events.stream().mapToLong(WriteBehindTest::dropped).sum();
            List<AuditEvent> kept = events.stream().filter(event -> !isOverflow(event)).toList();
            assertThat(reported).isGreaterThan(count / 2);
            assertThat(kept.size() + reported).isEqualTo(count + 1);
            assertThat(kept).endsWith(Samples.decided(99));
            assertThat(reader.lostRecords()).isZero();
            // It stands where the dropped events are missing.
            int place = 0;
            while (!isOverflow(events.get(place))) {
                place++;
            }
            assertThat(events.subList(0, place)).isEqualTo(sized(1, place));
        }
    }

    @Test
    void journalThatCannotBeWrittenClosesAllTheSame() throws Exception {
        Journal journal = Journals.buffered(root, "w1", 4 * Journals.HALF);
        for (AuditEvent event : sized(1, 20)) {
            journal.append(event);
        }

        journal.close();

        assertThat(Journals.left(root).events()).startsWith(Samples.sized(1, Journals.HALF));
    }

    @Test
    void closedJournalRefuses() throws Exception {
        Journal journal = Journals.buffered(root, "w1", 4 * Journals.HALF);
        journal.close();

        assertThatThrownBy(() -> journal.append(Samples.decided(1)))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("closed");
    }
}
