package io.agentgate.gateway.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentgate.gateway.audit.AuditEvent;
import io.agentgate.gateway.audit.Payload;
import io.agentgate.gateway.audit.Samples;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalTest {
    @TempDir private Path root;

    private static List<AuditEvent> numbered(int from, int to) {
        return IntStream.rangeClosed(from, to).<AuditEvent>mapToObj(Samples::decided).toList();
    }

    private static void append(Journal journal, List<? extends AuditEvent> events)
            throws JournalException {
        for (AuditEvent event : events) {
            journal.append(event);
        }
    }

    private static int append(Journal journal, AuditEvent event) throws JournalException {
        journal.append(event);
        return journal.end().offset();
    }

    private Path segment(String writer, int generation) {
        return Segment.file(root.resolve(writer), generation);
    }

    /** Writes events into one segment of a writer that then dies; gives the end of each. */
    private int[] dead(int events) throws Exception {
        int[] ends = new int[events];
        try (Journal journal = Journals.open(root, "w1")) {
            for (int number = 1; number <= events; number++) {
                ends[number - 1] = append(journal, Samples.decided(number));
            }
        }
        return ends;
    }

    private static void overwrite(Path file, int at, int... bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.allocate(bytes.length);
            for (int next : bytes) {
                buffer.put((byte) next);
            }
            channel.write(buffer.flip(), at);
        }
    }

    private static void truncate(Path file, int length) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(length);
        }
    }

    @Test
    void eventsAreReadInTheOrderOfTheirAppends() throws Exception {
        List<AuditEvent> events =
                List.of(Samples.decided(1), Samples.noted(2), Samples.settled(1), Samples.noted(3));
        try (Journal journal = Journals.open(root, "w1");
                JournalReader reader = journal.reader()) {
            append(journal, events);

            assertThat(Journals.readAll(reader)).isEqualTo(events);
            assertThat(reader.lostRecords()).isZero();
            assertThat(reader.read()).isEmpty();
        }
    }

    @Test
    void readerOfALiveJournalSeesEventsAsTheyCome() throws Exception {
        try (Journal journal = Journals.open(root, "w1");
                JournalReader reader = journal.reader()) {
            for (int number = 1; number <= 20; number++) {
                AuditEvent event = Samples.sized(number, Journals.HALF / 4);
                journal.append(event);

                assertThat(reader.read()).containsExactly(event);
                assertThat(reader.position()).isEqualTo(journal.end());
                reader.confirm();
            }
        }
    }

    @Test
    void eventsGoOnInTheNextSegment() throws Exception {
        List<AuditEvent> events = new ArrayList<>();
        try (Journal journal = Journals.open(root, "w1");
                JournalReader reader = journal.reader()) {
            for (int number = 1; number <= 7; number++) {
                events.add(Samples.sized(number, Journals.HALF));
            }
            append(journal, events);

            assertThat(journal.end().generation()).isEqualTo(4);
            assertThat(Journals.readAll(reader)).isEqualTo(events);
        }
    }

    @Test
    void segmentsAreDeletedOnceTheirEventsAreDelivered() throws Exception {
        try (Journal journal = Journals.open(root, "w1");
                JournalReader reader = journal.reader()) {
            for (int number = 1; number <= 6; number++) {
                journal.append(Samples.sized(number, Journals.HALF));
            }
            Journals.readAll(reader);

            assertThat(segment("w1", 1)).exists();
            reader.confirm();
            assertThat(segment("w1", 1)).doesNotExist();
            assertThat(segment("w1", 2)).doesNotExist();
            assertThat(segment("w1", 3)).exists();
        }
    }

    @Test
    void eventsThatWereNotDeliveredComeAgain() throws Exception {
        try (Journal journal = Journals.open(root, "w1");
                JournalReader reader = journal.reader()) {
            append(journal, numbered(1, 2));
            reader.read();
            reader.confirm();
            int second = append(journal, Samples.decided(3));
            append(
                    journal,
                    List.of(Samples.sized(4, Journals.HALF), Samples.sized(5, Journals.HALF)));
            overwrite(segment("w1", 1), second - 1, 0xFF);
            List<AuditEvent> first = Journals.readAll(reader);

            reader.rewind();

            assertThat(Journals.readAll(reader)).isEqualTo(first).hasSize(3);
            assertThat(reader.lostRecords()).isOne();
        }
    }

    @Test
    void journalWhoseEventsAreNotDeliveredRefusesBeyondItsSize() throws Exception {
        List<AuditEvent> recorded = new ArrayList<>();
        try (Journal journal = Journals.open(root, "w1");
                JournalReader reader = journal.reader()) {
            for (int number = 1; number <= 8; number++) {
                AuditEvent event = Samples.sized(number, Journals.HALF);
                journal.append(event);
                recorded.add(event);
            }

            for (int attempt = 0; attempt < 3; attempt++) {
                assertThatThrownBy(() -> journal.append(Samples.sized(9, Journals.HALF)))
                        .isInstanceOf(JournalException.class)
                        .hasMessageContaining("full");
            }
            assertThat(Journals.readAll(reader)).isEqualTo(recorded);
            reader.confirm();
            journal.append(Samples.sized(9, Journals.HALF));
            assertThat(reader.read()).containsExactly(Samples.sized(9, Journals.HALF));
            assertThat(reader.lostRecords()).isZero();
        }
    }

    @Test
    void segmentThatCannotBeMadeRefusesUntilItCan() throws Exception {
        Path obstacle = segment("w1", 2);
        try (Journal journal = Journals.open(root, "w1");
                JournalReader reader = journal.reader()) {
            Files.createDirectory(obstacle);
            append(
                    journal,
                    List.of(Samples.sized(1, Journals.HALF), Samples.sized(2, Journals.HALF)));

            assertThatThrownBy(() -> journal.append(Samples.sized(3, Journals.HALF)))
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("cannot be written")
                    .hasCauseInstanceOf(IOException.class);
            Files.delete(obstacle);
            journal.append(Samples.sized(3, Journals.HALF));

            assertThat(Journals.readAll(reader))
                    .containsExactly(
                            Samples.sized(1, Journals.HALF),
                            Samples.sized(2, Journals.HALF),
                            Samples.sized(3, Journals.HALF));
            assertThat(reader.lostRecords()).isZero();
        }
    }

    @Test
    @Timeout(30)
    void nextSegmentIsMadeAsSoonAsTheCurrentOneIsInUse() throws Exception {
        Journal journal = Journals.open(root, "w1");
        try (journal) {
            assertThat(segment("w1", 2)).doesNotExist();
            journal.append(Samples.decided(1));
            while (Files.notExists(segment("w1", 2))) {
                Thread.onSpinWait();
            }
        }

        // Nobody has written to it, so nobody has to read it.
        assertThat(segment("w1", 2)).doesNotExist();
    }

    @Test
    void segmentsOfAServerAreReadByWhoeverAdoptsThem() throws Exception {
        try (Journal journal = Journals.open(root, "w1", JournalSettings.ofServer())) {
            append(journal, numbered(1, 3));
        }

        assertThat(Files.size(segment("w1", 1))).isEqualTo(64 << 20);
        assertThat(Journals.left(root)).isEqualTo(new Journals.Left(numbered(1, 3), 0));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void segmentOnAFullDiskIsNotLeftHalfMade(boolean filled) throws Exception {
        Path segment = Segment.file(root, 1);
        Files.createSymbolicLink(segment, Path.of("/dev/full"));

        assertThatThrownBy(() -> Segment.prepare(root, 1, Journals.SEGMENT, filled))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("No space left");
        assertThat(Journals.segments(root)).isEmpty();
    }

    @Test
    void eventsThatComeFasterThanSegmentsArePreparedAreAllKept() throws Exception {
        int count = 300;
        try (Journal journal = Journals.open(root, "w1", Journals.LARGE);
                JournalReader reader = journal.reader()) {
            List<AuditEvent> read = new ArrayList<>();
            for (int number = 1; number <= count; number++) {
                journal.append(Samples.sized(number, Journals.HALF));
                if (number % 20 == 0) {
                    read.addAll(Journals.readAll(reader));
                    reader.confirm();
                }
            }

            assertThat(reader.lostRecords()).isZero();
            assertThat(read).hasSize(count);
        }
    }

    @Test
    void closedJournalRefuses() throws Exception {
        Journal journal = Journals.open(root, "w1");
        journal.close();
        journal.close();

        assertThatThrownBy(() -> journal.append(Samples.noted(1)))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void closingADeliveredJournalRemovesItsDirectory() throws Exception {
        Journal journal = Journals.open(root, "w1");
        journal.append(Samples.noted(1));

        journal.close(true);

        assertThat(root).isEmptyDirectory();
    }

    @Test
    void closingAnUndeliveredJournalLeavesItsEventsForAdoption() throws Exception {
        Journal journal = Journals.open(root, "w1");
        append(journal, numbered(1, 3));

        journal.close(false);

        assertThat(Journals.left(root)).isEqualTo(new Journals.Left(numbered(1, 3), 0));
    }

    @Test
    void journalsClosedWhileTheirSegmentsAreFinishedCloseWell() throws Exception {
        for (int round = 0; round < 50; round++) {
            try (Journal journal = Journals.open(root, "w" + round, Journals.LARGE)) {
                for (int number = 1; number <= 5; number++) {
                    journal.append(Samples.sized(number, Journals.HALF));
                }
                journal.close(true);
            }
        }

        assertThat(root).isEmptyDirectory();
    }

    @Test
    void writersDoNotSeeEachOther() throws Exception {
        try (Journal one = Journals.open(root, "w1");
                Journal other = Journals.open(root, "w2");
                JournalReader ofOne = one.reader();
                JournalReader ofOther = other.reader()) {
            one.append(Samples.decided(1));
            other.append(Samples.decided(2));

            assertThat(one.writer()).isEqualTo("w1");
            assertThat(Journals.readAll(ofOne)).containsExactly(Samples.decided(1));
            assertThat(Journals.readAll(ofOther)).containsExactly(Samples.decided(2));
        }
    }

    @Test
    void writerNameIsTakenOnce() throws Exception {
        try (Journal taken = Journals.open(root, "w1")) {
            assertThat(taken.writer()).isEqualTo("w1");
            assertThatThrownBy(() -> Journals.open(root, "w1")).isInstanceOf(IOException.class);
        }
    }

    @Test
    void concurrentAppendsAreAllKeptWithoutAGap() throws Exception {
        int threads = 4;
        int each = 100;
        try (Journal journal = Journals.open(root, "w1", Journals.LARGE);
                JournalReader reader = journal.reader();
                var pool = Executors.newFixedThreadPool(threads)) {
            CountDownLatch begin = new CountDownLatch(1);
            List<Future<?>> writers = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                int first = thread * each;
                writers.add(
                        pool.submit(
                                () -> {
                                    begin.await();
                                    for (int number = first; number < first + each; number++) {
                                        journal.append(Samples.sized(number, 4096));
                                    }
                                    return null;
                                }));
            }
            begin.countDown();
            for (Future<?> writer : writers) {
                writer.get();
            }

            List<AuditEvent> read = Journals.readAll(reader);
            assertThat(reader.lostRecords()).isZero();
            assertThat(read).hasSize(threads * each);
            for (int thread = 0; thread < threads; thread++) {
                int first = thread * each;
                assertThat(read.stream().filter(event -> number(event) / each == first / each))
                        .extracting(JournalTest::number)
                        .isSorted()
                        .doesNotHaveDuplicates();
            }
        }
    }

    private static int number(AuditEvent event) {
        String id = ((AuditEvent.CallDecided) event).decisionId();
        return Integer.parseInt(id.substring(id.lastIndexOf('-') + 1));
    }

    @Test
    void tornLastRecordIsCut() throws Exception {
        int[] ends = dead(3);

        for (int cut = ends[2] - 1; cut > ends[1]; cut -= 7) {
            truncate(segment("w1", 1), cut);
            assertThat(Journals.left(root)).isEqualTo(new Journals.Left(numbered(1, 2), 0));
        }
    }

    @Test
    void lastRecordThatWasNotWrittenToItsEndIsCut() throws Exception {
        int[] ends = dead(3);
        overwrite(segment("w1", 1), ends[2] - 2, 0, 0);

        assertThat(Journals.left(root)).isEqualTo(new Journals.Left(numbered(1, 2), 0));
    }

    @Test
    void damageBetweenRecordsIsACountedGap() throws Exception {
        int[] ends = dead(5);
        overwrite(segment("w1", 1), ends[0] + 40, 0xFF);
        overwrite(segment("w1", 1), ends[1], 0xFF);

        Journals.Left left = Journals.left(root);

        AuditEvent gap =
                new AuditEvent.Noted(
                        "w1-gap4",
                        Samples.decided(4).time(),
                        "journal_gap",
                        null,
                        "2 records before number 4 are damaged or missing");
        assertThat(left.events())
                .containsExactly(Samples.decided(1), gap, Samples.decided(4), Samples.decided(5));
        assertThat(left.lost()).isEqualTo(2);
    }

    @Test
    void damagedFirstRecordIsACountedGap() throws Exception {
        dead(2);
        overwrite(segment("w1", 1), 0, 0);

        Journals.Left left = Journals.left(root);

        assertThat(left.events()).hasSize(2).endsWith(Samples.decided(2));
        assertThat(left.lost()).isOne();
    }

    @Test
    void bytesOfAnotherGenerationAreIgnored() throws Exception {
        dead(3);
        Files.copy(segment("w1", 1), segment("w1", 2));

        assertThat(Journals.left(root)).isEqualTo(new Journals.Left(numbered(1, 3), 0));
    }

    @Test
    void emptyFileHoldsNoEvents() throws Exception {
        dead(3);
        truncate(segment("w1", 1), 0);

        assertThat(Journals.left(root)).isEqualTo(new Journals.Left(List.of(), 0));
    }

    @Test
    void directoryWithoutSegmentsHoldsNoEvents() throws Exception {
        dead(3);
        Files.delete(segment("w1", 1));

        assertThat(Journals.left(root)).isEqualTo(new Journals.Left(List.of(), 0));
    }

    @Test
    void missingSegmentBetweenOthersIsACountedGap() throws Exception {
        try (Journal journal = Journals.open(root, "w1")) {
            for (int number = 1; number <= 6; number++) {
                journal.append(Samples.sized(number, Journals.HALF));
            }
        }
        Files.delete(segment("w1", 2));

        Journals.Left left = Journals.left(root);

        assertThat(left.events())
                .hasSize(5)
                .startsWith(Samples.sized(1, Journals.HALF), Samples.sized(2, Journals.HALF))
                .endsWith(Samples.sized(5, Journals.HALF), Samples.sized(6, Journals.HALF));
        assertThat(left.lost()).isEqualTo(2);
    }

    @Test
    void earlierSegmentsThatWereDeliveredAreNoGap() throws Exception {
        try (Journal journal = Journals.open(root, "w1");
                JournalReader reader = journal.reader()) {
            for (int number = 1; number <= 3; number++) {
                journal.append(Samples.sized(number, Journals.HALF));
            }
            Journals.readAll(reader);
            reader.confirm();
        }

        assertThat(Journals.left(root))
                .isEqualTo(new Journals.Left(List.of(Samples.sized(3, Journals.HALF)), 0));
    }

    @Test
    void otherFilesInTheDirectoryAreLeftAlone() throws Exception {
        dead(2);
        Files.writeString(root.resolve("w1").resolve("notes.seg"), "AGJ1");

        assertThat(Journals.left(root)).isEqualTo(new Journals.Left(numbered(1, 2), 0));
    }

    @Test
    void recordInsideAPayloadIsNotReadAsOne() throws Exception {
        dead(1);
        byte[] record = Files.readAllBytes(segment("w1", 1));
        Path second = root.resolve("second");
        Files.createDirectory(second);
        int length = (int) Files.size(segment("w1", 1));
        byte[] disguised = Arrays.copyOf(record, Math.min(length, 4096));
        AuditEvent carrier =
                Samples.decided("w1", 2, new Payload(disguised, disguised.length, null));
        try (Journal journal = Journals.open(second, "w1")) {
            append(journal, List.of(carrier, Samples.decided(3)));
        }

        assertThat(Journals.left(second))
                .isEqualTo(new Journals.Left(List.of(carrier, Samples.decided(3)), 0));
    }

    @Test
    void damageAtTheEndOfALiveJournalDoesNotHoldItsReader() throws Exception {
        try (Journal journal = Journals.open(root, "w1");
                JournalReader reader = journal.reader()) {
            int first = append(journal, Samples.decided(1));
            append(journal, Samples.decided(2));
            overwrite(segment("w1", 1), first + 30, 0xFF);

            assertThat(Journals.readAll(reader)).containsExactly(Samples.decided(1));
            assertThat(reader.position()).isEqualTo(journal.end());
            journal.append(Samples.decided(3));
            assertThat(reader.read()).hasSize(2).endsWith(Samples.decided(3));
            assertThat(reader.lostRecords()).isOne();
        }
    }

    @Test
    void boundsThatCannotHoldAreRefused() {
        Duration often = Duration.ofMillis(1);

        assertThatThrownBy(() -> new JournalSettings(Journals.SEGMENT - 1, 1 << 30, often))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(
                        () -> new JournalSettings(Journals.SEGMENT, Journals.SEGMENT + 1L, often))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new JournalSettings(Journals.SEGMENT, 1 << 30, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
