package io.agentgate.auditstore.stream;

import io.agentgate.auditstore.AuditSettings;
import io.agentgate.auditstore.store.Arrived;
import io.agentgate.auditstore.store.EventStore;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jboss.logging.Logger;

/**
 * The thread that reads the stream into the store.
 *
 * <pre>
 * poll → store (one transaction) → dead letters → commit offsets → poll
 *          └─ not stored: back to where the batch began, a pause, again
 * </pre>
 */
@ApplicationScoped
public class StreamReader {
    private static final Logger LOG = Logger.getLogger(StreamReader.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final long DEAD_LETTER_SECONDS = 15;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration RESTART_PAUSE = Duration.ofSeconds(1);

    private final AuditSettings settings;
    private final EventStore store;
    private final StreamState state;
    private final Contact contact;
    private final Reading reading = new Reading(InstantSource.system());
    private final ReadingThread thread =
            new ReadingThread("audit-stream", this::read, new Told(), RESTART_PAUSE);
    private Duration pause = FIRST_PAUSE;

    StreamReader(AuditSettings settings, EventStore store, StreamState state) {
        this.settings = settings;
        this.store = store;
        this.state = state;
        this.contact = new Contact(settings.topic(), System::nanoTime);
    }

    void start(@Observes StartupEvent started) {
        thread.start();
    }

    /** Whatever is read and not stored yet comes again. */
    void stop(@Observes ShutdownEvent stopping) throws InterruptedException {
        thread.stop(Duration.ofSeconds(5));
    }

    /** Tells the state of what goes wrong with the thread. */
    private final class Told implements ReadingThread.Listener {
        @Override
        public void failed(RuntimeException why) {
            if (why instanceof KafkaException) {
                LOG.warnf("the stream cannot be read, trying again: %s", why.getMessage());
                silent("the stream cannot be read: " + why.getMessage());
            } else {
                LOG.error("the stream's reader failed, trying again", why);
                state.cannotRead("the stream's reader failed: " + why);
            }
        }

        @Override
        public void ended(Error why) {
            LOG.fatal("the stream's reader ended; the service must be restarted", why);
            state.ended("the stream's reader ended: " + why);
        }
    }

    private void read(BooleanSupplier ending) {
        try (Consumer<byte[], byte[]> consumer = Clients.consumer(settings, "agentgate-audit");
                Producer<byte[], byte[]> producer = Clients.producer(settings)) {
            contact.begin();
            consumer.subscribe(List.of(settings.topic()), contact);
            while (!ending.getAsBoolean()) {
                read(consumer, producer);
            }
        }
    }

    private void read(Consumer<byte[], byte[]> consumer, Producer<byte[], byte[]> producer) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        if (records.isEmpty()) {
            if (contact.isDue()) {
                contact.ask(consumer).ifPresentOrElse(this::silent, state::reading);
            }
            state.behind(behind(consumer));
            return;
        }
        Batch batch = reading.read(records);
        try {
            List<DeadLetter> dead = new ArrayList<>(batch.dead());
            store(batch, dead);
            bury(dead, producer);
        } catch (SQLException away) {
            state.cannotStore("events cannot be stored: " + away.getMessage());
            LOG.warnf("events cannot be stored, they come again: %s", away.getMessage());
            goBack(consumer, records);
            return;
        } catch (KafkaException notBuried) {
            LOG.warnf("dead letters are not taken, they come again: %s", notBuried.getMessage());
            silent("dead letters are not taken: " + notBuried.getMessage());
            goBack(consumer, records);
            return;
        }
        try {
            consumer.commitSync();
            contact.heard();
            state.reading();
            pause = FIRST_PAUSE;
        } catch (KafkaException unsure) {
            // What is stored comes again, without effect.
            LOG.warnf("offsets could not be committed: %s", unsure.getMessage());
            silent("offsets cannot be committed: " + unsure.getMessage());
        }
        state.behind(behind(consumer));
    }

    /** A broker that is started anew makes nobody unready; one that takes nothing for long does. */
    private void silent(String why) {
        if (contact.isLost()) {
            state.cannotRead(why + ", for " + contact.silence().toSeconds() + " s");
        } else {
            state.doubtful(why);
        }
    }

    private void store(Batch batch, List<DeadLetter> dead) throws SQLException {
        try {
            int fresh = store.take(batch.events());
            state.stored(fresh, batch.events().size() - fresh);
        } catch (SQLException refused) {
            if (!Outage.isOfData(refused)) {
                throw refused;
            }
            oneByOne(batch, dead);
        }
    }

    /** Something in the batch is what Postgres will never take. */
    private void oneByOne(Batch batch, List<DeadLetter> dead) throws SQLException {
        for (int i = 0; i < batch.events().size(); i++) {
            Arrived event = batch.events().get(i);
            try {
                int fresh = store.take(List.of(event));
                state.stored(fresh, 1 - fresh);
            } catch (SQLException refused) {
                if (!Outage.isOfData(refused)) {
                    throw refused;
                }
                dead.add(
                        new DeadLetter(
                                batch.origins().get(i),
                                "Postgres refuses it with " + refused.getSQLState()));
            }
        }
    }

    private void bury(List<DeadLetter> dead, Producer<byte[], byte[]> producer) {
        if (dead.isEmpty()) {
            return;
        }
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (DeadLetter letter : dead) {
            LOG.warnf(
                    "a record goes to %s: %s (partition %d, offset %d)",
                    settings.deadTopic(),
                    letter.reason(),
                    letter.record().partition(),
                    letter.record().offset());
            sent.add(producer.send(letter.forTopic(settings.deadTopic())));
        }
        producer.flush();
        try {
            for (Future<RecordMetadata> one : sent) {
                one.get(DEAD_LETTER_SECONDS, TimeUnit.SECONDS);
            }
        } catch (ExecutionException | TimeoutException refused) {
            throw new KafkaException("dead letters are not taken", refused);
        } catch (InterruptedException hurry) {
            throw new InterruptException(hurry);
        }
        state.dead(dead.size());
    }

    /** The same records come again after a pause, in which the group still counts on us. */
    private void goBack(
            Consumer<byte[], byte[]> consumer, ConsumerRecords<byte[], byte[]> records) {
        rewind(consumer, records);
        Set<TopicPartition> paused = consumer.assignment();
        consumer.pause(paused);
        // Of partitions that were just assigned.
        rewind(consumer, consumer.poll(pause));
        Set<TopicPartition> still = consumer.assignment();
        consumer.resume(paused.stream().filter(still::contains).toList());
        pause = longer(pause);
    }

    private static void rewind(
            Consumer<byte[], byte[]> consumer, ConsumerRecords<byte[], byte[]> records) {
        for (TopicPartition partition : records.partitions()) {
            if (consumer.assignment().contains(partition)) {
                ConsumerRecord<byte[], byte[]> first = records.records(partition).getFirst();
                consumer.seek(partition, first.offset());
            }
        }
    }

    private static long behind(Consumer<byte[], byte[]> consumer) {
        return consumer.assignment().stream()
                .mapToLong(partition -> consumer.currentLag(partition).orElse(0))
                .sum();
    }

    private static Duration longer(Duration pause) {
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }
}
