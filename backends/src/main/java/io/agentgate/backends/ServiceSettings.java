package io.agentgate.backends;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/** The environments of AgentGate's services, and the secrets that they share. */
final class ServiceSettings {
    private static final int KEY_BYTES = 32;

    private final Foundations foundations;
    private final String proxyToken;
    private final Path sessionKey;
    private final Path auditKey;

    private ServiceSettings(
            Foundations foundations, String proxyToken, Path sessionKey, Path auditKey) {
        this.foundations = foundations;
        this.proxyToken = proxyToken;
        this.sessionKey = sessionKey;
        this.auditKey = auditKey;
    }

    static ServiceSettings over(Foundations foundations, Scratch scratch) throws IOException {
        SecureRandom random = new SecureRandom();
        return new ServiceSettings(
                foundations,
                HexFormat.of().formatHex(secret(random)),
                key(scratch.at("session.key"), random),
                key(scratch.at("audit.key"), random));
    }

    private static byte[] secret(SecureRandom random) {
        byte[] bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        return bytes;
    }

    /**
     * A file as the product itself makes them: a line of hexadecimal digits, for its owner only.
     */
    private static Path key(Path file, SecureRandom random) throws IOException {
        Files.createFile(
                file,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, HexFormat.of().formatHex(secret(random)) + "\n");
    }

    String proxyToken() {
        return proxyToken;
    }

    Map<String, String> policyService(int port) {
        Map<String, String> all =
                withDatabase(Foundations.POLICY_DATABASE, "agentgate-policy", port);
        all.put("AGENTGATE_PROXY_TOKEN", proxyToken);
        return all;
    }

    Map<String, String> auditService(int port) {
        Map<String, String> all = withDatabase(Foundations.AUDIT_DATABASE, "agentgate-audit", port);
        all.put("AGENTGATE_KAFKA", foundations.kafka().bootstrapServers());
        return all;
    }

    /**
     * @param url where browsers find it
     */
    Map<String, String> dashboardService(
            int port, String url, String policyService, String auditService, Plan plan) {
        Map<String, String> all = common(port);
        all.put("AGENTGATE_DASHBOARD_URL", url);
        all.put("AGENTGATE_PUBLIC_URL", publicUrl(plan));
        all.put("AGENTGATE_POLICY_SERVICE", policyService);
        all.put("AGENTGATE_AUDIT_SERVICE", auditService);
        all.put("AGENTGATE_KAFKA", foundations.kafka().bootstrapServers());
        all.put("AGENTGATE_OIDC_CLIENT_ID", Keycloak.DASHBOARD_CLIENT);
        all.put("AGENTGATE_OIDC_CLIENT_SECRET", Keycloak.DASHBOARD_SECRET);
        return all;
    }

    private static String publicUrl(Plan plan) {
        return "http://127.0.0.1:" + plan.ports().entrance();
    }

    Map<String, String> proxy(Service.Seat seat, Path home, String policyService, Plan plan) {
        Map<String, String> all = forTokens("agentgate", seat.port());
        all.put("AGENTGATE_REPLICA", seat.name());
        all.put("AGENTGATE_PUBLIC_URL", publicUrl(plan));
        all.put("AGENTGATE_UPSTREAM", plan.upstream().toString());
        all.put("AGENTGATE_SERVER", plan.server());
        all.put("AGENTGATE_HOME", home.toString());
        all.put("AGENTGATE_POLICY_SERVICE", policyService);
        all.put("AGENTGATE_PROXY_TOKEN", proxyToken);
        all.put("AGENTGATE_KAFKA", foundations.kafka().bootstrapServers());
        all.put("AGENTGATE_REDIS", foundations.redis().url());
        all.put("AGENTGATE_SESSION_KEY_FILE", sessionKey.toString());
        all.put("AGENTGATE_AUDIT_KEY_FILE", auditKey.toString());
        all.put("QUARKUS_HTTP_PORT", Integer.toString(seat.health()));
        all.putAll(plan.proxySettings());
        return all;
    }

    private Map<String, String> withDatabase(String database, String audience, int port) {
        Postgres postgres = foundations.postgres();
        Map<String, String> all = forTokens(audience, port);
        all.put("AGENTGATE_DATABASE_URL", postgres.url(database));
        all.put("AGENTGATE_DATABASE_JDBC_URL", postgres.jdbcUrl(database));
        all.put("AGENTGATE_DATABASE_USER", postgres.user());
        all.put("AGENTGATE_DATABASE_PASSWORD", postgres.password());
        return all;
    }

    /** Of a service that is shown access tokens. */
    private Map<String, String> forTokens(String audience, int port) {
        Map<String, String> all = common(port);
        all.put("AGENTGATE_OIDC_AUDIENCE", audience);
        return all;
    }

    private Map<String, String> common(int port) {
        Map<String, String> all = new HashMap<>();
        all.put("AGENTGATE_BIND", "127.0.0.1");
        all.put("AGENTGATE_PORT", Integer.toString(port));
        all.put("AGENTGATE_OIDC_ISSUER", foundations.keycloak().issuer());
        return all;
    }

    @Override
    public String toString() {
        return "ServiceSettings[redacted]";
    }
}
