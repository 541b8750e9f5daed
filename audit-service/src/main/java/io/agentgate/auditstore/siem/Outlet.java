package io.agentgate.auditstore.siem;

import io.agentgate.auditstore.AuditSettings;
import io.agentgate.auditstore.stream.Clients;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;

/** Where a SIEM takes its lines from. */
interface Outlet extends AutoCloseable {
    /**
     * Puts lines there, all that can ever be or with an exception.
     *
     * @return those that are too long for it
     * @throws KafkaException if they could not be put there now
     */
    List<Line> put(List<Line> lines);

    @Override
    void close();

    /** The outlet that is configured. */
    static Outlet of(AuditSettings settings) {
        String to = settings.siem().to();
        return to.equals("stdout") ? new Output() : new Topic(to, Clients.producer(settings));
    }

    /** The standard output, a line each. */
    final class Output implements Outlet {
        private final FileOutputStream out = new FileOutputStream(FileDescriptor.out);

        @Override
        public List<Line> put(List<Line> lines) {
            try {
                for (Line line : lines) {
                    out.write(line.text());
                    out.write('\n');
                }
                return List.of();
            } catch (IOException broken) {
                throw new KafkaException("the standard output takes nothing", broken);
            }
        }

        /** It is everybody's. */
        @Override
        public void close() {}
    }

    /** A topic, a record each. */
    final class Topic implements Outlet {
        private static final long PATIENCE_SECONDS = 20;

        private final String name;
        private final Producer<byte[], byte[]> producer;

        Topic(String name, Producer<byte[], byte[]> producer) {
            this.name = name;
            this.producer = producer;
        }

        @Override
        public List<Line> put(List<Line> lines) {
            List<Future<RecordMetadata>> sent = new ArrayList<>(lines.size());
            for (Line line : lines) {
                sent.add(producer.send(new ProducerRecord<>(name, line.text())));
            }
            producer.flush();
            List<Line> tooLong = new ArrayList<>();
            for (int i = 0; i < lines.size(); i++) {
                if (!isTaken(sent.get(i))) {
                    tooLong.add(lines.get(i));
                }
            }
            return tooLong;
        }

        private boolean isTaken(Future<RecordMetadata> one) {
            try {
                one.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
                return true;
            } catch (ExecutionException refused) {
                if (refused.getCause() instanceof RecordTooLargeException) {
                    return false;
                }
                throw new KafkaException("topic " + name + " takes nothing", refused);
            } catch (TimeoutException refused) {
                throw new KafkaException("topic " + name + " takes nothing", refused);
            } catch (InterruptedException hurry) {
                throw new InterruptException(hurry);
            }
        }

        @Override
        public void close() {
            producer.close(java.time.Duration.ZERO);
        }
    }
}
