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

/** Where a SIEM takes its lines from. */
interface Outlet extends AutoCloseable {
    /**
     * Puts lines there, all of them or with an exception.
     *
     * @throws KafkaException if they could not be
     */
    void put(List<byte[]> lines);

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
        public void put(List<byte[]> lines) {
            try {
                for (byte[] line : lines) {
                    out.write(line);
                    out.write('\n');
                }
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
        public void put(List<byte[]> lines) {
            List<Future<RecordMetadata>> sent = new ArrayList<>(lines.size());
            for (byte[] line : lines) {
                sent.add(producer.send(new ProducerRecord<>(name, line)));
            }
            producer.flush();
            try {
                for (Future<RecordMetadata> one : sent) {
                    one.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
                }
            } catch (ExecutionException | TimeoutException refused) {
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
