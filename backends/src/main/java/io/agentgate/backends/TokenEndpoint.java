package io.agentgate.backends;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Where an issuer gives tokens out. */
final class TokenEndpoint {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Pattern TOKEN = Pattern.compile("\"access_token\"\\s*:\\s*\"([^\"]+)\"");

    private final String issuer;

    TokenEndpoint(String issuer) {
        this.issuer = issuer;
    }

    /** Whether the issuer shows its configuration. */
    boolean isThere() throws IOException {
        return send(request("/.well-known/openid-configuration").GET()).statusCode() == 200;
    }

    /** The access token that a form gets. */
    String grant(Map<String, String> form) throws IOException {
        String body =
                form.entrySet().stream()
                        .map(field -> coded(field.getKey()) + "=" + coded(field.getValue()))
                        .collect(Collectors.joining("&"));
        HttpResponse<String> answer =
                send(
                        request("/protocol/openid-connect/token")
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(HttpRequest.BodyPublishers.ofString(body)));
        Matcher token = TOKEN.matcher(answer.body());
        if (answer.statusCode() != 200 || !token.find()) {
            throw new IOException("no token: " + answer.statusCode() + " " + answer.body());
        }
        return token.group(1);
    }

    private static String coded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(issuer + path)).timeout(PATIENCE);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a token is asked for", e);
        }
    }
}
