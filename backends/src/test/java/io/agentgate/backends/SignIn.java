package io.agentgate.backends;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;

/**
 * A person before a browser that is sent to Keycloak by the dashboard: the authorization code flow
 * with PKCE (RFC 7636), as far as the browser sees it.
 *
 * @param redirect where the browser is to come back to
 */
@NullMarked
record SignIn(Keycloak keycloak, String redirect) {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String VERIFIER = "a-verifier-of-43-characters-at-the-very-least";
    private static final Pattern FORM = Pattern.compile("action=\"([^\"]+)\"");
    private static final Pattern CODE = Pattern.compile("[?&]code=([^&]+)");

    /** What Keycloak shows first, with the challenge that it demands. */
    HttpResponse<String> page() throws IOException {
        return page(Map.of("code_challenge", challenge(), "code_challenge_method", "S256"));
    }

    /** The same of somebody who proves nothing. */
    HttpResponse<String> pageWithoutChallenge() throws IOException {
        return page(Map.of());
    }

    private HttpResponse<String> page(Map<String, String> challenge) throws IOException {
        Map<String, String> asked =
                Map.of(
                        "client_id",
                        Keycloak.DASHBOARD_CLIENT,
                        "response_type",
                        "code",
                        "scope",
                        "openid",
                        "state",
                        "s",
                        "redirect_uri",
                        redirect);
        String query = form(asked) + (challenge.isEmpty() ? "" : "&" + form(challenge));
        return send(
                HttpRequest.newBuilder(
                                URI.create(
                                        keycloak.issuer()
                                                + "/protocol/openid-connect/auth?"
                                                + query))
                        .GET());
    }

    /** What Keycloak says to somebody who wants to leave, and to come back there. */
    HttpResponse<String> signOut() throws IOException {
        String query =
                form(
                        Map.of(
                                "client_id",
                                Keycloak.DASHBOARD_CLIENT,
                                "post_logout_redirect_uri",
                                redirect));
        return send(
                HttpRequest.newBuilder(
                                URI.create(
                                        keycloak.issuer()
                                                + "/protocol/openid-connect/logout?"
                                                + query))
                        .GET());
    }

    /** The access token of somebody who types name and password. */
    String token(String user) throws IOException {
        HttpResponse<String> page = page();
        String cookies =
                page.headers().allValues("Set-Cookie").stream()
                        .map(cookie -> cookie.substring(0, cookie.indexOf(';')))
                        .collect(Collectors.joining("; "));
        HttpResponse<String> sent =
                send(
                        HttpRequest.newBuilder(
                                        URI.create(found(FORM, page.body()).replace("&amp;", "&")))
                                .header("Cookie", cookies)
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(
                                        HttpRequest.BodyPublishers.ofString(
                                                form(
                                                        Map.of(
                                                                "username",
                                                                user,
                                                                "password",
                                                                Keycloak.password(user))))));
        String back = sent.headers().firstValue("Location").orElse(sent.body());
        return keycloak.grant(
                Map.of(
                        "grant_type",
                        "authorization_code",
                        "client_id",
                        Keycloak.DASHBOARD_CLIENT,
                        "client_secret",
                        Keycloak.DASHBOARD_SECRET,
                        "redirect_uri",
                        redirect,
                        "code_verifier",
                        VERIFIER,
                        "code",
                        found(CODE, back)));
    }

    private static String challenge() {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(VERIFIER.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(
                        field ->
                                field.getKey()
                                        + "="
                                        + URLEncoder.encode(
                                                field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static String found(Pattern pattern, String text) throws IOException {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IOException("no " + pattern + " in " + text);
        }
        return matcher.group(1);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            return HTTP.send(
                    request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while somebody signs in", e);
        }
    }
}
