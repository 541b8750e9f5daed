package io.agentgate.gateway.journal;

import io.agentgate.gateway.audit.AuditEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Small journals, and what lies in their directories. */
final class Journals {
    /** The smallest segment there may be. */
    static final int SEGMENT = 2 * Segment.MAX_RECORD_BYTES;

    /** Payload of an event of which two fill a segment. */
    static final int HALF = 64 * 1024;

    static final JournalSettings FOUR_SEGMENTS =
            new JournalSettings(SEGMENT, 4L * SEGMENT, Duration.ofMillis(1));

    /** With room for everything a test writes. */
    static final JournalSettings LARGE =
            new JournalSettings(SEGMENT, 1L << 30, Duration.ofMillis(1));

    private Journals() {}

    static Journal open(Path root, String writer) throws IOException {
        return open(root, writer, FOUR_SEGMENTS);
    }

    static Journal open(Path root, String writer, JournalSettings settings) throws IOException {
        return new Journal(WriterDirectory.create(root, writer, "store"), settings);
    }

    /** A journal over a disk of the test's own. */
    static Journal open(Path root, String writer, JournalSettings settings, Disk disk)
            throws IOException {
        WriterDirectory directory = WriterDirectory.create(root, writer, "store");
        SegmentWriter segments = new SegmentWriter(directory, settings, disk);
        return new Journal(directory, segments, Durability.of(settings.mode(), segments));
    }

    /** A journal that writes behind a buffer of this size. */
    static Journal buffered(Path root, String writer, int capacity) throws IOException {
        WriterDirectory directory = WriterDirectory.create(root, writer, "store");
        SegmentWriter segments = new SegmentWriter(directory, FOUR_SEGMENTS, Disk.REAL);
        return new Journal(directory, segments, new WriteBehind(segments, capacity));
    }

    /** All that can be read now. */
    static List<AuditEvent> readAll(JournalReader reader) throws IOException {
        List<AuditEvent> all = new ArrayList<>();
        for (List<AuditEvent> some = reader.read(); !some.isEmpty(); some = reader.read()) {
            all.addAll(some);
        }
        return all;
    }

    /** All that a dead writer left; the directory stays. */
    static Left left(Path root) throws IOException {
        Path path = WriterDirectory.all(root).getFirst();
        try (WriterDirectory directory = WriterDirectory.adopt(path).orElseThrow();
                JournalReader reader = directory.reader()) {
            return new Left(readAll(reader), reader.lostRecords());
        }
    }

    record Left(List<AuditEvent> events, long lost) {}

    static List<String> segments(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".seg"))
                    .sorted()
                    .toList();
        }
    }
}
