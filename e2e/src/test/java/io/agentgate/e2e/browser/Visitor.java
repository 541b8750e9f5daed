package io.agentgate.e2e.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** One person at one browser, who notes what should never happen. */
public final class Visitor implements AutoCloseable {
    private static final double PATIENCE_MILLIS = 20_000;

    /** What axe is asked for: what WCAG 2.2 AA demands, and nothing that is a matter of taste. */
    private static final String AUDIT =
            """
            async () => {
              const found = await axe.run(document, {
                runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
                resultTypes: ['violations'],
              });
              return found.violations
                .filter((each) => each.impact === 'serious' || each.impact === 'critical')
                .flatMap((each) =>
                  each.nodes.map((node) => each.id + ' ' + node.target.join(' ') + ' ' + node.html));
            }
            """;

    private static final AtomicInteger number = new AtomicInteger();

    private final BrowserContext context;
    private final Page page;
    private final String url;
    private final Queue<String> complaints = new ConcurrentLinkedQueue<>();

    /** Where names are asked for; the pages there are not ours. */
    private volatile String provider = "";

    Visitor(BrowserContext context, String url) {
        this.context = context;
        this.url = url;
        this.page = context.newPage();
        page.setDefaultTimeout(PATIENCE_MILLIS);
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
        page.onPageError(error -> complaints.add("error: " + error));
        page.onDialog(
                dialog -> {
                    complaints.add("dialog: " + dialog.message());
                    dialog.dismiss();
                });
        page.onConsoleMessage(
                message -> {
                    // What the gateway refuses is told by the page.
                    if (message.type().equals("error")
                            && !message.text().startsWith("Failed to load resource")
                            && !isOfProvider(message.location())) {
                        complaints.add("console: " + message.text());
                    }
                });
        page.onRequest(
                request -> {
                    if (!request.url().startsWith(url)
                            && !request.url().startsWith("ws:")
                            && !isOfProvider(request.url())) {
                        complaints.add("request elsewhere: " + request.url());
                    }
                });
    }

    private boolean isOfProvider(String address) {
        return !provider.isEmpty() && address.startsWith(provider);
    }

    public Page page() {
        return page;
    }

    public BrowserContext context() {
        return context;
    }

    /** Signs in with the token. */
    Visitor signIn(String token) {
        page.navigate(url);
        page.getByLabel("Token").fill(token);
        page.keyboard().press("Enter");
        PlaywrightAssertions.assertThat(heading("Overview")).isVisible();
        return this;
    }

    /**
     * Signs in with a name at an identity provider that asks for it as Keycloak does, and is back
     * at the page that was asked for.
     *
     * @param at where of the dashboard to begin
     * @param issuer whose pages ask
     */
    public Visitor signInAs(String person, String at, URI issuer) {
        leadTo(person, at, issuer);
        PlaywrightAssertions.assertThat(button("Sign out")).isVisible();
        return this;
    }

    /** Shows the provider who they are, whatever becomes of that. */
    public void leadTo(String person, String at, URI issuer) {
        provider = issuer.resolve("/").toString();
        at(at);
        link("Sign in").click();
        page.locator("#username").fill(person);
        page.locator("#password").fill(person + "-password");
        page.locator("#kc-login").click();
    }

    /** Goes to an address of the dashboard, which begins with a slash. */
    public Visitor at(String path) {
        page.navigate(url.substring(0, url.length() - 1) + path);
        return this;
    }

    public Locator heading(String text) {
        return page.getByRole(
                AriaRole.HEADING, new Page.GetByRoleOptions().setName(text).setExact(true));
    }

    public Locator button(String text) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(text).setExact(true));
    }

    public Locator link(String text) {
        return page.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName(text).setExact(true));
    }

    /** Serious and critical findings of axe-core about what is shown now. */
    @SuppressWarnings("unchecked")
    public List<String> obstacles() {
        page.evaluate(Axe.SCRIPT);
        return (List<String>) page.evaluate(AUDIT);
    }

    /** What should never happen: errors, dialogs, requests to elsewhere. */
    public List<String> complaints() {
        return List.copyOf(complaints);
    }

    @Override
    public void close() {
        // What was seen last, for whoever asks why a test failed.
        page.screenshot(
                new Page.ScreenshotOptions()
                        .setPath(Path.of("target", "pages", number.incrementAndGet() + ".png")));
        context.close();
        assertThat(complaints).as("what the browser complains of").isEmpty();
    }

    /** The script of axe-core. */
    private static final class Axe {
        static final String SCRIPT = read();

        private static String read() {
            try (InputStream in = Visitor.class.getResourceAsStream("/axe.min.js")) {
                assertThat(in).as("axe.min.js on the class path").isNotNull();
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
    }
}
