package io.agentgate.gateway.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.audit.AuditEvent;
import io.agentgate.gateway.audit.Samples;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalCheckTest {
    @TempDir private Path root;

    private Path segment(int generation) {
        return Segment.file(root.resolve("w1"), generation);
    }

    /**
     * A journal of a writer that died; gives the end of each of its records in the first segment.
     */
    private int[] dead(int events) throws Exception {
        int[] ends = new int[events];
        try (Journal journal = Journals.open(root, "w1")) {
            for (int number = 1; number <= events; number++) {
                journal.append(Samples.decided(number));
                ends[number - 1] = journal.end().offset();
            }
        }
        return ends;
    }

    /** A journal of as many segments. */
    private void deadOfSegments(int segments) throws Exception {
        try (Journal journal = Journals.open(root, "w1")) {
            for (int number = 1; journal.end().generation() < segments; number++) {
                AuditEvent event = Samples.sized(number, Journals.HALF / 4);
                journal.append(event);
            }
        }
    }

    private static void overwrite(Path file, int at, byte... bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(bytes), at);
        }
    }

    @Test
    void wholeJournalsOfTheLivingAndTheDeadAreWhole() throws Exception {
        dead(5);
        try (Journal living = Journals.open(root, "w2")) {
            for (int number = 1; number <= 7; number++) {
                living.append(Samples.decided(number));
            }
            JournalCheck check = new JournalCheck(root);

            assertThat(check.run()).isEmpty();
            assertThat(check.writers()).isEqualTo(2);
            assertThat(check.records()).isEqualTo(12);
        }
    }

    @Test
    void nothingIsWhole() throws Exception {
        assertThat(new JournalCheck(root.resolve("missing")).run()).isEmpty();
    }

    @Test
    void manySegmentsAreWhole() throws Exception {
        deadOfSegments(4);

        assertThat(new JournalCheck(root).run()).isEmpty();
    }

    @Test
    void whatWasDeliveredAndDeletedIsNotMissed() throws Exception {
        deadOfSegments(4);
        Files.delete(segment(1));

        assertThat(new JournalCheck(root).run()).isEmpty();
    }

    @Test
    void damagedRecordIsNamedByItsSegmentAndSequence() throws Exception {
        int[] ends = dead(5);
        overwrite(segment(1), ends[1] + 40, (byte) 0xFF, (byte) 0xFE);

        assertThat(new JournalCheck(root).run())
                .containsExactly(new JournalFlaw("w1", segment(1), 3, "1 record is damaged"));
    }

    @Test
    void damagedLastRecordIsNamed() throws Exception {
        int[] ends = dead(5);
        overwrite(segment(1), ends[3] + 40, (byte) 0xFF, (byte) 0xFE);

        assertThat(new JournalCheck(root).run())
                .containsExactly(
                        new JournalFlaw(
                                "w1",
                                segment(1),
                                5,
                                "the bytes behind the last whole record are none"));
    }

    @Test
    void recordsThatWereWipedOutAreMissing() throws Exception {
        int[] ends = dead(5);
        overwrite(segment(1), ends[0], new byte[ends[2] - ends[0]]);

        assertThat(new JournalCheck(root).run())
                .containsExactly(new JournalFlaw("w1", segment(1), 2, "2 records are missing"));
    }

    @Test
    void swappedRecordsAreNamed() throws Exception {
        int[] ends = dead(3);
        byte[] bytes = Files.readAllBytes(segment(1));
        assertThat(ends[1] - ends[0]).isEqualTo(ends[2] - ends[1]);
        byte[] second = Arrays.copyOfRange(bytes, ends[0], ends[1]);
        byte[] last = Arrays.copyOfRange(bytes, ends[1], ends[2]);
        overwrite(segment(1), ends[0], last);
        overwrite(segment(1), ends[1], second);

        assertThat(new JournalCheck(root).run())
                .containsExactly(new JournalFlaw("w1", segment(1), 2, "1 record is missing"));
    }

    @Test
    void missingSegmentIsNamed() throws Exception {
        deadOfSegments(4);
        Files.delete(segment(2));

        List<JournalFlaw> flaws = new JournalCheck(root).run();
        assertThat(flaws).extracting(JournalFlaw::segment).containsExactly(segment(2));
        assertThat(flaws)
                .extracting(JournalFlaw::detail)
                .containsExactly("the segment is not there");
    }

    @Test
    void recordOfAnotherSegmentIsNone() throws Exception {
        deadOfSegments(3);
        byte[] first = Files.readAllBytes(segment(1));
        Files.write(segment(2), first);

        assertThat(new JournalCheck(root).run())
                .extracting(JournalFlaw::segment)
                .containsExactly(segment(2));
    }

    @Test
    void lookingChangesNothing() throws Exception {
        int[] ends = dead(5);
        overwrite(segment(1), ends[1] + 40, (byte) 0xFF);
        byte[] before = Files.readAllBytes(segment(1));
        new JournalCheck(root).run();

        assertThat(segment(1)).hasBinaryContent(before);
        try (var files = Files.list(root.resolve("w1"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .contains("lock", "destination");
        }
    }
}
