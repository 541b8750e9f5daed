import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Puts the Quarkus application of {@code serve} into the distribution, and trains its AOT cache: with
 * a session through the gateway, so that the JVM learns which classes a real one needs. Run by the
 * build with the directory of the application and that of the distribution.
 */
final class AssembleServe {
    private static final Pattern LISTENING = Pattern.compile("listening at (http://\\S+)/mcp");
    private static final Pattern ID = Pattern.compile("\"id\":(\\d+)");
    private static final List<String> SESSION =
            List.of(
                    """
                    {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25",\
                    "capabilities":{},"clientInfo":{"name":"training","version":"1"}}}""",
                    """
                    {"jsonrpc":"2.0","method":"notifications/initialized"}""",
                    """
                    {"jsonrpc":"2.0","id":1,"method":"tools/list"}""",
                    """
                    {"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"read_file",\
                    "arguments":{"path":"config/.env","note":"sk-\\u0041BCDEFGHIJKLMNOPQRSTUVWX"}}}""",
                    """
                    {"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"bash",\
                    "arguments":{"command":"rm -rf /"}}}""");

    /** Enough that what is done for each call is known, too. */
    private static final int ROUNDS = 20;

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    public static void main(String[] arguments) throws Exception {
        Path application = Path.of(arguments[0]);
        Path dist = Path.of(arguments[1]);
        Path serve = dist.resolve("serve");
        Training.deleteTree(serve);
        copy(application, serve, dist.resolve("lib"));
        Path home = Files.createTempDirectory("agentgate-training");
        try {
            train(dist, serve, home);
        } finally {
            Training.deleteTree(home);
        }
        Training.requireCache(serve.resolve("serve.aot"));
    }

    /** Jars that the command has already are linked to: SQLite's alone is 12 MB. */
    private static void copy(Path application, Path serve, Path lib) throws IOException {
        Set<String> shared = new HashSet<>();
        try (Stream<Path> jars = Files.list(lib)) {
            jars.forEach(jar -> shared.add(jar.getFileName().toString()));
        }
        List<Path> files;
        try (Stream<Path> all = Files.walk(application)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            Path target = serve.resolve(application.relativize(file).toString());
            Files.createDirectories(target.getParent());
            String name = file.getFileName().toString();
            String known =
                    shared.stream().filter(jar -> name.endsWith("." + jar)).findAny().orElse(null);
            if (known != null && Files.mismatch(file, lib.resolve(known)) < 0) {
                Files.createSymbolicLink(target, target.getParent().relativize(lib.resolve(known)));
            } else {
                // The cache knows the jars by their times.
                Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private static void train(Path dist, Path serve, Path home) throws Exception {
        HttpServer upstream = upstream();
        List<String> command = new ArrayList<>(List.of(Training.java()));
        command.addAll(Training.jvmFlags(dist, "AGENTGATE_SERVE_JVM"));
        command.addAll(
                List.of(
                        "-XX:AOTCacheOutput=" + serve.resolve("serve.aot"),
                        "-Dagentgate.dist=" + dist,
                        "-Dorg.sqlite.lib.path=" + dist.resolve("native"),
                        "-jar",
                        serve.resolve("quarkus-run.jar").toString(),
                        "serve",
                        "--port",
                        "0",
                        "--policy",
                        dist.resolve("policies/default.toml").toString(),
                        "--upstream",
                        "http://127.0.0.1:" + upstream.getAddress().getPort() + "/mcp"));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("AGENTGATE_HOME", home.toString());
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        Process process = builder.start();
        try (BufferedReader words = process.errorReader()) {
            play(address(words));
            process.toHandle().destroy();
            words.lines().forEach(line -> {});
            int exitCode = process.waitFor();
            if (exitCode != 0) {
                throw new IllegalStateException("the training session ended with " + exitCode);
            }
        } finally {
            process.destroyForcibly();
            upstream.stop(0);
        }
    }

    private static String address(BufferedReader words) throws IOException {
        StringBuilder said = new StringBuilder();
        for (String line = words.readLine(); line != null; line = words.readLine()) {
            Matcher listening = LISTENING.matcher(line);
            if (listening.find()) {
                return listening.group(1);
            }
            said.append('\n').append(line);
        }
        throw new IllegalStateException("serve did not begin to listen:" + said);
    }

    private static void play(String address) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            client.send(
                    HttpRequest.newBuilder(URI.create(address + "/health")).timeout(PATIENCE).build(),
                    HttpResponse.BodyHandlers.discarding());
            String session = null;
            for (int round = 0; round < ROUNDS; round++) {
                for (String message : session == null ? SESSION : SESSION.subList(2, SESSION.size())) {
                    HttpRequest.Builder request =
                            HttpRequest.newBuilder(URI.create(address + "/mcp"))
                                    .timeout(PATIENCE)
                                    .header("Content-Type", "application/json")
                                    .header("Accept", "application/json, text/event-stream")
                                    .POST(HttpRequest.BodyPublishers.ofString(numbered(message, round)));
                    if (session != null) {
                        request.header("Mcp-Session-Id", session);
                        request.header("MCP-Protocol-Version", "2025-11-25");
                    }
                    HttpResponse<String> answer =
                            client.send(request.build(), HttpResponse.BodyHandlers.ofString());
                    session = answer.headers().firstValue("Mcp-Session-Id").orElse(session);
                }
            }
        }
    }

    /** Ids are used once in a session. */
    private static String numbered(String message, int round) {
        return ID.matcher(message).replaceFirst(id -> "\"id\":" + (round * 10 + Integer.parseInt(id.group(1))));
    }

    /** A server that answers every request with an empty result; every second one as an event. */
    private static HttpServer upstream() throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/mcp",
                exchange -> {
                    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                    Matcher id = ID.matcher(body);
                    if (!id.find()) {
                        exchange.sendResponseHeaders(202, -1);
                        exchange.close();
                        return;
                    }
                    boolean event = Integer.parseInt(id.group(1)) % 2 == 1;
                    String result = "{\"jsonrpc\":\"2.0\",\"id\":" + id.group(1) + ",\"result\":" + result(body) + "}";
                    byte[] answer = (event ? "data: " + result + "\n\n" : result).getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders()
                            .set("Content-Type", event ? "text/event-stream" : "application/json");
                    exchange.getResponseHeaders().set("Mcp-Session-Id", "training");
                    exchange.sendResponseHeaders(200, answer.length);
                    exchange.getResponseBody().write(answer);
                    exchange.close();
                });
        server.start();
        return server;
    }

    private static String result(String request) {
        if (request.contains("\"initialize\"")) {
            return "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{}},"
                    + "\"serverInfo\":{\"name\":\"training\",\"version\":\"1\"}}";
        }
        return request.contains("tools/list")
                ? "{\"tools\":[{\"name\":\"read_file\",\"inputSchema\":{\"type\":\"object\"}}]}"
                : "{\"content\":[{\"type\":\"text\",\"text\":\"sk-ABCDEFGHIJKLMNOPQRSTUVWX\"}]}";
    }
}
