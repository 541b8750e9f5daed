package io.agentgate.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.agentgate.backends.LocalStack;
import io.agentgate.backends.Plan;
import io.agentgate.backends.Service;
import io.agentgate.e2e.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** A whole cluster before one server, and what its people do with it. */
final class Cluster implements AutoCloseable {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final String CLI = "agentgate-cli";
    private static final String METADATA = "\n[metadata]\nname = 'cluster'\nversion = '1'\n";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newHttpClient();
    private final LocalStack stack;

    /** A key, and the secret that was shown once. */
    record Key(String id, String secret) {}

    /** A call as the audit-service shows it. */
    record Row(String call, String status) {}

    /** Something that is done to a part of the cluster. */
    interface Step {
        void run() throws Exception;
    }

    private Cluster(LocalStack stack) {
        this.stack = stack;
    }

    /**
     * @param credential the kind of what the proxies show the server: {@code client_credentials} or
     *     {@code token_exchange}
     */
    static Cluster start(URI server, String credential) throws IOException {
        return start(Plan.before(server, "demo"), credential);
    }

    /** One with a dashboard. */
    static Cluster startShown(URI server) throws IOException {
        return start(Plan.before(server, "demo").withDashboard(), "client_credentials");
    }

    private static Cluster start(Plan plan, String credential) throws IOException {
        String tokens =
                "http://127.0.0.1:%d/realms/agentgate/protocol/openid-connect/token"
                        .formatted(plan.ports().keycloak());
        return new Cluster(
                LocalStack.start(
                        plan.withProxySettings(
                                Map.of(
                                        "AGENTGATE_OIDC_SKEW_SECONDS",
                                        "1",
                                        "AGENTGATE_UPSTREAM_CREDENTIAL_KIND",
                                        credential,
                                        "AGENTGATE_UPSTREAM_CREDENTIAL_TOKEN_ENDPOINT",
                                        tokens,
                                        "AGENTGATE_UPSTREAM_CREDENTIAL_CLIENT_ID",
                                        "agentgate-upstream",
                                        "AGENTGATE_UPSTREAM_CREDENTIAL_CLIENT_SECRET",
                                        "${env:SECRET_OF_THE_UPSTREAM_CLIENT}",
                                        "SECRET_OF_THE_UPSTREAM_CLIENT",
                                        "agentgate-upstream-secret"))));
    }

    URI balancer() {
        return URI.create(stack.endpoint()).resolve("/");
    }

    URI proxy(int number) {
        return URI.create(stack.proxies().get(number).url());
    }

    String publicUrl() {
        String url = balancer().toString();
        return url.substring(0, url.length() - 1);
    }

    String issuer() {
        return stack.keycloak().issuer();
    }

    /** The dashboard, with a slash at its end. */
    String dashboard() {
        return stack.dashboardService().url() + "/";
    }

    /** Writes a text that somebody else may put in force; gives its number. */
    String draft(String person, String rules) throws Exception {
        String draft = JSON.writeValueAsString(Map.of("text", METADATA + rules));
        return created(policies(person, "POST", "/api/policies/drafts", draft))
                .get("revision")
                .asText();
    }

    /** A token by which a person's agent may call. */
    String token(String person) {
        return tokenFor(CLI, person);
    }

    String tokenFor(String client, String person) {
        try {
            return stack.keycloak().token(client, person);
        } catch (IOException away) {
            throw new UncheckedIOException(away);
        }
    }

    /** A token of the same issuer that was made for somebody else. */
    String tokenForAnother() throws IOException {
        return stack.keycloak()
                .grant(
                        Map.of(
                                "grant_type", "client_credentials",
                                "client_id", "agentgate-upstream",
                                "client_secret", "agentgate-upstream-secret"));
    }

    /** Makes rules the ones that decide. */
    void activate(String rules) throws Exception {
        HttpResponse<String> activated = activation(rules);
        assertThat(activated.statusCode()).as(activated.body()).isEqualTo(200);
    }

    /** Tries to. */
    HttpResponse<String> activation(String rules) throws Exception {
        String draft = JSON.writeValueAsString(Map.of("text", METADATA + rules));
        HttpResponse<String> made = policies("alice", "POST", "/api/policies/drafts", draft);
        if (made.statusCode() / 100 != 2) {
            return made;
        }
        String revision = JSON.readTree(made.body()).get("revision").asText();
        return policies("alice", "POST", "/api/policies/drafts/" + revision + "/activate", "");
    }

    String stopTool(String tool, String reason) throws Exception {
        String body =
                JSON.writeValueAsString(
                        Map.of("scope", "tool", "server", "demo", "name", tool, "reason", reason));
        return created(policies("alice", "POST", "/api/kill-switches", body)).get("id").asText();
    }

    void liftSwitch(String id) throws Exception {
        done(policies("alice", "DELETE", "/api/kill-switches/" + id, ""));
    }

