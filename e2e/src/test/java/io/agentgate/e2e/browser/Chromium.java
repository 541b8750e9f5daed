package io.agentgate.e2e.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A running browser without windows. */
public final class Chromium implements AutoCloseable {
    private final Playwright playwright;
    private final Browser browser;

    private Chromium(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    public static Chromium start() throws IOException {
        Path executable = Path.of(Files.readString(Path.of(System.getProperty("chromium.note"))));
        Playwright playwright =
                Playwright.create(
                        new Playwright.CreateOptions()
                                .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        return new Chromium(
                playwright,
                playwright
                        .chromium()
                        .launch(
                                new BrowserType.LaunchOptions()
                                        .setExecutablePath(executable)
                                        // As root, as in containers, its sandbox cannot be had.
                                        .setArgs(List.of("--no-sandbox"))));
    }

    /** Somebody who has never been at the dashboard. */
    public Visitor visitor(String url) {
        return visitor(url, new Browser.NewContextOptions());
    }

    /** Somebody whose browser is of this kind. */
    public Visitor visitor(String url, Browser.NewContextOptions kind) {
        return new Visitor(browser.newContext(kind), url);
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
