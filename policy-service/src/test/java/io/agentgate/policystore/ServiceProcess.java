package io.agentgate.policystore;

import io.agentgate.testkit.identity.TestIssuer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One instance of the packaged service. */
final class ServiceProcess implements AutoCloseable {
    /** What people's tokens must be made for. */
    static final String AUDIENCE = "agentgate-policy";

    static final String PROXY_TOKEN = "proxy-token-of-the-tests";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Process process;
    private final int port;

    private ServiceProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static ServiceProcess start(EmbeddedPostgres database, TestIssuer issuer, boolean fourEyes)
            throws IOException {
        int port = freePort();
        Path log = Path.of("target", "policy-service-" + port + ".log");
        ProcessBuilder builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-jar",
                        "target/quarkus-app/quarkus-run.jar");
        builder.environment()
                .putAll(
                        Map.of(
                                "AGENTGATE_BIND",
                                "127.0.0.1",
                                "AGENTGATE_PORT",
                                Integer.toString(port),
                                "AGENTGATE_DATABASE_URL",
                                "postgresql://127.0.0.1:" + database.getPort() + "/postgres",
                                "AGENTGATE_DATABASE_JDBC_URL",
                                "jdbc:postgresql://127.0.0.1:" + database.getPort() + "/postgres",
                                "AGENTGATE_DATABASE_USER",
                                "postgres",
                                "AGENTGATE_DATABASE_PASSWORD",
                                "postgres",
                                "AGENTGATE_OIDC_ISSUER",
                                issuer.url(),
                                "AGENTGATE_OIDC_AUDIENCE",
                                AUDIENCE,
                                "AGENTGATE_PROXY_TOKEN",
                                PROXY_TOKEN,
                                "AGENTGATE_FOUR_EYES",
                                Boolean.toString(fourEyes)));
        builder.redirectErrorStream(true).redirectOutput(log.toFile());
        ServiceProcess service = new ServiceProcess(builder.start(), port);
        service.awaitReady(log);
        return service;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitReady(Path log) throws IOException {
        long end = System.nanoTime() + Duration.ofSeconds(90).toNanos();
        while (readiness() != 200) {
            if (!process.isAlive() || System.nanoTime() > end) {
                close();
                throw new AssertionError("not ready: " + Files.readString(log));
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    /** The status of readiness; -1 if nobody answers. */
    int readiness() {
        try {
            return send(request("/q/health/ready").GET()).statusCode();
        } catch (IOException e) {
            return -1;
        }
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address().resolve(path)).timeout(Duration.ofSeconds(40));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** A request of a person, with a body unless it is empty. */
    HttpResponse<String> as(String token, String method, String path, String body)
            throws IOException {
        HttpRequest.BodyPublisher content =
                body.isEmpty()
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofString(body);
        HttpRequest.Builder request =
                request(path).method(method, content).header("Authorization", "Bearer " + token);
        return send(body.isEmpty() ? request : request.header("Content-Type", "application/json"));
    }

    /** A poll of a proxy. */
    HttpRequest.Builder poll(long known, int seconds) {
        return request("/api/bundle")
                .header("Authorization", "Bearer " + PROXY_TOKEN)
                .header("If-None-Match", "\"" + known + "\"")
                .header("Prefer", "wait=" + seconds);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(15, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
