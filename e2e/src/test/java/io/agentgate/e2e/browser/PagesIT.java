package io.agentgate.e2e.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.WebSocketRoute;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.agentgate.e2e.Eventually;
import io.agentgate.e2e.RecordedNotes;
import io.agentgate.testkit.http.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people do at the dashboard of one process. */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PagesIT {
    private static final String RULES =
            """
            [[rules]]
            id = "no-deletes"
            tool = "delete"
            action = "deny"
            message = "Deleting is for people."

            [[rules]]
            id = "one-order"
            tool = "order"
            action = "rate_limit"
            max_calls = 1
            window_seconds = 3600
            """;

    @TempDir private static Path directory = Path.of("");
    private static @Nullable Shown opened;
    private static @Nullable Chromium started;

    @BeforeAll
    static void open() throws Exception {
        opened = Shown.open(directory, RULES);
        started = Chromium.start();
        shown().call("read", "{\"path\":\"/srv/report.md\"}");
        shown().call("delete");
        shown().call("order");
        shown().call("order");
        shown().scene().awaitRecorded("order", "allowed", "rate_limited");
    }

    @AfterAll
    static void close() throws Exception {
        chromium().close();
        shown().close();
    }

    private static Shown shown() {
        if (opened == null) {
            throw new IllegalStateException("not opened");
        }
        return opened;
    }

    private static Chromium chromium() {
        if (started == null) {
            throw new IllegalStateException("not started");
        }
        return started;
    }

    private static Visitor signedIn() {
        return chromium().visitor(shown().url()).signIn(shown().token());
    }

    @Test
    void tokenSignsInOnceAndIsKeptNowhereThatAScriptCanRead() {
        try (Visitor visitor = chromium().visitor(shown().url())) {
            Page page = visitor.page();
            page.navigate(shown().url());
            page.getByLabel("Token").fill("wrong");
            visitor.button("Sign in").click();
            assertThat(page.getByText("that is not the token")).isVisible();

            visitor.signIn(shown().token());

            assertThat(visitor.context().cookies())
                    .singleElement()
                    .satisfies(
                            cookie -> {
                                assertThat(cookie.httpOnly).isTrue();
                                assertThat(String.valueOf(cookie.sameSite)).isEqualTo("STRICT");
                            });
            assertThat(page.url()).doesNotContain(shown().token());
            assertThat(
                            page.evaluate(
                                    "() => JSON.stringify([localStorage, sessionStorage,"
                                            + " document.cookie])"))
                    .asString()
                    .doesNotContain(shown().token());
            page.reload();
            assertThat(visitor.heading("Overview")).isVisible();

            visitor.button("Sign out").click();
            assertThat(page.getByLabel("Token")).isVisible();
            page.reload();
            assertThat(page.getByLabel("Token")).isVisible();
        }
    }

    @Test
    void callShowsInTheLiveFeedAsItEnds() throws Exception {
        try (Visitor visitor = signedIn()) {
            assertThat(visitor.page().getByText("Live", exactly())).not().hasCount(0);

            shown().call("ping");

            assertThat(visitor.page().getByRole(AriaRole.TABLE).getByText("ping").first())
                    .isVisible();
        }
    }

    private static Page.GetByTextOptions exactly() {
        return new Page.GetByTextOptions().setExact(true);
    }

    @Test
    void callsAreFilteredAndOneIsOpened() {
        try (Visitor visitor = signedIn()) {
            visitor.link("Activity").click();
            visitor.page().getByLabel("Tool").fill("delete");
            visitor.page().keyboard().press("Enter");
            Locator rows = visitor.page().locator("ag-activity tbody tr");
            assertThat(rows).hasCount(1);
            assertThat(rows).containsText("no-deletes");

            rows.getByText("delete", new Locator.GetByTextOptions().setExact(true)).click();

            Locator opened = visitor.page().getByRole(AriaRole.DIALOG);
            assertThat(opened).containsText("Deleting is for people.");
            assertThat(opened).containsText("no-deletes");
            visitor.page().keyboard().press("Escape");
            assertThat(opened).hasCount(0);
        }
    }

    @Test
    void whatRefusedCallsIsTold() {
        try (Visitor visitor = signedIn()) {
            visitor.link("Violations").click();
            Locator table = visitor.page().locator("ag-violations table").first();
            assertThat(table).containsText("no-deletes");
            assertThat(table).containsText("one-order");
        }
    }

    /** The whole way of a change: edited, tried on what happened, in force, and taken back. */
    @Test
    void policyIsEditedTriedActivatedAndRolledBack() throws Exception {
        assertThat(shown().call("publish")).contains("\"result\"");
        shown().scene().awaitRecorded("publish", "allowed");
        try (Visitor visitor = signedIn()) {
            Page page = visitor.page();
            visitor.link("Settings").click();
            Locator editor = page.getByRole(AriaRole.TEXTBOX, named("Policy."));
            editor.click();
            page.keyboard().press("Control+End");
            page.keyboard().insertText("\n[[rules]]\nid = \"no-publishing\"\ntool = \"publish\"\n");
            assertThat(page.locator("ag-policy-findings")).containsText("`action`");
            assertThat(visitor.button("Activate…")).isDisabled();
            page.keyboard().type("act");
            page.getByRole(AriaRole.OPTION, option("action")).click();
            page.keyboard().insertText("\"deny\"");
            assertThat(visitor.button("Activate…")).isEnabled();

            visitor.button("Try on recorded calls").click();
            assertThat(page.locator("ag-policy-findings")).containsText("deny (no-publishing)");

            visitor.button("Activate…").click();
            Locator dialog = page.getByRole(AriaRole.DIALOG);
            assertThat(dialog).containsText("+ id = \"no-publishing\"");
            dialog.getByRole(AriaRole.BUTTON).getByText("Activate").click();
            assertThat(page.getByText(Pattern.compile("Revision \\w+ is in force."))).isVisible();
            awaitVerdict("publish", "no-publishing");

            page.getByText("Bring back").first().click();
            assertThat(visitor.button("Activate…")).isEnabled();
            visitor.button("Activate…").click();
            dialog.getByRole(AriaRole.BUTTON).getByText("Activate").click();
            awaitVerdict("publish", "\"result\"");
            assertThat(RecordedNotes.of(shown().scene().home(), "policy_replaced"))
                    .hasSizeGreaterThanOrEqualTo(2)
                    .allSatisfy(
                            note ->
                                    assertThat(note)
                                            .matches("revision \\w+ in the place of \\w+ by .+"));
        }
    }

    private static Page.GetByRoleOptions named(String beginning) {
        return new Page.GetByRoleOptions().setName(Pattern.compile("^" + beginning));
    }

    private static Page.GetByRoleOptions option(String text) {
        return new Page.GetByRoleOptions().setName(text);
    }

    private static void awaitVerdict(String tool, String words) {
        Eventually.holds(
                "calls of " + tool + " are answered with " + words,
                () -> {
                    try {
                        return shown().call(tool).contains(words);
                    } catch (IOException broken) {
                        throw new UncheckedIOException(broken);
                    }
                });
    }

    /** Two people at one policy: the slower one is told, and loses nothing. */
    @Test
    void editIsKeptWhereSomebodyElseWasQuicker() throws Exception {
        String before = Files.readString(shown().policy());
        try (Visitor visitor = signedIn()) {
            Page page = visitor.page();
            visitor.link("Settings").click();
            page.getByRole(AriaRole.TEXTBOX, named("Policy.")).click();
            page.keyboard().press("Control+End");
            page.keyboard().insertText("\n# mine\n");
            assertThat(visitor.button("Activate…")).isEnabled();
            Files.writeString(shown().policy(), before + "\n# theirs\n");

            visitor.button("Activate…").click();
            page.getByRole(AriaRole.DIALOG).getByText("Activate").last().click();
            assertThat(page.getByText("Your text is kept.")).isVisible();
            assertThat(Files.readString(shown().policy())).contains("# theirs");

            visitor.at("/settings");
            assertThat(page.locator("ag-policy-editor")).containsText("# mine");
            visitor.button("Go on with mine").click();
            visitor.button("Activate…").click();
            page.getByRole(AriaRole.DIALOG).getByText("Activate").last().click();
            assertThat(page.getByText(Pattern.compile("Revision \\w+ is in force."))).isVisible();
            assertThat(Files.readString(shown().policy())).contains("# mine");
        } finally {
            Files.writeString(shown().policy(), before);
        }
    }

    /** What is kept of a call is shown whole; what is beyond that is named by its size. */
    @Test
    void argumentsOfAMegabyteHinderNobody() throws Exception {
        String much = "{\"text\":\"" + "much ".repeat(12_000) + "\"}";
        String tooMuch = "{\"text\":\"" + "m".repeat(1 << 20) + "\"}";
        shown().call("stow", much);
        shown().call("heave", tooMuch);
        shown().scene().awaitRecorded("stow", "allowed");
        shown().scene().awaitRecorded("heave", "allowed");
        try (Visitor visitor = signedIn()) {
            Page page = visitor.page();
            visitor.at("/activity?tool=stow");
            page.locator("ag-activity tbody tr").first().getByText("stow").click();
            assertThat(page.getByLabel("Arguments")).containsText("much much much");

            visitor.at("/activity?tool=heave");
            page.locator("ag-activity tbody tr").first().getByText("heave").click();
            assertThat(page.getByLabel("Arguments"))
                    .containsText("\"original_size_bytes\": " + tooMuch.length());
            visitor.at("/activity?text=much");
            assertThat(page.locator("ag-activity tbody tr").first()).containsText("stow");
        }
    }

    /** AD-07: what agents and servers wrote is text, wherever it is shown. */
    @Test
    void markupOfAgentsAndServersIsText() throws Exception {
        String markup = "<img src=x onerror=alert(1)><script>alert(2)</script>";
        shown().scene()
                .server()
                .tool(
                        "hostile",
                        (request, reply) ->
                                answer(
                                        reply,
                                        request.body().replaceAll(".*\"id\":(\\d+).*", "$1")));
        shown().call("hostile", "{\"name\":\"" + markup + "\",\"bidi\":\"\\u202egnp.exe\"}");
        shown().scene().awaitRecorded("hostile", "allowed");
        try (Visitor visitor = signedIn()) {
            visitor.at("/activity?tool=hostile");
            visitor.page().locator("ag-activity tbody tr").first().getByText("hostile").click();

            Locator opened = visitor.page().getByRole(AriaRole.DIALOG);
            assertThat(opened).containsText("<img src=x onerror=alert(1)>");
            assertThat(opened).containsText("<b onmouseover=alert(3)>");
            assertThat(visitor.page().locator("ag-call img, ag-call script, ag-call b"))
                    .hasCount(0);
        }
    }

    private static void answer(Reply reply, String id) throws IOException {
        reply.json(
                """
                {"jsonrpc":"2.0","id":%s,"result":{"content":[{"type":"text","text":"<b onmouseover=alert(3)>x</b>"}]}}\
                """
                        .formatted(id));
    }

    /** From the token to an opened call and back, without a mouse. */
    @Test
    void keyboardAloneIsEnough() {
        try (Visitor visitor = signedIn()) {
            Page page = visitor.page();
            page.reload();
            assertThat(visitor.heading("Overview")).isVisible();
            page.keyboard().press("Tab");
            assertThat(page.getByText("Skip to the page")).isFocused();
            page.keyboard().press("Tab");
            page.keyboard().press("Tab");
            assertThat(visitor.link("Activity")).isFocused();
            page.keyboard().press("Enter");
            assertThat(visitor.heading("Activity")).isVisible();
            assertThat(page.locator("main")).isFocused();

            Locator opener =
                    page.locator("ag-activity tbody tr").first().getByRole(AriaRole.BUTTON);
            opener.focus();
            page.keyboard().press("Enter");
            assertThat(page.getByRole(AriaRole.DIALOG)).isVisible();
            page.keyboard().press("Escape");
            assertThat(opener).isFocused();
        }
    }

    /** What ended while the connection was lost is told as it comes back. */
    @Test
    void lostFeedComesBackAndGoesOnWhereItWas() throws Exception {
        try (Visitor visitor = chromium().visitor(shown().url())) {
            Deque<WebSocketRoute> connections = new ConcurrentLinkedDeque<>();
            AtomicBoolean cut = new AtomicBoolean();
            visitor.page()
                    .routeWebSocket(
                            Pattern.compile(".*/api/ws/live.*"),
                            connection -> {
                                if (cut.get()) {
                                    connection.close();
                                } else {
                                    connection.connectToServer();
                                    connections.add(connection);
                                }
                            });
            visitor.signIn(shown().token());
            Locator state = visitor.page().locator(".connection");
            assertThat(state).hasText("Live");

            cut.set(true);
            connections.getLast().close();
            assertThat(state).hasText("Reconnecting");
            shown().call("missed");
            shown().scene().awaitRecorded("missed", "allowed");
            cut.set(false);

            assertThat(state).hasText("Live");
            assertThat(visitor.page().locator("ag-feed").getByText("missed")).isVisible();
        }
    }

    @Test
    void signInThatHasEndedAsksAgainAndLosesNothing() {
        try (Visitor visitor = signedIn().at("/settings")) {
            Page page = visitor.page();
            Locator editor = page.getByRole(AriaRole.TEXTBOX, named("Policy."));
            editor.click();
            page.keyboard().press("Control+End");
            visitor.context().clearCookies();
            page.keyboard().insertText("\n# half a thought");
            assertThat(page.getByLabel("Token")).isVisible();

            page.getByLabel("Token").fill(shown().token());
            page.keyboard().press("Enter");

            assertThat(page.locator("ag-policy-editor")).containsText("# half a thought");
            visitor.button("Discard").click();
            assertThat(page.locator("ag-policy-editor")).not().containsText("# half a thought");
        }
    }

    /** A tool is stopped, the next call of it refused, and let go on again. */
    @Test
    void killSwitchStopsTheNextCallUntilItIsLifted() throws Exception {
        assertThat(shown().call("deploy")).contains("\"result\"");
        try (Visitor visitor = signedIn()) {
            Page page = visitor.page();
            visitor.link("Sessions").click();
            assertThat(page.locator("ag-sessions tbody tr").first()).isVisible();
            visitor.button("Stop calls…").click();
            Locator dialog = page.getByRole(AriaRole.DIALOG);
            dialog.getByLabel("What is stopped").selectOption("tool");
            dialog.getByLabel("Name, * for any text").fill("deploy");
            dialog.getByLabel("Reason").fill("the release is broken");
            assertThat(visitor.obstacles()).isEmpty();
            dialog.getByRole(AriaRole.BUTTON).getByText("Stop").click();

            Locator set = page.locator("ag-sessions section").first();
            assertThat(set).containsText("tool deploy");
            awaitVerdict("deploy", "the release is broken");
            assertThat(shown().call("read")).contains("\"result\"");

            set.getByText("Lift").click();
            assertThat(page.getByText("the release is broken")).hasCount(0);
            awaitVerdict("deploy", "\"result\"");
        }
    }

    /** What would be decided is told, and nothing is sent. */
    @Test
    void toolIsTriedWithoutTheServer() throws Exception {
        shown().scene().server().list("read", "delete");
        shown().agent().post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}");
        int before = shown().scene().server().calls("delete").size();
        try (Visitor visitor = signedIn()) {
            Page page = visitor.page();
            visitor.link("Servers").click();
            page.locator("ag-servers summary").getByText("delete").click();
            visitor.button("What would be decided?").click();

            assertThat(page.locator("ag-servers form")).containsText("deny");
            assertThat(page.locator("ag-servers form")).containsText("no-deletes");
            assertThat(visitor.obstacles()).isEmpty();
        }
        assertThat(shown().scene().server().calls("delete")).hasSize(before);
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
    void pageHasNoSeriousObstacleInTheLightOrTheDark(String path) {
        for (ColorScheme colours : new ColorScheme[] {ColorScheme.LIGHT, ColorScheme.DARK}) {
            Browser.NewContextOptions kind =
                    new Browser.NewContextOptions().setColorScheme(colours);
            try (Visitor visitor = chromium().visitor(shown().url(), kind)) {
                visitor.signIn(shown().token()).at(path);
                assertThat(visitor.page().locator("main .panel").first()).isVisible();
                assertThat(visitor.obstacles()).as(path + " " + colours).isEmpty();
            }
        }
    }
}
