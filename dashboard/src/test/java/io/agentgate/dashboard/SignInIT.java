package io.agentgate.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signing in with the token, and what a cookie is good for then, and for whom it is not. */
class SignInIT {
    private static final String EVIL = "http://evil.example";

    @TempDir private Path home;

    private RunningDashboard running;

    @BeforeEach
    void start() throws Exception {
        running = new RunningDashboard(home);
    }

    @AfterEach
    void stop() throws Exception {
        running.close();
    }

    private String own() {
        return "http://127.0.0.1:" + running.port();
    }

    private HttpResponse<String> begin(String token, String origin) throws Exception {
        return running.send(
                running.request("/api/session")
                        .header("Authorization", "Bearer " + token)
                        .header("Origin", origin)
                        .POST(HttpRequest.BodyPublishers.noBody()));
    }

    private String cookie() throws Exception {
        HttpResponse<String> begun = begin(RunningDashboard.TOKEN, own());
        assertThat(begun.statusCode()).as(begun.body()).isEqualTo(200);
        String set = begun.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(set)
                .containsIgnoringCase("HttpOnly")
                .contains("SameSite=Strict")
                .contains("Path=/");
        assertThat(set).doesNotContain(RunningDashboard.TOKEN);
        return set.substring(0, set.indexOf(';'));
    }

    private HttpResponse<String> with(String cookie, String method, String path, String... headers)
            throws Exception {
        HttpRequest.Builder request =
                running.request(path)
                        .header("Cookie", cookie)
                        .method(method, HttpRequest.BodyPublishers.ofString("{}"));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return running.send(request);
    }

    @Test
    void cookieShowsWhoSignedInUntilTheySignOut() throws Exception {
        String cookie = cookie();
        assertThat(with(cookie, "GET", "/api/session").statusCode()).isEqualTo(200);
        assertThat(with(cookie, "GET", "/api/overview").statusCode()).isEqualTo(200);

        assertThat(with(cookie, "DELETE", "/api/session", "Origin", own()).statusCode())
                .isEqualTo(204);
        assertThat(with(cookie, "GET", "/api/session").statusCode()).isEqualTo(401);
        assertThat(with(cookie, "GET", "/api/overview").statusCode()).isEqualTo(401);
    }

    /** Another site can have a browser send requests, but not from a page of ours. */
    @Test
    void otherOriginsChangeNothing() throws Exception {
        assertThat(begin(RunningDashboard.TOKEN, EVIL).statusCode()).isEqualTo(403);
        String cookie = cookie();
        for (String[] headers :
                new String[][] {
                    {"Origin", EVIL},
                    {"Origin", "null"},
                    {"Sec-Fetch-Site", "cross-site"},
                    {"Sec-Fetch-Site", "same-site"}
                }) {
            assertThat(with(cookie, "PUT", "/api/policies", headers).statusCode()).isEqualTo(403);
            assertThat(with(cookie, "POST", "/api/keys", headers).statusCode()).isEqualTo(403);
            assertThat(with(cookie, "DELETE", "/api/session", headers).statusCode()).isEqualTo(403);
        }
        assertThat(running.policy()).hasContent(RunningDashboard.POLICY);
        assertThat(with(cookie, "GET", "/api/session").statusCode()).isEqualTo(200);
    }

    /** RFC 6455, section 10.2: browsers open WebSockets of whatever page, cookies included. */
    @Test
    void feedIsForPagesOfOursOnly() throws Exception {
        String cookie = cookie();
        RunningDashboard.Heard heard = new RunningDashboard.Heard();
        running.listen(
                        heard,
                        "?form=events",
                        running.http()
                                .newWebSocketBuilder()
                                .header("Cookie", cookie)
                                .header("Origin", own()))
                .abort();

        int status = 101;
        try {
            running.listen(
                            heard,
                            "?form=events",
                            running.http()
                                    .newWebSocketBuilder()
                                    .header("Cookie", cookie)
                                    .header("Origin", EVIL))
                    .abort();
        } catch (CompletionException refused) {
            status =
                    refused.getCause() instanceof WebSocketHandshakeException handshake
                            ? handshake.getResponse().statusCode()
                            : -1;
        }
        assertThat(status).isEqualTo(401);
    }

    @Test
    void whoGuessesTheTokenIsMadeToWait() throws Exception {
        int status = 401;
        for (int guess = 0; guess < 20 && status == 401; guess++) {
            status = begin("guess-" + guess, own()).statusCode();
        }
        assertThat(status).isEqualTo(429);
        HttpResponse<String> blocked = begin(RunningDashboard.TOKEN, own());
        assertThat(blocked.statusCode()).isEqualTo(429);
        assertThat(blocked.headers().firstValueAsLong("Retry-After").orElse(0)).isPositive();
    }
}
