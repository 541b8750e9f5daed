package io.agentgate.auditstore.siem;

import io.agentgate.auditstore.AuditSettings;
import io.agentgate.auditstore.stream.Clients;
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
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
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
    private @Nullable Thread thread;
    private volatile boolean ending;

    SiemReader(AuditSettings settings) {
        this.settings = settings;
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
                    Thread.ofPlatform()
                            .name("audit-siem")
                            .daemon()
                            .start(() -> run(formatter.get()));
        }
    }

    private static String version() {
        // Not from the package: Quarkus puts classes that it changed into a jar without a version.
        return ConfigProvider.getConfig()
                .getOptionalValue("quarkus.application.version", String.class)
                .orElse("unknown");
    }

    void stop(@Observes ShutdownEvent stopping) throws InterruptedException {
        ending = true;
        Thread reading = thread;
        if (reading != null) {
            reading.interrupt();
            reading.join(PAUSE);
        }
    }

    private void run(SiemFormatter formatter) {
        while (!ending) {
            try (Consumer<byte[], byte[]> consumer = Clients.consumer(settings, "agentgate-siem");
                    Outlet outlet = Outlet.of(settings)) {
                consumer.subscribe(List.of(settings.topic()));
                while (!ending) {
                    tell(consumer, formatter, outlet);
                }
            } catch (InterruptException toldToEnd) {
                assert ending;
            } catch (KafkaException away) {
                // A new consumer begins where the last batch that was told ended.
                LOG.warnf("the SIEM cannot be told, trying again: %s", away.getMessage());
                rest();
            }
        }
    }

    private static void tell(
            Consumer<byte[], byte[]> consumer, SiemFormatter formatter, Outlet outlet) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        if (records.isEmpty()) {
            return;
        }
        List<byte[]> lines = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            byte[] line = line(record.value(), formatter);
            if (line != null) {
                lines.add(line);
            }
        }
        outlet.put(lines);
        consumer.commitSync();
    }

    private static byte @Nullable [] line(byte @Nullable [] value, SiemFormatter formatter) {
        try {
            return value != null && EventJson.read(value) instanceof Streamed.Event(var event)
                    ? formatter.format(event)
                    : null;
        } catch (EventFormatException notOurs) {
            return null;
        }
    }

    private static void rest() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException toldToEnd) {
            Thread.currentThread().interrupt();
        }
    }
}
