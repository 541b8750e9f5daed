package io.agentgate.e2e.cluster;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.agentgate.e2e.Eventually;
import io.agentgate.e2e.browser.Chromium;
import io.agentgate.e2e.browser.Visitor;
import io.agentgate.e2e.http.Caller;
import io.agentgate.e2e.http.McpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people of several roles do at the dashboard of a whole cluster. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ClusterPagesIT {
    private static final String DENY =
            """
            [[rules]]
            id = "no-erasing"
            tool = "erase"
            action = "deny"
            message = "Nothing is erased here."
            """;

    private static @Nullable Cluster started;
    private static @Nullable McpServer served;
    private static @Nullable Chromium browser;

    @BeforeAll
    static void start() throws Exception {
        served = new McpServer();
        served.define(
                """
                {"name":"read","inputSchema":{"type":"object"},"annotations":{"readOnlyHint":true}}\
                """,
                """
                {"name":"write","inputSchema":{"type":"object"}}\
                """,
                """
                {"name":"erase","description":"Erases a file for good.","inputSchema":\
                {"type":"object","properties":{"path":{"type":"string"}},"required":["path"]}}\
                """);
        started = Cluster.startShown(served.uri());
        browser = Chromium.start();
    }

    @AfterAll
    static void stop() throws Exception {
        if (browser != null) {
            browser.close();
        }
        if (started != null) {
            started.close();
        }
        if (served != null) {
            served.close();
        }
    }

    private static Cluster cluster() {
        if (started == null) {
            throw new IllegalStateException("not started");
        }
        return started;
    }

    private static Visitor visitor() {
        if (browser == null) {
            throw new IllegalStateException("not started");
        }
        return browser.visitor(cluster().dashboard());
    }

    private static Visitor signedIn(String person, String at) {
        return visitor().signInAs(person, at, URI.create(cluster().issuer()));
    }

    @BeforeEach
    void allowAll() throws Exception {
        cluster().activate("");
    }

    /** Calls a tool; gives what the agent reads. */
    private static String call(String tool, String arguments) {
        return ask(
                """
                {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"%s","arguments":%s}}\
                """
                        .formatted(tool, arguments));
    }

    private static String ask(String request) {
        try {
            return new Caller(cluster().proxy(0), "Authorization: Bearer " + cluster().token("bob"))
                    .inSession()
                    .post(request)
                    .body();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static Locator table(Page page) {
        return page.getByRole(AriaRole.TABLE).first();
    }

    @Test
    void providerSaysWhoItIsAndNoTokenIsLeftWhereAScriptOrALogReadsIt() {
        try (Visitor alice = signedIn("alice", "/activity?status=denied")) {
            Page page = alice.page();
            assertThat(page).hasURL(Pattern.compile("/activity\\?status=denied$"));
            assertThat(page.getByText("alice", new Page.GetByTextOptions().setExact(true)))
                    .isVisible();
            assertThat(alice.context().cookies(cluster().dashboard()))
                    .filteredOn(cookie -> cookie.name.startsWith("q_session"))
                    .isNotEmpty()
                    .allSatisfy(
                            cookie -> {
                                assertThat(cookie.httpOnly).isTrue();
                                // Encrypted: a token would show its header.
                                assertThat(cookie.value).doesNotContain("|eyJhbGciOiJSUzI1NiI");
                            });
            assertThat(
                            page.evaluate(
                                    "() => JSON.stringify([localStorage, sessionStorage,"
                                            + " location.href])"))
                    .asString()
                    .doesNotContain("eyJ")
                    .doesNotContain("code=");

            alice.button("Sign out").click();
            assertThat(alice.link("Sign in")).isVisible();
            alice.at("/settings");
            assertThat(alice.link("Sign in")).isVisible();
            // The provider has forgotten them, too.
            alice.link("Sign in").click();
            assertThat(page.locator("#username")).isVisible();
        }
    }

    @Test
    void callShowsInTheFeedAndOpensForAuditorsWithItsArguments() throws Exception {
        try (Visitor alice = signedIn("alice", "/")) {
            Page page = alice.page();
            assertThat(page.getByText("Live", new Page.GetByTextOptions().setExact(true)).first())
                    .isVisible();
            call("write", "{\"path\":\"/srv/plan.md\"}");
            assertThat(page.getByRole(AriaRole.TABLE).getByText("write").first()).isVisible();

            cluster().awaitCall("write", "allowed");
            alice.at("/activity?tool=write");
            page.getByRole(AriaRole.TABLE).getByRole(AriaRole.BUTTON).first().click();
            assertThat(page.getByLabel("Arguments", exact())).containsText("/srv/plan.md");
        }
        try (Visitor vic = signedIn("vic", "/activity?tool=write")) {
            Page page = vic.page();
            assertThat(page.getByLabel("Text")).hasCount(0);
            page.getByRole(AriaRole.TABLE).getByRole(AriaRole.BUTTON).first().click();
            assertThat(page.getByText("What it was about is shown to auditors.")).isVisible();
            assertThat(page.getByLabel("Arguments", exact())).hasCount(0);
        }
    }

    private static Page.GetByLabelOptions exact() {
        return new Page.GetByLabelOptions().setExact(true);
    }

    @Test
    void editedPolicyIsTriedPutInForceAndTakenBack() throws Exception {
        call("erase", "{\"path\":\"/srv/old.md\"}");
        cluster().awaitCall("erase", "allowed");
        try (Visitor alice = signedIn("alice", "/settings")) {
            Page page = alice.page();
            Locator editor = page.locator("ag-policy-editor .cm-content");
            assertThat(editor).containsText("cluster");
            editor.click();
            page.keyboard().press("Control+End");
            page.keyboard().insertText("\n" + DENY);

            alice.button("Try on recorded calls").click();
            assertThat(page.locator("ag-policy-findings")).containsText("no-erasing");

            alice.button("Activate…").click();
            assertThat(page.getByRole(AriaRole.DIALOG)).containsText("no-erasing");
            confirm(page);
            assertThat(page.getByText("is in force.")).isVisible();
            Eventually.holds(
                    "the next call is denied",
                    () -> call("erase", "{}").contains("Nothing is erased here."));

            page.getByRole(
                            AriaRole.BUTTON,
                            new Page.GetByRoleOptions()
                                    .setName(Pattern.compile("Bring back revision")))
                    .first()
                    .click();
            alice.button("Activate…").click();
            confirm(page);
            assertThat(page.getByText("is in force.")).isVisible();
            Eventually.holds(
                    "the next call goes through",
                    () -> !call("erase", "{}").contains("Nothing is erased here."));
        }
    }

    /** Agrees to what a dialog shows. */
    private static void confirm(Page page) {
        page.getByRole(AriaRole.DIALOG)
                .getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName("Activate").setExact(true))
                .click();
    }

    @Test
    void draftOfSomebodyElseIsPutInForce() throws Exception {
        String draft = cluster().draft("eva", DENY);
        try (Visitor alice = signedIn("alice", "/settings")) {
            Page page = alice.page();
            assertThat(page.locator("ag-policy-editor .cm-content")).containsText("cluster");
            alice.button("Activate draft " + draft).click();
            assertThat(page.getByRole(AriaRole.DIALOG)).containsText("no-erasing");
            confirm(page);

            assertThat(page.getByText("Revision " + draft + " is in force.")).isVisible();
            assertThat(page.locator("ag-policy-editor .cm-content")).containsText("no-erasing");
        }
    }

    @Test
    void killSwitchStopsCallsAndSaysWhoSetIt() throws Exception {
        try (Visitor alice = signedIn("alice", "/sessions")) {
            Page page = alice.page();
            alice.button("Stop calls…").click();
            page.getByLabel("What is stopped").selectOption("tool");
            page.getByLabel("Name, * for any text").fill("erase");
            page.getByLabel("Reason").fill("a drill");
            alice.button("Stop").click();
            assertThat(page.getByText("a drill")).isVisible();
            assertThat(table(page)).containsText("alice");
            Eventually.holds("calls are refused", () -> call("erase", "{}").contains("a drill"));

            page.getByRole(
                            AriaRole.BUTTON,
                            new Page.GetByRoleOptions().setName("Lift the switch on tool erase"))
                    .click();
            assertThat(page.getByText("a drill")).hasCount(0);
            Eventually.holds("calls go through", () -> !call("erase", "{}").contains("a drill"));
        }
    }

    @Test
    void serverShowsWithItsToolsAndWhatWouldBeDecidedOnEach() throws Exception {
        cluster()
                .activate(
                        """
                        [[rules]]
                        id = "reads-only"
                        tool = "*"
                        annotations = { readOnlyHint = false }
                        action = "deny"
                        """);
        assertThat(ask("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}"))
                .contains("read");
        try (Visitor alice = signedIn("alice", "/servers?server=demo")) {
            Page page = alice.page();
            Locator tools = page.locator("ag-servers summary .mono");
            // The proxies tell of it within half a minute, and the page asks every ten seconds.
            assertThat(page.locator("ag-servers section"))
                    .containsText(
                            "Erases a file for good.",
                            new LocatorAssertions.ContainsTextOptions().setTimeout(60_000));
            assertThat(tools).hasText(new String[] {"read", "write", "erase"});
            assertThat(page.locator("ag-servers section"))
                    .containsText("MCP 2025-11-25, handshake");
            assertThat(page.locator("ag-servers .card").first())
                    .containsText("http, http://127.0.0.1");
            assertThat(page.locator("ag-servers")).not().containsText("tenant");

            tools.getByText("erase").click();
            assertThat(page.getByLabel("Input schema of erase")).containsText("\"path\"");
            alice.button("What would be decided?").click();
            assertThat(page.locator("ag-servers form")).containsText("deny by reads-only");
            assertThat(alice.obstacles()).isEmpty();

            // What a tool says of itself counts here as it does at the proxy.
            tools.getByText("read").click();
            alice.button("What would be decided?").click();
            assertThat(page.locator("ag-servers form")).containsText("allow by the default");
        }
    }

    @Test
    void viewerSeesAndChangesNothing() throws Exception {
        call("read", "{}");
        try (Visitor vic = signedIn("vic", "/sessions")) {
            Page page = vic.page();
            assertThat(vic.heading("Sessions")).isVisible();
            assertThat(page.getByText("Sessions that called in the last hour")).isVisible();
            assertThat(vic.button("Stop calls…")).hasCount(0);

            vic.at("/settings");
            Locator editor = page.locator("ag-policy-editor .cm-content");
            assertThat(editor).containsText("cluster");
            editor.click();
            page.keyboard().insertText("changed");
            assertThat(editor).not().containsText("changed");
            assertThat(vic.button("Activate…")).hasCount(0);

            vic.at("/settings/keys");
            assertThat(vic.heading("Settings")).isVisible();
            assertThat(vic.button("Create key")).hasCount(0);

            // Whoever asks past the pages is refused by the service itself.
            Object answer =
                    page.evaluate(
                            "async () => (await fetch('/api/kill-switches', {method: 'POST',"
                                    + " body: JSON.stringify({scope: 'all', reason: 'mine'})}))"
                                    + ".status");
            assertThat(answer).isEqualTo(403);
        }
    }

    @Test
    void whoHasNoRoleIsToldSo() {
        try (Visitor carol = visitor()) {
            carol.leadTo("carol", "/", URI.create(cluster().issuer()));
            assertThat(carol.page().getByText("has none of the roles")).isVisible();
            carol.link("Sign out, to sign in as somebody else").click();
            assertThat(carol.link("Sign in")).isVisible();
        }
    }

    @Test
    void keyIsMadeShownOnceAndTakenBack() throws Exception {
        try (Visitor alice = signedIn("alice", "/settings/keys")) {
            Page page = alice.page();
            page.getByLabel("Caller").fill("builder");
            alice.button("Create key").click();
            String key = page.locator(".made code").innerText();
            assertThat(key).isNotBlank();
            assertThat(table(page)).containsText("builder");

            page.reload();
            assertThat(table(page)).containsText("builder");
            assertThat(page.getByText(key)).hasCount(0);
            page.getByRole(
                            AriaRole.BUTTON,
                            new Page.GetByRoleOptions().setName(Pattern.compile("Revoke key")))
                    .first()
                    .click();
            alice.button("Revoke for good").click();
            assertThat(table(page)).containsText("revoked");
        }
    }

    @Test
    void pagesOfOtherOriginsChangeNothingAndHearNothing() throws Exception {
        try (Visitor alice = signedIn("alice", "/")) {
            String cookies =
                    alice.context().cookies(cluster().dashboard()).stream()
                            .map(cookie -> cookie.name + "=" + cookie.value)
                            .reduce((one, other) -> one + "; " + other)
                            .orElseThrow();
            URI dashboard = URI.create(cluster().dashboard());
            try (HttpClient http = HttpClient.newHttpClient()) {
                HttpRequest.Builder order =
                        HttpRequest.newBuilder(dashboard.resolve("/api/kill-switches"))
                                .header("Cookie", cookies)
                                .POST(
                                        HttpRequest.BodyPublishers.ofString(
                                                "{\"scope\":\"all\",\"reason\":\"evil\"}"));
                assertThat(status(http, order.copy().header("Origin", "https://evil.example")))
                        .isEqualTo(403);
                assertThat(status(http, order.copy().header("Sec-Fetch-Site", "cross-site")))
                        .isEqualTo(403);
                HttpRequest.Builder read =
                        HttpRequest.newBuilder(dashboard.resolve("/api/kill-switches"))
                                .header("Cookie", cookies);
                assertThat(status(http, read)).isEqualTo(200);
                HttpRequest.Builder listen =
                        HttpRequest.newBuilder(dashboard.resolve("/api/ws/live"))
                                .header("Cookie", cookies)
                                .header("Origin", "https://evil.example");
                assertThat(status(http, listen)).isEqualTo(403);
            }
        }
    }

    private static int status(HttpClient http, HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString()).statusCode();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/activity",
                "/violations",
                "/analytics",
                "/servers",
                "/sessions",
                "/settings",
                "/settings/keys",
                "/settings/doctor",
                "/connect"
            })
    void everyPageShowsWithoutAComplaint(String path) throws Exception {
        call("read", "{\"path\":\"<img src=x onerror=alert(1)>\"}");
        cluster().awaitCall("read", "allowed");
        try (Visitor alice = signedIn("alice", path)) {
            assertThat(alice.page().getByRole(AriaRole.HEADING).first()).isVisible();
            assertThat(alice.page().locator(".wrong")).hasCount(0);
            assertThat(alice.obstacles()).isEmpty();
        }
    }

    @Test
    void doctorTellsOfServicesAndProxies() {
        try (Visitor alice = signedIn("alice", "/settings/doctor")) {
            Locator findings = alice.page().locator("ag-doctor");
            assertThat(findings).containsText("policy-service");
            assertThat(findings).containsText("audit-service");
            assertThat(findings).containsText("audit stream");
            assertThat(findings).containsText("proxy proxy-0");
            assertThat(findings).containsText("proxy proxy-1");
        }
    }
}
