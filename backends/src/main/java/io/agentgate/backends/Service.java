package io.agentgate.backends;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One instance of a packaged service of AgentGate; what it wrote stays while it is stopped. */
public final class Service implements Backend {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration ANSWER = Duration.ofSeconds(5);

    private final Seat seat;
    private final Path jar;
    private final Map<String, String> environment;
    private @Nullable ChildProcess process;

    private Service(Seat seat, Path jar, Map<String, String> environment) {
        this.seat = seat;
        this.jar = jar;
        this.environment = environment;
    }

    /**
     * Where a service can be found.
     *
     * @param name such as {@code proxy-0}
     * @param port where it serves
     * @param health the port of its health and metrics; maybe the same
     * @param log where all it says is appended
     */
    record Seat(String name, int port, int health, Path log) {}

    static Service start(Seat seat, Path jar, Map<String, String> environment) throws IOException {
        Service service = new Service(seat, jar, Map.copyOf(environment));
        service.run();
        return service;
    }

    private void run() throws IOException {
        ChildProcess started =
                ChildProcess.start(JavaCommand.of("-jar", jar.toString()), environment, seat.log());
        process = started;
        started.await(this::isReady, PATIENCE);
    }

    public String name() {
        return seat.name();
    }

    public int port() {
        return seat.port();
    }

    /** The address where it serves, without a path. */
    public String url() {
        return "http://127.0.0.1:" + seat.port();
    }

    /** The address of its health and metrics, without {@code /q}. */
    public String healthUrl() {
        return "http://127.0.0.1:" + seat.health();
    }

    /** The file of all it said. */
    public Path log() {
        return seat.log();
    }

    /** Whether its process runs. */
    public boolean isAlive() {
        ChildProcess running = process;
        return running != null && running.isAlive();
    }

    /** Whether it says that it is ready; not when nobody answers. */
    public boolean isReady() {
        HttpRequest ask =
                HttpRequest.newBuilder(URI.create(healthUrl() + "/q/health/ready"))
                        .timeout(ANSWER)
                        .build();
        try {
            return HTTP.send(ask, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException nobody) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Ends it as a crash would. */
    public void kill() throws IOException {
        ChildProcess running = process;
        process = null;
        if (running != null) {
            running.kill();
        }
    }

    @Override
    public void stop() throws IOException {
        ChildProcess running = process;
        process = null;
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
    }
}
