package io.agentgate.e2e.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agentgate.cli.terminal.ExitCode;
import io.agentgate.e2e.Eventually;
import io.agentgate.e2e.Gateway;
import io.agentgate.e2e.HomeProcesses;
import io.agentgate.e2e.RecordedCalls;
import io.agentgate.e2e.ScriptedServer;
import io.agentgate.e2e.Workshop;
import io.agentgate.testkit.http.Answer;
import io.agentgate.testkit.http.ServeProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several servers behind one {@code serve}, some of them programs that it runs itself. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ServeServersIT {
    private static final String INITIALIZED =
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}";
    private static final String LIST = "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/list\"}";
    private static final String RULES =
            """
            metadata = { name = "servers", version = "1" }

            [[rules]]
            id = "no-deleting"
            server = "right"
            tool = "delete_file"
            action = "deny"
            """;

    /** A server of the shell that begins a session and says nothing more. */
    private static final String ONE_ANSWER =
            """
            read -r initialize; \
            echo "{\\"jsonrpc\\":\\"2.0\\",\\"id\\":\\"i\\",\\"result\\":{\\"protocolVersion\\":\
            \\"2025-11-25\\",\\"capabilities\\":{},\
            \\"serverInfo\\":{\\"name\\":\\"short\\",\\"version\\":\\"1\\"}}}"; \
            while read -r more; do :; done\
            """;

    @TempDir private Path directory = Path.of("");
    private Path home = Path.of("");
    private @Nullable ServeProcess serve;

    @BeforeEach
    void makeHome() throws IOException {
        home = Files.createDirectories(directory.resolve("home"));
        Files.writeString(directory.resolve("policy.toml"), RULES);
    }

    @AfterEach
    void end() throws Exception {
        ServeProcess running = serve;
        if (running != null) {
            running.tellToEnd();
            assertThat(running.exitCode()).as(() -> String.join("\n", running.said())).isZero();
        }
        assertThat(HomeProcesses.describe(home)).isEmpty();
    }

    private static String program(String name, List<String> command, String... more) {
        String arguments =
                command.subList(1, command.size()).stream()
                        .map(each -> "'" + each + "'")
                        .collect(Collectors.joining(", "));
        return "[servers.%s]\ncommand = '%s'\nargs = [%s]\n%s\n"
                .formatted(name, command.getFirst(), arguments, String.join("\n", more));
    }

    private void configure(String... servers) throws IOException {
        Path next = Files.writeString(home.resolve("next.toml"), String.join("\n", servers));
        Files.move(
                next,
                home.resolve("config.toml"),
                StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.ATOMIC_MOVE);
    }

    private ServeProcess serve(String... servers) throws Exception {
        configure(servers);
        List<String> words =
                List.of("serve", "--policy", directory.resolve("policy.toml").toString());
        ServeProcess started =
                ServeProcess.start(
                        new ArrayList<>(Gateway.command(words)), Gateway.environment(home));
        serve = started;
        return started;
    }

    private Caller at(String path) {
        if (serve == null) {
            throw new IllegalStateException("not started");
        }
        return new Caller(serve.at("/")).at(path);
    }

    /** A session that has said so; some servers hold calls until then. */
    private Caller begun(String path) throws IOException {
        Caller caller = at(path).inSession();
        assertThat(caller.post(INITIALIZED).status()).isEqualTo(202);
        return caller;
    }

    private int children() {
        return HomeProcesses.describe(home).size() - 1;
    }

    private List<String> recorded() {
        try {
            return RecordedCalls.in(home.resolve("agentgate.db")).stream()
                    .map(row -> row.server() + " " + row.tool() + " " + row.decision())
                    .toList();
        } catch (IllegalStateException tablesAreBeingMade) {
            return List.of();
        }
    }

    @Test
    void callsThatAServerDoesNotAnswerInTimeAreGivenUpAndRecorded() throws Exception {
        try (McpServer web = new McpServer()) {
            web.tool("hang", (request, reply) -> reply.awaitLeft());
            serve(
                    program("left", ScriptedServer.hanging(), "tool_timeout_seconds = { ask = 1 }"),
                    "[servers.web]\nurl = '%s'\ntool_timeout_seconds = { hang = 1 }\n"
                            .formatted(web.uri()));

            assertThat(begun("/servers/left/mcp").post(Caller.call(1, "ask")).body())
                    .contains("the server did not answer within 1 s");
            assertThat(begun("/servers/web/mcp").post(Caller.call(1, "hang")).body())
                    .contains("the server did not answer within 1 s");
            assertThat(begun("/mcp").post(Caller.call(1, "web__hang")).body())
                    .contains("the server did not answer within 1 s");

            Eventually.equal(List.of("left unknown", "web unknown", "web unknown"), this::outcomes);
            Eventually.equal(2L, () -> cancellations(web));
        }
    }

    private static long cancellations(McpServer web) {
        return web.received("POST").stream()
                .filter(each -> each.body().contains("notifications/cancelled"))
                .count();
    }

    private List<String> outcomes() {
        try {
            return RecordedCalls.in(home.resolve("agentgate.db")).stream()
                    .filter(RecordedCalls.Row::settled)
                    .map(row -> row.server() + " " + row.status())
                    .toList();
        } catch (IllegalStateException tablesAreBeingMade) {
            return List.of();
        }
    }

    @Test
    void sessionsAreSpreadOverTheEndpointsOfAServer() throws Exception {
        try (McpServer one = new McpServer();
                McpServer two = new McpServer()) {
            serve("[servers.web]\nurls = ['%s', '%s']\n".formatted(one.uri(), two.uri()));

            for (int session = 1; session <= 4; session++) {
                assertThat(begun("/servers/web/mcp").post(Caller.call(session, "read")).status())
                        .isEqualTo(200);
            }

            assertThat(one.calls("read")).isNotEmpty();
            assertThat(two.calls("read")).isNotEmpty();
            JsonNode shown =
                    new ObjectMapper().readTree(Gateway.run(home, "servers", "--json").out());
            assertThat(shown.at("/servers/0/endpoints/1/state").asText()).isEqualTo("in");
            assertThat(shown.at("/servers/0/endpoints/1/url").asText())
                    .startsWith("http://127.0.0.1:")
                    .endsWith("/deep/er/mcp");
        }
    }

    @Test
    void callThatMayHaveReachedAServerIsNotSentAgain() throws Exception {
        try (McpServer web = new McpServer()) {
            web.tool("add", (request, reply) -> reply.cut());
            serve("[servers.web]\nurl = '%s'\nretries = 5\n".formatted(web.uri()));
            Caller caller = begun("/servers/web/mcp");
            assertThat(caller.post(LIST).status()).isEqualTo(200);

            assertThat(caller.post(Caller.call(1, "add")).body()).contains("\"error\"");

            assertThat(web.calls("add")).hasSize(1);
            Eventually.equal(List.of("web unknown"), this::outcomes);
        }
    }

    @Test
    void eachServerHasAPathRulesAndRecordsOfItsOwn() throws Exception {
        serve(program("left", Workshop.command()), program("right", Workshop.command()));
        Caller left = begun("/servers/left/mcp");
        Caller right = begun("/servers/right/mcp");

        assertThat(left.post(Caller.call(1, "list_files")).status()).isEqualTo(200);
        assertThat(right.post(Caller.call(1, "delete_file", "{\"path\":\"notes.txt\"}")).body())
                .contains("no-deleting");
        assertThat(left.post(Caller.call(2, "delete_file", "{\"path\":\"notes.txt\"}")).body())
                .doesNotContain("no-deleting");
        assertThat(left.at("/servers/right/mcp").post(LIST).status()).isEqualTo(404);
        assertThat(at("/servers/middle/mcp").post(Caller.INITIALIZE).status()).isEqualTo(404);

        Eventually.equal(
                List.of(
                        "left list_files allowed",
                        "right delete_file denied",
                        "left delete_file allowed"),
                this::recorded);
    }

    @Test
    void allOfThemAreOneServerInFront() throws Exception {
        serve(program("left", Workshop.command()), program("right", Workshop.command()));
        Caller all = begun("/mcp");

        assertThat(all.post(LIST).body())
                .contains("\"left__list_files\"", "\"right__list_files\"")
                .doesNotContain("io.agentgate/servers");
        assertThat(all.post(Caller.call(1, "left__list_files")).body())
                .contains("\"content\"")
                .doesNotContain("\"isError\":true");
        assertThat(all.post(Caller.call(2, "right__delete_file", "{}")).body())
                .contains("no-deleting");
        assertThat(all.post(Caller.call(3, "list_files")).body()).contains("\"error\"");
        assertThat(children()).isEqualTo(2);

        assertThat(all.delete().status()).isEqualTo(200);
        Eventually.equal(0, this::children);
        Eventually.equal(
                List.of("left list_files allowed", "right delete_file denied"), this::recorded);
    }

    @Test
    void withoutPrefixesToolsAndResourcesAreAsTheirServersCallThem() throws Exception {
        serve(
                "[server]\nprefix = 'never'\n",
                program("left", Workshop.command()),
                program("right", Workshop.command()));
        Caller all = begun("/mcp");

        assertThat(all.post(read("workshop:///README.md")).body())
                .contains("\"contents\"", "\"uri\":\"workshop:///README.md\"");
        assertThat(all.post(read("right+workshop:///README.md")).body())
                .contains("\"contents\"", "\"uri\":\"right+workshop:///README.md\"");
        assertThat(all.post(read("workshop:///none")).body())
                .contains("-32002", "\"uri\":\"workshop:///none\"");
        assertThat(all.post(Caller.call(1, "list_files")).body()).contains("\"content\"");
        Eventually.equal(List.of("left list_files allowed"), this::recorded);
    }

    private static String read(String uri) {
        return "{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"resources/read\",\"params\":{\"uri\":\"%s\"}}"
                .formatted(uri);
    }

    @Test
    void serverOverHttpIsShownWithProgramsAndSpokenWithOverWebSocket() throws Exception {
        try (McpServer remote = new McpServer()) {
            serve(
                    "[servers.remote]\nurl = '" + remote.uri() + "'\n",
                    program("near", Workshop.command()));
            Caller all = begun("/mcp");

            assertThat(all.post(Caller.call(1, "near__list_files")).body()).contains("content");
            assertThat(all.post(Caller.call(2, "remote__anything")).status()).isEqualTo(200);
            Eventually.equal(
                    List.of("near list_files allowed", "remote anything allowed"), this::recorded);

            assertThat(overWebSocket("/ws", Caller.INITIALIZE)).contains("\"agentgate\"");
            assertThat(overWebSocket("/servers/remote/ws", Caller.INITIALIZE))
                    .contains("\"result\"");
        }
    }

    /** What is answered to one message. */
    private String overWebSocket(String path, String message) throws Exception {
        ServeProcess running = serve;
        if (running == null) {
            throw new IllegalStateException("not started");
        }
        CompletableFuture<String> answer = new CompletableFuture<>();
        WebSocket.Listener listener =
                new WebSocket.Listener() {
                    private final StringBuilder text = new StringBuilder();

                    @Override
                    public @Nullable CompletionStage<?> onText(
                            WebSocket socket, CharSequence part, boolean last) {
                        text.append(part);
                        if (last) {
                            answer.complete(text.toString());
                        }
                        socket.request(1);
                        return null;
                    }
                };
        URI at = URI.create(running.at(path).toString().replaceFirst("http", "ws"));
        try (HttpClient http = HttpClient.newHttpClient()) {
            WebSocket socket =
                    http.newWebSocketBuilder()
                            .subprotocols("mcp")
                            .buildAsync(at, listener)
                            .get(20, TimeUnit.SECONDS);
            WebSocket _ = socket.sendText(message, true).get(20, TimeUnit.SECONDS);
            String told = answer.get(20, TimeUnit.SECONDS);
            socket.abort();
            return told;
        }
    }

    @Test
    void whatWasSeenOfServersIsShown() throws Exception {
        assertThat(Gateway.run(home, "servers").exitCode()).isEqualTo(ExitCode.NOT_RUNNING);
        serve(
                program("left", Workshop.command()),
                program("right", Workshop.command()),
                program("broken", List.of("/nowhere/server")));
        Caller left = begun("/servers/left/mcp");
        assertThat(left.post(LIST).status()).isEqualTo(200);
        assertThat(left.post(Caller.call(1, "list_files")).status()).isEqualTo(200);
        assertThat(at("/servers/broken/mcp").post(Caller.INITIALIZE).body()).contains("error");

        JsonNode shown = new ObjectMapper().readTree(Gateway.run(home, "servers", "--json").out());

        JsonNode seen = shown.at("/servers/0");
        assertThat(seen.at("/name").asText()).isEqualTo("left");
        assertThat(seen.at("/state").asText()).isEqualTo("ready");
        assertThat(seen.at("/protocol").asText()).isEqualTo("2025-11-25");
        assertThat(seen.at("/tools").asInt()).isEqualTo(6);
        assertThat(seen.at("/calls").asInt()).isEqualTo(1);
        assertThat(seen.at("/median_us").asLong()).isPositive();
        assertThat(seen.at("/children").asInt()).isEqualTo(1);
        assertThat(shown.at("/servers/1/state").asText()).isEqualTo("not used yet");
        // It rests for half a second only, and is not forgotten behind it.
        assertThat(shown.at("/servers/2/state").asText()).isIn("resting", "failing");
        Eventually.holds(
                "it rests no more", () -> Gateway.run(home, "servers").out().contains("failing"));
        assertThat(Gateway.run(home, "servers").out())
                .contains("left", "2025-11-25", "1 run, 1 started")
                .contains("`/nowhere/server` cannot be started");
    }

    @Test
    void serversComeAndGoWithTheConfiguration() throws Exception {
        serve(program("left", Workshop.command()));
        Caller left = begun("/servers/left/mcp");
        assertThat(children()).isEqualTo(1);

        configure(program("left", Workshop.command()), program("right", Workshop.command()));
        Eventually.holds("there is a second server", () -> isThere("/servers/right/mcp"));
        assertThat(left.post(LIST).status()).as("the first goes on").isEqualTo(200);

        configure(program("right", Workshop.command()));
        Eventually.holds("there is no first", () -> !isThere("/servers/left/mcp"));
        assertThat(left.post(LIST).status()).isEqualTo(404);
        Caller right = begun("/servers/right/mcp");
        assertThat(right.post(LIST).status()).isEqualTo(200);
    }

    @Test
    void sessionWithAllOfThemGoesOnAsTheyComeAndGo() throws Exception {
        serve(program("left", Workshop.command()), program("right", Workshop.command()));
        Caller all = begun("/mcp");
        assertThat(listed(all)).contains("right__list_files");

        configure(
                program("new", Workshop.command()),
                program("left", Workshop.command()),
                program("right", Workshop.command()));
        Eventually.holds("the third is there", () -> listed(all).contains("\"new__list_files\""));
        configure(program("new", Workshop.command()), program("left", Workshop.command()));
        Eventually.holds("the second is not", () -> !listed(all).contains("right"));

        assertThat(all.post(Caller.call(1, "left__list_files")).body()).contains("\"content\"");
        assertThat(all.post(Caller.call(2, "new__list_files")).body()).contains("\"content\"");
        assertThat(all.post(Caller.call(3, "right__list_files")).body()).contains("Unknown tool");
        assertThat(children()).isEqualTo(2);
        Eventually.equal(
                List.of("left list_files allowed", "new list_files allowed"), this::recorded);
    }

    private static String listed(Caller caller) {
        try {
            Answer answer = caller.post(LIST);
            assertThat(answer.status()).isEqualTo(200);
            return answer.body();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private boolean isThere(String path) {
        try {
            Caller asking = at(path);
            Answer begun = asking.post(Caller.INITIALIZE);
            String session = begun.header("Mcp-Session-Id");
            if (session != null) {
                asking.with("Mcp-Session-Id: " + session).delete();
            }
            return begun.status() == 200;
        } catch (IOException notNow) {
            return false;
        }
    }

    @Test
    void callToServerThatIsNotThereIsAnsweredAmongOthers() throws Exception {
        serve(program("left", Workshop.command()), program("broken", List.of("/nowhere/server")));
        Caller all = begun("/mcp");

        assertThat(all.post(Caller.call(1, "broken__anything")).body())
                .contains("\"error\"", "`/nowhere/server` cannot be started");
        assertThat(all.post(Caller.call(2, "left__list_files")).body()).contains("\"result\"");

        Eventually.equal(
                List.of("broken anything allowed", "left list_files allowed"), this::recorded);
    }

    @Test
    void programThatCannotBeStartedIsNamed() throws Exception {
        serve(program("broken", List.of("/nowhere/server")));

        Answer first = at("/servers/broken/mcp").post(Caller.INITIALIZE);
        assertThat(first.body()).contains("`/nowhere/server` cannot be started");

        Answer second = at("/servers/broken/mcp").post(Caller.INITIALIZE);
        assertThat(second.status()).isEqualTo(503);
        assertThat(Caller.header(second, "Retry-After")).matches("[0-9]+");
    }

    @Test
    void childEndsWithItsSession() throws Exception {
        serve(program("left", Workshop.command()));
        Caller one = begun("/servers/left/mcp");
        Caller two = begun("/servers/left/mcp");
        assertThat(children()).isEqualTo(2);

        assertThat(one.delete().status()).isEqualTo(200);

        Eventually.equal(1, this::children);
        assertThat(two.post(LIST).status()).isEqualTo(200);
    }

    /** More than there are threads that could wait for them. */
    @Test
    void programsOfManyServersEndWithTheGatewayAtTheSameTime() throws Exception {
        List<String> names = IntStream.range(0, 12).mapToObj(each -> "s" + each).toList();
        ServeProcess running =
                serve(
                        names.stream()
                                .map(name -> program(name, List.of("sh", "-c", ONE_ANSWER)))
                                .toArray(String[]::new));
        for (String name : names) {
            Caller _ = at("/servers/" + name + "/mcp").inSession();
        }
        assertThat(children()).isEqualTo(names.size());

        running.tellToEnd();

        assertThat(running.exitCode()).isZero();
        assertThat(running.said()).noneMatch(line -> line.contains("does not end"));
    }

    @Test
    void sharedProgramRunsOnceForAllSessions() throws Exception {
        serve(program("left", Workshop.command(), "shared = true"));
        Caller one = begun("/servers/left/mcp");
        Caller two = begun("/servers/left/mcp");

        assertThat(children()).isEqualTo(1);
        assertThat(one.delete().status()).isEqualTo(200);
        assertThat(two.post(LIST).body()).contains("list_files");
        assertThat(children()).isEqualTo(1);
    }
}
