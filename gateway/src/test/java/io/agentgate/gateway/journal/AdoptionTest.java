package io.agentgate.gateway.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentgate.gateway.audit.AuditSinkException;
import io.agentgate.gateway.audit.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdoptionTest {
    @TempDir private Path root;

    private final Map<String, MemorySink> sinks = new HashMap<>();

    private MemorySink sink(String destination) {
        return sinks.computeIfAbsent(destination, name -> new MemorySink());
    }

    private int adoptAll() throws IOException, AuditSinkException {
        return new Adoption(root, this::sink).adoptAll();
    }

    private void dead(String writer, String destination, int... numbers) throws Exception {
        try (Journal journal =
                new Journal(WriterDirectory.create(root, writer, destination), Journals.LARGE)) {
            for (int number : numbers) {
                journal.append(Samples.sized(number, Journals.HALF));
            }
        }
    }

    @Test
    void nothingToAdoptIsNoError() throws Exception {
        assertThat(new Adoption(root.resolve("nowhere"), this::sink).adoptAll()).isZero();
        assertThat(adoptAll()).isZero();
    }

    @Test
    void eventsOfDeadWritersReachTheirOwnDestination() throws Exception {
        dead("w1", "store/ä", 1, 2, 3);
        dead("w2", "other", 4);

        assertThat(adoptAll()).isEqualTo(2);
        assertThat(sink("store/ä").events)
                .containsExactly(
                        Samples.sized(1, Journals.HALF),
                        Samples.sized(2, Journals.HALF),
                        Samples.sized(3, Journals.HALF));
        assertThat(sink("other").events).containsExactly(Samples.sized(4, Journals.HALF));
    }

    @Test
    void callsLeftOpenAreClosedAndTheDirectoryIsRemoved() throws Exception {
        dead("w1", "store", 1);
        dead("w2", "store");

        adoptAll();

        assertThat(sink("store").closedWriters).containsExactly("w1", "w2");
        assertThat(sink("store").closed).isEqualTo(2);
        assertThat(root).isEmptyDirectory();
    }

    @Test
    void livingWritersOfThisProcessAreNotAdopted() throws Exception {
        dead("w1", "store", 1);
        try (Journal alive = Journals.open(root, "w2")) {
            alive.append(Samples.noted(2));

            assertThat(adoptAll()).isOne();
            assertThat(sink("store").closedWriters).containsExactly("w1");
            assertThat(Journals.segments(root.resolve("w2"))).contains("00000001.seg");
        }
    }

    @Test
    void directoriesUnderConstructionAreNotAdopted() throws Exception {
        dead("w1", "store", 1);
        Files.move(root.resolve("w1"), root.resolve(".w1"));

        assertThat(adoptAll()).isZero();
        assertThat(root.resolve(".w1")).isDirectory();
    }

    @Test
    void directoryWithoutALockIsNotAdopted() throws Exception {
        Files.createDirectory(root.resolve("w1"));
        Files.writeString(root.resolve("file"), "");

        assertThat(adoptAll()).isZero();
    }

    @Test
    void whatAStoreRefusedIsDeliveredTheNextTime() throws Exception {
        int[] numbers = IntStream.rangeClosed(1, 100).toArray();
        dead("w1", "store", numbers);
        sink("store").failAtDelivery = 2;

        assertThatThrownBy(this::adoptAll).isInstanceOf(AuditSinkException.class);
        assertThat(sink("store").closedWriters).isEmpty();
        sink("store").failAtDelivery = Integer.MAX_VALUE;
        assertThat(adoptAll()).isOne();

        assertThat(sink("store").events)
                .extracting(event -> event.time())
                .containsExactlyElementsOf(
                        IntStream.of(numbers)
                                .mapToObj(number -> Samples.decided(number).time())
                                .toList());
        assertThat(sink("store").closedWriters).containsExactly("w1");
        assertThat(root).isEmptyDirectory();
    }

    @Test
    void directoryStaysUntilItsCallsAreClosed() throws Exception {
        dead("w1", "store", 1);
        sink("store").failAtEnd = true;

        assertThatThrownBy(this::adoptAll).isInstanceOf(AuditSinkException.class);
        assertThat(root.resolve("w1")).isDirectory();
        sink("store").failAtEnd = false;
        assertThat(adoptAll()).isOne();
    }

    @Test
    void oneFailingStoreDoesNotHoldTheOthers() throws Exception {
        dead("w1", "broken", 1);
        dead("w2", "store", 2);
        sink("broken").failAtDelivery = 1;

        assertThatThrownBy(this::adoptAll).isInstanceOf(AuditSinkException.class);
        assertThat(sink("store").closedWriters).containsExactly("w2");
        assertThat(root.resolve("w1")).isDirectory();
        assertThat(root.resolve("w2")).doesNotExist();
    }

    @Test
    void storeThatCannotBeOpenedDoesNotHoldTheOthers() throws Exception {
        dead("w1", "broken", 1);
        dead("w2", "store", 2);
        Adoption failing =
                new Adoption(
                        root,
                        destination -> {
                            if (destination.equals("broken")) {
                                throw new IllegalStateException("no such store");
                            }
                            return sink(destination);
                        });

        assertThatThrownBy(failing::adoptAll).hasMessageContaining("no such store");
        assertThat(sink("store").closedWriters).containsExactly("w2");
        assertThat(adoptAll()).isOne();
    }

    @Test
    void directoryWhoseRemovalWasCutShortIsRemoved() throws Exception {
        dead("w1", "store", 1);
        dead("w2", "store", 2);
        Files.delete(root.resolve("w1").resolve("00000001.seg"));
        Files.delete(root.resolve("w1").resolve("destination"));

        adoptAll();

        assertThat(root).isEmptyDirectory();
        assertThat(sink("store").closedWriters).containsExactly("w2");
    }

    @Test
    void eventsWithoutADestinationStayAndDoNotHoldOthers() throws Exception {
        dead("w1", "store", 1);
        dead("w2", "store", 2);
        Files.delete(root.resolve("w1").resolve("destination"));

        assertThatThrownBy(this::adoptAll).hasMessageContaining("cannot be adopted");

        assertThat(sink("store").closedWriters).containsExactly("w2");
        assertThat(Journals.segments(root.resolve("w1"))).isNotEmpty();
    }

    @Test
    void lockThatCannotBeOpenedDoesNotHoldTheOthers() throws Exception {
        dead("w1", "store", 1);
        dead("w2", "store", 2);
        Files.delete(root.resolve("w2").resolve("lock"));
        Files.createDirectory(root.resolve("w2").resolve("lock"));
        dead("w3", "store", 3);

        assertThatThrownBy(this::adoptAll).hasMessageContaining("cannot be adopted");

        assertThat(sink("store").closedWriters).containsExactly("w1", "w3");
    }

    @Test
    void writersAreAdoptedOnceByConcurrentAdopters() throws Exception {
        int writers = 40;
        int adopters = 4;
        for (int number = 0; number < writers; number++) {
            Path directory = Files.createDirectory(root.resolve("w" + number));
            Files.writeString(directory.resolve("destination"), "store");
            Files.createFile(directory.resolve("lock"));
        }
        CountDownLatch begin = new CountDownLatch(1);
        List<Future<List<WriterDirectory>>> adopting = new ArrayList<>();
        List<String> adopted = new ArrayList<>();
        try (var pool = Executors.newFixedThreadPool(adopters)) {
            for (int adopter = 0; adopter < adopters; adopter++) {
                adopting.add(
                        pool.submit(
                                () -> {
                                    begin.await();
                                    List<WriterDirectory> locked = new ArrayList<>();
                                    for (Path path : WriterDirectory.all(root)) {
                                        WriterDirectory.adopt(path).ifPresent(locked::add);
                                    }
                                    return locked;
                                }));
            }
            begin.countDown();
            for (Future<List<WriterDirectory>> some : adopting) {
                for (WriterDirectory directory : some.get()) {
                    adopted.add(directory.writer());
                    directory.delete();
                }
            }
        }

        assertThat(adopted).hasSize(writers).doesNotHaveDuplicates();
    }
}
