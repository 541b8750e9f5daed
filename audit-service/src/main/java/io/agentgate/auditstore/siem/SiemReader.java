package io.agentgate.auditstore.siem;

import io.agentgate.auditstore.AuditSettings;
import io.agentgate.auditstore.stream.Clients;
import io.agentgate.auditstore.stream.ReadingThread;
import io.agentgate.gateway.audit.EventFormatException;
import io.agentgate.gateway.audit.EventJson;
import io.agentgate.gateway.audit.Streamed;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The thread that tells a SIEM of events, in a consumer group of its own: at least once, and never
 * in the way of the store. What is no event is left to the store to report.
 */
@ApplicationScoped
public class SiemReader {
    private static final Logger LOG = Logger.getLogger(SiemReader.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final AuditSettings settings;
    private final SiemState state;
    private @Nullable ReadingThread thread;

    SiemReader(AuditSettings settings, SiemState state) {
        this.settings = settings;
        this.state = state;
    }

    /** Begins to read, if a SIEM is configured. */
    void start(@Observes StartupEvent started) {
        SiemFormat format =
                SiemFormat.ofWord(settings.siem().format())
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "AGENTGATE_SIEM_FORMAT must be none, ocsf, ecs or"
                                                        + " cef"));
        Optional<SiemFormatter> formatter = format.formatter(version());
        if (formatter.isPresent()) {
            thread =
                    new ReadingThread(
                            "audit-siem",
                            ending -> tell(formatter.get(), ending),
                            new Told(),
                            PAUSE);
            thread.start();
        }
    }

    private static String version() {
        // Not from the package: Quarkus puts classes that it changed into a jar without a version.
        return ConfigProvider.getConfig()
                .getOptionalValue("quarkus.application.version", String.class)
                .orElse("unknown");
    }

    void stop(@Observes ShutdownEvent stopping) throws InterruptedException {
        ReadingThread reading = thread;
        if (reading != null) {
            reading.stop(PAUSE);
        }
    }

    /** A SIEM that is away makes nobody unready: what is stored can still be asked for. */
    private final class Told implements ReadingThread.Listener {
        @Override
        public void failed(RuntimeException why) {
            if (why instanceof KafkaException) {
                LOG.warnf("the SIEM cannot be told, trying again: %s", why.getMessage());
                state.away("the SIEM cannot be told: " + why.getMessage());
            } else {
                LOG.error("the SIEM's reader failed, trying again", why);
                state.failed("the SIEM's reader failed: " + why);
            }
        }

        @Override
        public void ended(Error why) {
            LOG.fatal("the SIEM's reader ended; the service must be restarted", why);
            state.ended("the SIEM's reader ended: " + why);
        }
    }

    /** A new consumer begins where the last batch that was told ended. */
    private void tell(SiemFormatter formatter, BooleanSupplier ending) {
        try (Consumer<byte[], byte[]> consumer = Clients.consumer(settings, "agentgate-siem");
                Outlet outlet = Outlet.of(settings)) {
            consumer.subscribe(List.of(settings.topic()));
            while (!ending.getAsBoolean()) {
                tell(consumer, formatter, outlet);
                state.telling();
            }
        }
    }

    private void tell(Consumer<byte[], byte[]> consumer, SiemFormatter formatter, Outlet outlet) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        if (records.isEmpty()) {
            return;
        }
        List<Line> lines = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            line(record.value(), formatter).ifPresent(lines::add);
        }
        for (Line line : outlet.put(lines)) {
            LOG.warnf(
                    "the SIEM is not told of %s: its topic takes no line of %d bytes",
                    line.id(), line.text().length);
            state.dropped();
        }
        consumer.commitSync();
    }

    private static Optional<Line> line(byte @Nullable [] value, SiemFormatter formatter) {
        try {
            if (value != null && EventJson.read(value) instanceof Streamed.Event told) {
                return Optional.of(new Line(EventJson.id(told), formatter.format(told.event())));
            }
        } catch (EventFormatException notOurs) {
            // The store reports it.
        }
        return Optional.empty();
    }
}
