package io.agentgate.gateway.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.audit.AuditEvent;
import io.agentgate.gateway.audit.Payload;
import io.agentgate.gateway.audit.Samples;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever happens to the bytes of a journal, its intact records are read and no others. */
class JournalDamageTest {
    private static final int ROUNDS = 60;

    @TempDir private Path root;

    /** Where an event was written. */
    private record Written(AuditEvent event, int generation, int start, int end) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void intactRecordsAreReadAndNoOthers(long seed) throws Exception {
        Random random = new Random(seed);
        List<Written> written = write(random);
        int last = written.getLast().generation();
        List<byte[]> files = new ArrayList<>();
        for (int generation = 1; generation <= last; generation++) {
            files.add(Files.readAllBytes(segment(generation)));
        }

        for (int round = 0; round < ROUNDS; round++) {
            List<byte[]> damaged = new ArrayList<>();
            for (byte[] file : files) {
                damaged.add(random.nextInt(3) == 0 ? file : damage(file, random));
            }
            for (int generation = 1; generation <= last; generation++) {
                Files.write(segment(generation), damaged.get(generation - 1));
            }

            Journals.Left left = Journals.left(root);

            List<Integer> intact = intact(written, files, damaged);
            assertThat(left.events().stream().filter(event -> !isGap(event)))
                    .as("seed %d, round %d", seed, round)
                    .containsExactlyElementsOf(
                            intact.stream().map(place -> written.get(place).event()).toList());
            int seen = intact.isEmpty() ? 0 : intact.getLast() + 1;
            assertThat(left.lost())
                    .as("seed %d, round %d", seed, round)
                    .isEqualTo(seen - intact.size());
        }
    }

    private List<Written> write(Random random) throws Exception {
        List<Written> written = new ArrayList<>();
        try (Journal journal = Journals.open(root, "w1", Journals.LARGE)) {
            while (journal.end().generation() < 3) {
                AuditEvent event = event(written.size(), random);
                Position before = journal.end();
                journal.append(event);
                Position after = journal.end();
                int start = after.generation() == before.generation() ? before.offset() : 0;
                written.add(new Written(event, after.generation(), start, after.offset()));
            }
        }
        return written;
    }

    private static AuditEvent event(int number, Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> Samples.noted(number);
            case 1 -> Samples.settled(number);
            case 2 -> Samples.decided(number);
            default -> {
                byte[] head = new byte[random.nextInt(Payload.MAX_HEAD_BYTES / 2)];
                random.nextBytes(head);
                yield Samples.decided("w1", number, new Payload(head, head.length, null));
            }
        };
    }

    private static byte[] damage(byte[] file, Random random) {
        byte[] damaged = file.clone();
        if (random.nextInt(4) == 0) {
            return Arrays.copyOf(damaged, random.nextInt(damaged.length));
        }
        for (int hits = 1 + random.nextInt(4); hits > 0; hits--) {
            int from = random.nextInt(damaged.length);
            int to = Math.min(damaged.length, from + 1 + random.nextInt(1 << random.nextInt(15)));
            switch (random.nextInt(3)) {
                case 0 -> damaged[from] ^= (byte) (1 << random.nextInt(8));
                case 1 -> Arrays.fill(damaged, from, to, (byte) 0);
                default -> {
                    byte[] noise = new byte[to - from];
                    random.nextBytes(noise);
                    System.arraycopy(noise, 0, damaged, from, noise.length);
                }
            }
        }
        return damaged;
    }

    private static List<Integer> intact(
            List<Written> written, List<byte[]> files, List<byte[]> damaged) {
        List<Integer> places = new ArrayList<>();
        for (int place = 0; place < written.size(); place++) {
            Written record = written.get(place);
            byte[] before = files.get(record.generation() - 1);
            byte[] after = damaged.get(record.generation() - 1);
            if (record.end() <= after.length
                    && Arrays.equals(
                            before,
                            record.start(),
                            record.end(),
                            after,
                            record.start(),
                            record.end())) {
                places.add(place);
            }
        }
        return places;
    }

    private static boolean isGap(AuditEvent event) {
        return event instanceof AuditEvent.Noted noted && noted.kind().equals("journal_gap");
    }

    private Path segment(int generation) {
        return Segment.file(root.resolve("w1"), generation);
    }
}
