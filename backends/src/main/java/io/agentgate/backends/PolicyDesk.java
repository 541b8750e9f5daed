package io.agentgate.backends;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A person who brings policies to the policy-service. */
final class PolicyDesk {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Pattern REVISION = Pattern.compile("\"revision\"\\s*:\\s*(\\d+)");

    private final String service;
    private final Keycloak keycloak;

    PolicyDesk(String service, Keycloak keycloak) {
        this.service = service;
        this.keycloak = keycloak;
    }

    /** Makes a text the policy that decides; gives its revision. */
    long activate(String text) throws IOException {
        String token = keycloak.token("agentgate-cli", "alice");
        String made = post(token, "/api/policies/drafts", "{\"text\":" + quoted(text) + "}");
        Matcher revision = REVISION.matcher(made);
        if (!revision.find()) {
            throw new IOException("a draft without a revision: " + made);
        }
        post(token, "/api/policies/drafts/" + revision.group(1) + "/activate", "");
        return Long.parseLong(revision.group(1));
    }

    private String post(String token, String path, String body) throws IOException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(service + path))
                        .timeout(PATIENCE)
                        .header("Authorization", "Bearer " + token)
                        .POST(HttpRequest.BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        try {
            HttpResponse<String> answer =
                    HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2) {
                throw new IOException(path + ": " + answer.statusCode() + " " + answer.body());
            }
            return answer.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a policy is activated", e);
        }
    }

    /** A text as a string of JSON (RFC 8259, section 7). */
    private static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append("\\u%04x".formatted((int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }
}
