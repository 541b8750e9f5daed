package io.agentgate.proxy;

import io.agentgate.cluster.kafka.AuditTopic;
import io.agentgate.cluster.kafka.KafkaAuditSink;
import io.agentgate.gateway.Clocks;
import io.agentgate.gateway.Recorder;
import io.agentgate.gateway.audit.AuditSink;
import io.agentgate.gateway.journal.Adoption;
import io.agentgate.gateway.journal.Drain;
import io.agentgate.gateway.journal.Journal;
import io.agentgate.gateway.journal.WriterDirectory;
import io.agentgate.gateway.journal.WriterName;
import io.agentgate.gateway.keys.KeyRing;
import io.agentgate.gateway.meter.CallMeter;
import io.agentgate.gateway.redact.Capture;
import io.agentgate.proxy.settings.GatewaySettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The journal of one proxy and the way from it to Kafka, with what earlier runs left in the same
 * home.
 */
final class Recording implements AutoCloseable {
    /** How long the end of the process may take for delivering its last events. */
    private static final long LAST_DELIVERY_MILLIS = 10_000;

    private final Journal journal;
    private final Capture capture;
    private final Recorder recorder;
    private final AuditSink sink;
    private final Drain drain;
    private final Consumer<String> say;

    /**
     * @param sinks opens the way to the topic; each is closed by whoever opened it
     * @param say takes one line for people
     */
    Recording(
            Path home,
            GatewaySettings settings,
            KeyRing keys,
            Supplier<AuditSink> sinks,
            CallMeter meter,
            Clocks clocks,
            Consumer<String> say)
            throws IOException {
        this.say = say;
        Path journals = Files.createDirectories(home.resolve("journals"));
        String writer = WriterName.of(clocks.wall().millis(), new SecureRandom());
        journal =
                new Journal(
                        WriterDirectory.create(journals, writer, AuditTopic.NAME),
                        settings.journal());
        capture = new Capture(settings.capture(), keys::auditKey);
        recorder = new Recorder(journal, capture, clocks, say, meter);
        sink = sinks.get();
        // Whatever an earlier run was told, the topic of this one is where its records belong.
        Adoption adoption = new Adoption(journals, topic -> sinks.get());
        drain = new Drain(journal, sink, adoption, clocks.wall(), say);
    }

    /** The way to the topic at these bootstrap servers. */
    static AuditSink kafka(String servers, String replica, Clocks clocks) {
        return new KafkaAuditSink(AuditTopic.at(servers), replica, clocks.wall());
    }

    /** The pen for this journal. */
    Recorder recorder() {
        return recorder;
    }

    /** How far Kafka is behind. */
    Duration lag() {
        return drain.lag();
    }

    /** How many bytes of the journal Kafka does not have. */
    long waitingBytes() {
        return drain.waitingBytes();
    }

    void start() {
        capture.warmUp();
        drain.start();
    }

    @Override
    public void close() throws IOException {
        boolean delivered = drain.finish(LAST_DELIVERY_MILLIS);
        if (!delivered) {
            say.accept("the last records wait in the journal for the next run in this home");
        }
        drain.close();
        sink.close();
        journal.close(delivered);
    }
}
