package io.agentgate.embedded.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentgate.gateway.audit.AuditEvent;
import io.agentgate.gateway.audit.AuditSink;
import io.agentgate.gateway.audit.AuditSinkException;
import io.agentgate.gateway.audit.CallDecision;
import io.agentgate.gateway.audit.Payload;
import io.agentgate.gateway.journal.Adoption;
import io.agentgate.gateway.journal.Drain;
import io.agentgate.gateway.journal.Journal;
import io.agentgate.gateway.journal.JournalSettings;
import io.agentgate.gateway.journal.WriterDirectory;
import io.agentgate.testkit.audit.SampleCall;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class JsonLinesAuditSinkTest {
    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.parse("2026-11-20T12:00:00Z"));
    private static final long PATIENCE_MILLIS = 10_000;

    @TempDir private Path directory;

    private final Store store = new Store();

    /** A store in memory that fails when it is told to. */
    private static final class Store implements AuditSink {
        private final List<AuditEvent> events = new ArrayList<>();
        private final List<String> closedWriters = new ArrayList<>();
        private boolean failing;
        private boolean closed;

        @Override
        public void deliver(List<AuditEvent> delivered) throws AuditSinkException {
            if (failing) {
                throw new AuditSinkException("the store is away", new IOException());
            }
            events.addAll(delivered);
        }

        @Override
        public void closeOpenCalls(String writer) {
            closedWriters.add(writer);
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private Path log() {
        return directory.resolve("audit.jsonl");
    }

    private Path aside(int number) {
        return directory.resolve("audit.jsonl." + number);
    }

    private AuditSink sink() {
        return new JsonLinesAuditSink(store, log(), CLOCK);
    }

    private AuditSink small(int maxBytes) {
        return new JsonLinesAuditSink(store, new LogFile(log(), maxBytes, 2), CLOCK);
    }

    private static AuditEvent.Noted note(int number) {
        return new AuditEvent.Noted(
                "w1-n" + number, Instant.EPOCH, "policy_loaded", null, "revision " + number);
    }

    private static String line(AuditEvent event) {
        return new String(EventLine.of(event), StandardCharsets.UTF_8);
    }

    private static String rights(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void eventsAreLinesInTheOrderOfTheirDelivery() throws Exception {
        SampleCall call = SampleCall.numbered(1);
        try (AuditSink sink = sink()) {
            sink.deliver(List.of(call.decided(), note(1)));
            sink.deliver(List.of(call.settled()));
        }

        assertThat(Files.readString(log()))
                .isEqualTo(line(call.decided()) + line(note(1)) + line(call.settled()));
        assertThat(store.events).containsExactly(call.decided(), note(1), call.settled());
        assertThat(store.closed).isTrue();
    }

    @Test
    void lineSaysWhatTheEventSays() {
        Payload spread = new Payload("{\"a\":\n1}".getBytes(StandardCharsets.UTF_8), 8, null);
        Payload cut = new Payload("{\"a".getBytes(StandardCharsets.UTF_8), 70_000, null);
        SampleCall denied = SampleCall.numbered(1).withDecision(CallDecision.DENIED);

        assertThat(line(denied.withArguments(spread).decided()))
                .startsWith("{\"event\":\"decision\",\"id\":\"w1-1\",\"timestamp\":\"")
                .contains("\"arguments\":{\"a\": 1},\"decision\":\"denied\"")
                .endsWith("}\n")
                .hasLineCount(1);
        assertThat(line(denied.withArguments(cut).decided()))
                .contains("{\"_truncated\":true,\"original_size_bytes\":70000}");
        assertThat(line(SampleCall.numbered(2).settled()))
                .startsWith("{\"event\":\"outcome\",\"id\":\"w1-2\",")
                .contains("\"status\":\"allowed\"");
        assertThat(line(note(3)))
                .isEqualTo(
                        "{\"event\":\"note\",\"id\":\"w1-n3\","
                                + "\"timestamp\":\"1970-01-01T00:00:00.000000+00:00\","
                                + "\"kind\":\"policy_loaded\",\"session_id\":null,"
                                + "\"detail\":\"revision 3\"}\n");
    }

    @Test
    void endOfAWriterIsALine() throws Exception {
        sink().closeOpenCalls("w1");

        assertThat(log())
                .hasContent(
                        "{\"event\":\"closed\",\"id\":\"w1\","
                                + "\"timestamp\":\"2026-11-20T12:00:00.000000+00:00\","
                                + "\"status\":\"unknown\"}\n");
        assertThat(store.closedWriters).containsExactly("w1");
    }

    @Test
    void streamGetsTheSameLinesAndStaysOpen() throws Exception {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        OutputStream out =
                new FilterOutputStream(written) {
                    @Override
                    public void close() {
                        throw new AssertionError("closed");
                    }
                };
        try (AuditSink sink = new JsonLinesAuditSink(store, out, CLOCK)) {
            sink.deliver(List.of(note(1), note(2)));
        }

        assertThat(written.toString(StandardCharsets.UTF_8))
                .isEqualTo(line(note(1)) + line(note(2)));
        assertThat(store.events).containsExactly(note(1), note(2));
    }

    @Test
    void streamThatTakesNothingHoldsUpDelivery() {
        OutputStream broken =
                new OutputStream() {
                    @Override
                    public void write(int one) throws IOException {
                        throw new IOException("Broken pipe");
                    }
                };

        try (AuditSink sink = new JsonLinesAuditSink(store, broken, CLOCK)) {
            assertThatThrownBy(() -> sink.deliver(List.of(note(1))))
                    .isInstanceOf(AuditSinkException.class)
                    .hasMessageContaining("audit log on standard output cannot be written")
                    .hasMessageContaining("Broken pipe");
        }
    }

    @Test
    void onlyTheOwnerHasRights() throws Exception {
        sink().deliver(List.of(note(1)));

        assertThat(rights(log())).isEqualTo("rw-------");
    }

    @Test
    void fullFileIsPutAsideAndTheOldestIsDeleted() throws Exception {
        int length = line(note(1)).length();
        AuditSink sink = small(2 * length);
        for (int number = 1; number <= 7; number++) {
            sink.deliver(List.of(note(number)));
        }

        assertThat(Files.readString(log())).isEqualTo(line(note(7)));
        assertThat(Files.readString(aside(1))).isEqualTo(line(note(5)) + line(note(6)));
        assertThat(Files.readString(aside(2))).isEqualTo(line(note(3)) + line(note(4)));
        assertThat(aside(3)).doesNotExist();
        assertThat(rights(aside(2))).isEqualTo("rw-------");
    }

    @Test
    void deliveryLargerThanAFileIsNotSplit() throws Exception {
        small(10).deliver(List.of(note(1), note(2)));

        assertThat(Files.readString(log())).isEqualTo(line(note(1)) + line(note(2)));
        assertThat(aside(1)).doesNotExist();
    }

    @Test
    void tornLineIsEndedBeforeTheNext() throws Exception {
        Files.writeString(log(), "{\"event\":\"deci");

        sink().deliver(List.of(note(1)));

        assertThat(Files.readString(log())).isEqualTo("{\"event\":\"deci\n" + line(note(1)));
    }

    @Test
    void whatTheStoreRefusesIsNotInTheFile() {
        store.failing = true;

        assertThatThrownBy(() -> sink().deliver(List.of(note(1))))
                .isInstanceOf(AuditSinkException.class)
                .hasMessage("the store is away");
        assertThat(log()).doesNotExist();
    }

    @Test
    void fileThatCannotBeWrittenIsNamed() throws Exception {
        Files.createDirectory(log());
        AuditSink nowhere =
                new JsonLinesAuditSink(store, directory.resolve("no/audit.jsonl"), CLOCK);

        assertThatThrownBy(() -> sink().deliver(List.of(note(1))))
                .hasMessage("audit log " + log() + " cannot be written: not a regular file");
        assertThatThrownBy(() -> nowhere.deliver(List.of(note(1))))
                .isInstanceOf(AuditSinkException.class)
                .hasMessageEndingWith("there is no directory " + directory.resolve("no"));
    }

    @Test
    void failingLogHoldsUpDeliveryAndIsSaidOnce() throws Exception {
        Path root = Files.createDirectory(directory.resolve("journal"));
        Files.createDirectory(log());
        BlockingQueue<String> problems = new LinkedBlockingQueue<>();
        Journal journal =
                new Journal(
                        WriterDirectory.create(root, "w1", "store"),
                        JournalSettings.ofOneSession());
        try (Drain drain =
                new Drain(
                        journal,
                        sink(),
                        new Adoption(root, name -> store),
                        InstantSource.system(),
                        problems::add)) {
            drain.start();
            journal.append(note(1));
            assertThat(problems.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS))
                    .startsWith("audit events wait in the journal: audit log ");
            journal.append(note(2));
            Files.delete(log());
            boolean delivered = drain.finish(PATIENCE_MILLIS);
            journal.close(delivered);

            assertThat(delivered).isTrue();
        }

        assertThat(problems).containsExactly("audit events are delivered again");
        assertThat(Files.readString(log())).startsWith(line(note(1)) + line(note(2)));
    }
}
