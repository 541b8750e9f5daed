package io.agentgate.gateway.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A look at every journal under one directory, of living writers and of dead ones, that changes and
 * locks nothing: whether each record is whole, of its segment, and in its order.
 *
 * <p>What a living writer is just writing, or its reader just deleting, looks like damage. A
 * journal with a flaw is looked at again, and only a flaw that is found again is one.
 */
public final class JournalCheck {
    private static final int LOOKS = 3;

    private final Path root;
    private final SegmentWindow window = new SegmentWindow();
    private final List<JournalFlaw> flaws = new ArrayList<>();
    private int writers;
    private long records;

    /**
     * @param root directory of all writers; may be missing
     */
    public JournalCheck(Path root) {
        this.root = root;
    }

    /** How many journals were looked at. */
    public int writers() {
        return writers;
    }

    /** How many records in them were whole. */
    public long records() {
        return records;
    }

    /**
     * Looks at all journals; called once.
     *
     * @return the first flaw of each
     */
    public List<JournalFlaw> run() throws IOException {
        for (Path directory : WriterDirectory.all(root)) {
            Look look = new Look(directory);
            for (int looks = 1; look.run().isPresent() && looks < LOOKS; looks++) {
                look = new Look(directory);
            }
            writers++;
            records += look.whole;
            look.flaw().ifPresent(flaws::add);
        }
        return flaws;
    }

    /** One look at one journal. */
    private final class Look {
        private final Path directory;
        private long expected;
        private long whole;
        private @Nullable JournalFlaw flaw;

        Look(Path directory) {
            this.directory = directory;
        }

        Optional<JournalFlaw> flaw() {
            return Optional.ofNullable(flaw);
        }

        Optional<JournalFlaw> run() throws IOException {
            int before = 0;
            for (int generation : generations()) {
                Path file = Segment.file(directory, generation);
                if (before > 0 && generation > before + 1 && flaw == null) {
                    flaw = flaw(Segment.file(directory, before + 1), "the segment is not there");
                }
                try (FileChannel segment = FileChannel.open(file, StandardOpenOption.READ)) {
                    if (generation == 1) {
                        expected = 1;
                    }
                    before = generation;
                    look(file, segment, generation);
                } catch (NoSuchFileException deliveredMeanwhile) {
                    // Segments go from the oldest on.
                    expected = 0;
                    before = 0;
                }
            }
            return flaw();
        }

        private List<Integer> generations() throws IOException {
            try (Stream<Path> files = Files.list(directory)) {
                return files.map(Segment::generationOf)
                        .filter(generation -> generation > 0)
                        .sorted()
                        .toList();
            } catch (NoSuchFileException adoptedMeanwhile) {
                return List.of();
            }
        }

        private void look(Path file, FileChannel segment, int generation) throws IOException {
            int offset = 0;
            boolean more = true;
            boolean damaged = false;
            while (more) {
                more = window.fill(segment, offset, Integer.MAX_VALUE);
                int filled = window.filled();
                // Behind this point a record might continue beyond the window.
                int until = more ? filled - Segment.MAX_RECORD_BYTES : filled;
                int at = 0;
                int done = 0;
                while (at < until) {
                    int length = window.recordAt(at, generation);
                    if (length >= 0) {
                        record(file, window.sequenceAt(at), damaged);
                        damaged = false;
                        at += Segment.HEADER_BYTES + length;
                        done = at;
                    } else {
                        int next = window.behindZeros(at);
                        damaged |= next < until && window.recordAt(next, generation) < 0;
                        at = window.nextMagic(at + 1);
                    }
                }
                offset += Math.max(done, Math.min(at, until));
            }
            if (damaged && flaw == null) {
                flaw = flaw(file, "the bytes behind the last whole record are none");
            }
        }

        private void record(Path file, long sequence, boolean damaged) {
            if (flaw == null && expected > 0 && sequence != expected) {
                long missing = sequence - expected;
                flaw =
                        missing < 0
                                ? flaw(file, "record " + sequence + " stands there")
                                : flaw(
                                        file,
                                        (missing == 1 ? "1 record is " : missing + " records are ")
                                                + (damaged ? "damaged" : "missing"));
            } else if (flaw == null && damaged) {
                expected = sequence - 1;
                flaw = flaw(file, "the bytes before record " + sequence + " are none");
            }
            expected = sequence + 1;
            whole++;
        }

        private JournalFlaw flaw(Path file, String detail) {
            return new JournalFlaw(String.valueOf(directory.getFileName()), file, expected, detail);
        }
    }
}