    Key makeKey(String caller) throws Exception {
        String body = JSON.writeValueAsString(Map.of("caller", caller));
        JsonNode made = created(policies("alice", "POST", "/api/keys", body));
        return new Key(made.at("/entry/id").asText(), made.get("key").asText());
    }

    void revokeKey(Key key) throws Exception {
        done(policies("alice", "DELETE", "/api/keys/" + key.id(), ""));
    }

    private static JsonNode created(HttpResponse<String> answer) throws IOException {
        done(answer);
        return JSON.readTree(answer.body());
    }

    private static void done(HttpResponse<String> answer) {
        assertThat(answer.statusCode() / 100).as(answer.body()).isEqualTo(2);
    }

    private HttpResponse<String> policies(String person, String method, String path, String body)
            throws Exception {
        return ask(stack.policyService(), person, method, path, body);
    }

    private HttpResponse<String> ask(
            Service service, String person, String method, String path, String body)
            throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(service.url() + path))
                        .timeout(PATIENCE)
                        .header("Authorization", "Bearer " + token(person))
                        .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Waits until a call of this tool has ended so; gives the newest as JSON. */
    String awaitCall(String tool, String status) {
        Eventually.holds(
                tool + " is " + status, () -> newest(tool).path("status").asText().equals(status));
        return newest(tool).toString();
    }

    private JsonNode newest(String tool) {
        try {
            HttpResponse<String> answer =
                    ask(stack.auditService(), "otto", "GET", "/api/calls?tool=" + tool, "");
            return JSON.readTree(answer.body()).path("calls").path(0);
        } catch (Exception away) {
            return JSON.nullNode();
        }
    }

    /** How many calls of this tool have ended and are recorded. */
    long settledCalls(String tool) {
        String sql = "select count(*) from call where tool = '" + tool + "' and status = 'allowed'";
        try (var connection = stack.postgres().connect("agentgate_audit");
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            return row.next() ? row.getLong(1) : -1;
        } catch (java.sql.SQLException away) {
            return -1;
        }
    }

    /** Every call of a tool, with the name it has in its arguments. */
    List<Row> exported(String tool) throws Exception {
        String sql =
                """
                select substring(event.body from '\\\\"call\\\\":\\\\"([a-z0-9-]+)\\\\"') as name, status
                from call join event on event.id = decision_id || '/decided'
                where tool = '%s'
                """
                        .formatted(tool);
        List<Row> rows = new java.util.ArrayList<>();
        try (var connection = stack.postgres().connect("agentgate_audit");
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            while (row.next()) {
                rows.add(new Row(row.getString("name"), row.getString("status")));
            }
        }
        return rows;
    }

    /** How many calls a proxy has let through, by its metrics. */
    double callsAt(int proxy) throws Exception {
        URI metrics = URI.create(stack.proxies().get(proxy).healthUrl() + "/q/metrics");
        return http.send(
                        HttpRequest.newBuilder(metrics).build(),
                        HttpResponse.BodyHandlers.ofString())
                .body()
                .lines()
                .filter(line -> line.startsWith("agentgate_tool_calls_total{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    /** The revisions of the bundles that the proxies decide by, with blanks between. */
    String bundles() {
        StringBuilder revisions = new StringBuilder();
        for (Service proxy : stack.proxies()) {
            URI health = URI.create(proxy.healthUrl() + "/q/health/ready");
            try {
                String body =
                        http.send(
                                        HttpRequest.newBuilder(health).build(),
                                        HttpResponse.BodyHandlers.ofString())
                                .body();
                String revision = JSON.readTree(body).at("/checks/0/data/bundle").asText();
                revisions.append(revision).append(' ');
            } catch (IOException away) {
                throw new UncheckedIOException(away);
            } catch (InterruptedException hurry) {
                Thread.currentThread().interrupt();
            }
        }
        return revisions.toString();
    }

    /** What is in a token that somebody was shown behind {@code Bearer}. */
    static JsonNode claims(String bearer) throws IOException {
        return JSON.readTree(Base64.getUrlDecoder().decode(bearer.split("\\.")[1]));
    }

    void killProxy(int number) throws IOException {
        stack.proxies().get(number).kill();
    }

    void startProxy(int number) throws IOException {
        stack.proxies().get(number).restart();
    }

    void stopKafka() throws IOException {
        stack.kafka().stop();
    }

    void startKafka() throws IOException {
        stack.kafka().restart();
    }

    void stopPostgres() throws IOException {
        stack.postgres().stop();
    }

    void startPostgres() throws IOException {
        stack.postgres().restart();
    }

    void stopPolicies() throws IOException {
        stack.policyService().stop();
    }

    void startPolicies() throws IOException {
        stack.policyService().restart();
    }

    void stopRedis() throws IOException {
        stack.redis().stop();
    }

    void startRedis() throws IOException {
        stack.redis().restart();
    }

    @Override
    public void close() throws IOException {
        http.close();
        stack.close();
    }
}
