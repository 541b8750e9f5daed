import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes an AOT cache of {@code serve} for tests that start it hundreds of times. Its users get none:
 * calls cost more with one. Run with the launcher and the file to write.
 */
final class TrainServe {
    private static final Pattern LISTENING = Pattern.compile("listening at (http\\S+)");
    private static final String LIST =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}";

    public static void main(String[] arguments) throws Exception {
        Path cache = Path.of(arguments[1]);
        Files.createDirectories(cache.getParent());
        Path home = Files.createTempDirectory("agentgate-training");
        ProcessBuilder builder =
                new ProcessBuilder(
                        arguments[0], "serve", "--upstream", "http://127.0.0.1:1/mcp", "--port", "0");
        builder.environment().put("AGENTGATE_HOME", home.toString());
        builder.environment().put("AGENTGATE_JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("AGENTGATE_DASHBOARD", "off");
        builder.environment().put("AGENTGATE_JAVA_OPTS", "-XX:AOTCacheOutput=" + cache);
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        Process serve = builder.start();
        try (BufferedReader words = serve.errorReader()) {
            post(address(words));
            serve.toHandle().destroy();
            words.lines().forEach(_ -> {}); // until it ends, or it would stop for want of room
            serve.waitFor();
        } finally {
            serve.destroyForcibly();
            Training.deleteTree(home);
        }
        Training.requireCache(cache);
    }

    private static URI address(BufferedReader words) throws IOException {
        for (String line = words.readLine(); line != null; line = words.readLine()) {
            Matcher listening = LISTENING.matcher(line);
            if (listening.find()) {
                return URI.create(listening.group(1));
            }
        }
        throw new IllegalStateException("serve ended before it listened");
    }

    /** Whatever the answer is: there is no server behind it. */
    private static void post(URI address) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            client.send(
                    HttpRequest.newBuilder(address)
                            .header("Content-Type", "application/json")
                            .header("Accept", "application/json, text/event-stream")
                            .POST(HttpRequest.BodyPublishers.ofString(LIST))
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
        }
    }
}
