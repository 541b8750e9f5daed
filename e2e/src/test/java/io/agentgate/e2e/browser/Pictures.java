package io.agentgate.e2e.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.agentgate.e2e.Eventually;
import io.agentgate.e2e.Gateway;
import io.agentgate.e2e.http.Caller;
import io.agentgate.e2e.http.McpServer;
import io.agentgate.embedded.files.FileKeyRing;
import io.agentgate.testkit.http.ServeProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Makes the pictures of the docs: every page of a gateway that a small team has used for a day, in
 * the light, in the dark, and on a narrow screen. Run with the directory to write to.
 */
final class Pictures {
    private static final int CALLS = 4_000;
    private static final double SETTLE_MILLIS = 900;
    private static final Map<String, List<String>> SERVERS =
            new LinkedHashMap<>(
                    Map.of(
                            "files",
                            List.of("read_file", "write_file", "list_directory", "delete_file"),
                            "github",
                            List.of("search_issues", "create_issue", "merge_pull_request"),
                            "postgres",
                            List.of("query"),
                            "browser",
                            List.of("open", "screenshot")));
    private static final Map<String, String> PAGES =
            Map.of(
                    "overview", "/",
                    "activity", "/activity",
                    "violations", "/violations",
                    "analytics", "/analytics",
                    "servers", "/servers?server=github",
                    "sessions", "/sessions",
                    "policy", "/settings",
                    "keys", "/settings/keys",
                    "doctor", "/settings/doctor",
                    "connect", "/connect");
    private static final String POLICY =
            """
            [metadata]
            name = "team"
            version = "1"

            # Agents may look at everything but secrets.
            [[rules]]
            id = "no-secrets"
            tool = "read_*"
            action = "deny"
            condition = "arguments.path matches '(^|/)[.]env'"
            message = "Ask a person for secrets."

            [[rules]]
            id = "no-deletes"
            tool = "delete_*"
            action = "deny"
            message = "Agents delete nothing here."

            [[rules]]
            id = "no-merges"
            tool = "merge_pull_request"
            action = "deny"
            message = "A person merges."

            [[rules]]
            id = "few-issues"
            tool = "create_issue"
            action = "rate_limit"
            max_calls = 20
            window_seconds = 3600
            """;

    private Pictures() {}

    public static void main(String[] arguments) throws Exception {
        Path target = Files.createDirectories(Path.of(arguments[0]));
        Path home = Files.createTempDirectory("agentgate-pictures");
        new History().write(home, FileKeyRing.open(home).auditKey(), CALLS, Instant.now());
        List<McpServer> servers = new ArrayList<>();
        ServeProcess serve = serve(home, servers);
        try (Chromium chromium = Chromium.start()) {
            callAll(serve);
            JsonNode note = note(home);
            for (Look look : Look.values()) {
                take(chromium, note, look, target);
            }
        } finally {
            serve.close();
            for (McpServer server : servers) {
                server.close();
            }
        }
    }

    private static ServeProcess serve(Path home, List<McpServer> servers) throws Exception {
        StringBuilder config = new StringBuilder();
        Path policy = Files.writeString(home.resolve("team.toml"), POLICY);
        config.append("policy_path = '").append(policy).append("'\n");
        for (Map.Entry<String, List<String>> each : SERVERS.entrySet()) {
            McpServer server = new McpServer();
            server.list(each.getValue().toArray(String[]::new));
            servers.add(server);
            config.append("[servers.").append(each.getKey()).append("]\nurl = '");
            config.append(server.uri()).append("'\n");
        }
        Path file = Files.writeString(home.resolve("config.toml"), config);
        Map<String, String> environment = new HashMap<>(Gateway.environment(home));
        environment.put("AGENTGATE_DASHBOARD", "on");
        return ServeProcess.start(
                new ArrayList<>(
                        Gateway.command(
                                List.of(
                                        "serve",
                                        "--config",
                                        file.toString(),
                                        "--dashboard-port",
                                        "0"))),
                environment);
    }

    /** One session with each server, which lists its tools and calls each of them. */
    private static void callAll(ServeProcess serve) throws Exception {
        for (Map.Entry<String, List<String>> each : SERVERS.entrySet()) {
            String path = "/servers/" + each.getKey() + "/mcp";
            Caller agent = new Caller(serve.at("/")).at(path).inSession();
            agent.post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}");
            for (String tool : each.getValue()) {
                agent.post(Caller.call(2, tool));
            }
        }
    }

    private static JsonNode note(Path home) throws Exception {
        Path note = home.resolve("run/dashboard.json");
        Eventually.holds("the dashboard runs", () -> Files.exists(note));
        return new ObjectMapper().readTree(Files.readString(note));
    }

    private static void take(Chromium chromium, JsonNode note, Look look, Path target) {
        Browser.NewContextOptions kind =
                new Browser.NewContextOptions()
                        .setColorScheme(look.colours)
                        .setViewportSize(look.width, look.height);
        try (Visitor visitor = chromium.visitor(note.get("url").textValue(), kind)) {
            visitor.signIn(note.get("token").textValue());
            open(visitor, target.resolve("call-" + look.word() + ".png"));
            PAGES.forEach(
                    (name, path) -> {
                        visitor.at(path);
                        visitor.page().locator("main .panel").first().waitFor();
                        // Charts grow for a moment.
                        visitor.page().waitForTimeout(SETTLE_MILLIS);
                        visitor.page()
                                .screenshot(
                                        new Page.ScreenshotOptions()
                                                .setPath(
                                                        target.resolve(
                                                                name
                                                                        + "-"
                                                                        + look.word()
                                                                        + ".png")));
                    });
        }
    }

    /** One call that was refused, opened. */
    private static void open(Visitor visitor, Path file) {
        visitor.at("/activity?rule=no-secrets");
        visitor.page().locator("ag-activity tbody tr").first().getByRole(AriaRole.BUTTON).click();
        visitor.page().getByText("How it was decided", exactly()).waitFor();
        visitor.page().screenshot(new Page.ScreenshotOptions().setPath(file));
    }

    private static Page.GetByTextOptions exactly() {
        return new Page.GetByTextOptions().setExact(true);
    }

    /** A kind of screen. */
    private enum Look {
        LIGHT(ColorScheme.LIGHT, 1280, 860),
        DARK(ColorScheme.DARK, 1280, 860),
        NARROW(ColorScheme.LIGHT, 400, 860);

        private final ColorScheme colours;
        private final int width;
        private final int height;

        Look(ColorScheme colours, int width, int height) {
            this.colours = colours;
            this.width = width;
            this.height = height;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
