package io.agentgate.backends;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** A Kafka broker that is its own controller; a topic exists only after it was made. */
public final class Kafka implements Backend {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int ANSWER_MILLIS = 5_000;

    private final Scratch scratch;
    private final String classPath;
    private final int port;
    private @Nullable ChildProcess broker;

    private Kafka(Scratch scratch, String classPath, int port) {
        this.scratch = scratch;
        this.classPath = classPath;
        this.port = port;
    }

    public static Kafka start() throws IOException {
        Kafka kafka = new Kafka(Scratch.of("kafka"), classPath(), FreePort.choose());
        try {
            kafka.format();
            kafka.run();
            return kafka;
        } catch (IOException | RuntimeException e) {
            kafka.close();
            throw e;
        }
    }

    /** The broker's class path, as the build of this module wrote it down. */
    private static String classPath() throws IOException {
        try (InputStream written = Built.open("kafka.classpath")) {
            return new String(written.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }

    private void format() throws IOException {
        Files.writeString(settings(), settings(FreePort.choose()));
        ChildProcess.start(
                        JavaCommand.of(
                                "-cp",
                                classPath,
                                "kafka.tools.StorageTool",
                                "format",
                                "-t",
                                Uuid.randomUuid().toString(),
                                "-c",
                                settings().toString()),
                        Map.of(),
                        log())
                .awaitSuccess(PATIENCE);
    }

    private String settings(int controllerPort) {
        return """
        process.roles=broker,controller
        node.id=1
        controller.quorum.voters=1@127.0.0.1:%2$d
        listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
        advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
        controller.listener.names=CONTROLLER
        inter.broker.listener.name=PLAINTEXT
        listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT
        log.dirs=%3$s
        auto.create.topics.enable=false
        offsets.topic.replication.factor=1
        offsets.topic.num.partitions=1
        transaction.state.log.replication.factor=1
        transaction.state.log.min.isr=1
        transaction.state.log.num.partitions=1
        share.coordinator.state.topic.replication.factor=1
        share.coordinator.state.topic.min.isr=1
        share.coordinator.state.topic.num.partitions=1
        group.initial.rebalance.delay.ms=0
        log.cleaner.dedupe.buffer.size=2097152
        """
                .formatted(port, controllerPort, scratch.at("data"));
    }

    private void run() throws IOException {
        ChildProcess started =
                ChildProcess.start(
                        JavaCommand.of("-cp", classPath, "kafka.Kafka", settings().toString()),
                        Map.of(),
                        log());
        broker = started;
        try (Admin admin = admin()) {
            started.await(
                    () -> !answer(admin.describeCluster().nodes(), "no answer").isEmpty(),
                    PATIENCE);
        }
    }

    private Path settings() {
        return scratch.at("server.properties");
    }

    private Path log() {
        return scratch.at("kafka.log");
    }

    /**
     * Makes a topic.
     *
     * @param settings those of the topic, such as {@code max.message.bytes}
     */
    public void createTopic(String name, int partitions, Map<String, String> settings)
            throws IOException {
        NewTopic topic = new NewTopic(name, partitions, (short) 1).configs(settings);
        try (Admin admin = admin()) {
            answer(admin.createTopics(List.of(topic)).all(), "topic " + name);
        }
    }

    private Admin admin() {
        return Admin.create(
                Map.of(
                        AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers(),
                        AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        ANSWER_MILLIS,
                        AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        ANSWER_MILLIS));
    }

    private static <T> T answer(KafkaFuture<T> future, String what) throws IOException {
        try {
            return future.get(2L * ANSWER_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException(what + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(what + ": interrupted", e);
        }
    }

    public int port() {
        return port;
    }

    /** The address, as clients' {@code bootstrap.servers} wants it. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void stop() throws IOException {
        ChildProcess running = broker;
        broker = null;
        if (running != null) {
            running.end();
        }
    }

    @Override
    public void restart() throws IOException {
        stop();
        run();
    }

    @Override
    public void close() throws IOException {
        stop();
        scratch.close();
    }
}
