package io.agentgate.e2e.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.SelectOption;
import io.agentgate.e2e.Gateway;
import io.agentgate.e2e.RecordedNotes;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a dashboard shows where no call has passed yet, and what can be done there all the same. */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FreshHomeIT {
    @TempDir private static Path directory = Path.of("");
    private static @Nullable Shown opened;
    private static @Nullable Chromium started;

    @BeforeAll
    static void open() throws Exception {
        opened = Shown.open(directory, "");
        started = Chromium.start();
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

    @ParameterizedTest
    @CsvSource({
        "/, No call has passed yet.",
        "/activity, No call has passed yet.",
        "/activity?tool=nothing, No call is like that.",
        "/violations, No call was refused in this time.",
        "/analytics, No calls in this time.",
        "/settings/keys, No API keys.",
        "/nowhere, There is nothing at this address."
    })
    void pageSaysThatThereIsNothingYet(String path, String words) {
        try (Visitor visitor = signedIn().at(path.equals("/nowhere") ? "/" : path)) {
            if (path.equals("/nowhere")) {
                visitor.page().evaluate("() => history.pushState(null, '', '/nowhere')");
                visitor.page().evaluate("() => window.dispatchEvent(new Event('popstate'))");
            }
            assertThat(visitor.page().getByText(words)).isVisible();
            assertThat(visitor.obstacles()).isEmpty();
        }
    }

    /** The key is on the page once; the list and the records of the command line know its id. */
    @Test
    void keyIsMadeShownOnceAndRevoked() {
        try (Visitor visitor = signedIn().at("/settings/keys")) {
            Page page = visitor.page();
            page.getByLabel("Caller").fill("anna");
            page.getByLabel("Good for").selectOption(new SelectOption().setLabel("30 days"));
            visitor.button("Create key").click();

            Locator secret = page.locator("ag-keys code");
            assertThat(secret).containsText("agk_");
            String key = secret.textContent();
            Locator row = page.locator("ag-keys tbody tr");
            assertThat(row).hasCount(1);
            assertThat(row).containsText("anna");
            assertThat(Gateway.run(shown().scene().home(), "keys", "list").out()).contains("anna");
            page.reload();
            assertThat(row).containsText("anna");
            assertThat(page.content()).doesNotContain(key);

            row.getByText("Revoke").click();
            visitor.button("Revoke for good").click();
            assertThat(row).containsText("revoked");
            String by = " of anna by " + System.getProperty("user.name") + " at the dashboard";
            String id = RecordedNotes.of(shown().scene().home(), "key_created").getFirst();
            assertThat(id).endsWith(by);
            assertThat(RecordedNotes.of(shown().scene().home(), "key_revoked")).containsExactly(id);
            assertThat(Gateway.run(shown().scene().home(), "keys", "list").out())
                    .contains("revoked");
        }
    }

    @Test
    void doctorSaysWhatIsWell() {
        try (Visitor visitor = signedIn().at("/settings/doctor")) {
            assertThat(visitor.page().locator("ag-doctor li").first()).isVisible();
            assertThat(visitor.page().locator("ag-doctor")).containsText("JDK 25");
        }
    }

    @Test
    void everyClientIsToldHowToConnect() {
        try (Visitor visitor = signedIn().at("/connect")) {
            Page page = visitor.page();
            assertThat(page.getByText("agentgate connect claude-code", exactly())).isVisible();
            assertThat(visitor.link("Add to Cursor"))
                    .hasAttribute("href", Pattern.compile("^cursor://.*"));
            assertThat(visitor.link("Add to VS Code"))
                    .hasAttribute("href", Pattern.compile("^vscode:mcp/install.*"));
        }
    }

    private static Page.GetByTextOptions exactly() {
        return new Page.GetByTextOptions().setExact(true);
    }
}
