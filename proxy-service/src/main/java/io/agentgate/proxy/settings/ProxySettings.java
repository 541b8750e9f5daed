package io.agentgate.proxy.settings;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The settings of one proxy. Each is an environment variable of the same name: {@code publicUrl} is
 * {@code AGENTGATE_PUBLIC_URL}, {@code oidc().issuer()} is {@code AGENTGATE_OIDC_ISSUER}.
 */
@ConfigMapping(prefix = "agentgate")
public interface ProxySettings {
    /** The name of this proxy among the others: at most 128 visible characters. */
    String replica();

    /** The address to listen at. */
    @WithDefault("0.0.0.0")
    String bind();

    /** Where clients connect. */
    @WithDefault("7072")
    int port();

    /** The URL under which clients reach the proxies, without {@code /mcp}. */
    URI publicUrl();

    /**
     * Names beside that of the public URL under which clients reach them; {@code *} for whatever.
     */
    Optional<Set<String>> hosts();

    /** Web origins whose pages may call. */
    Optional<Set<String>> allowOrigins();

    /** Where proxies are that say in X-Agent-ID which agent a request is of. */
    Optional<List<String>> trustedProxies();

    /** The MCP endpoint of the server behind the proxies. */
    URI upstream();

    /** The name the server's calls are recorded under; its host and port by default. */
    Optional<String> server();

    /** Whether arguments have to fit what the server lists of its tools. */
    @WithDefault("false")
    boolean validateArguments();

    /** The directory of the journal and of the copy of the bundle. */
    Path home();

    /** The policy-service. */
    URI policyService();

    /** The secret shared with the policy-service. */
    String proxyToken();

    /** Kafka's bootstrap servers. */
    String kafka();

    /** The Redis that all proxies share. */
    String redis();

    /** The file of the key that seals session ids: the same for all proxies. */
    Path sessionKeyFile();

    /** The file of the key that proves payloads: the same for all proxies. */
    Path auditKeyFile();

    Oidc oidc();

    Tls tls();

    UpstreamTls upstreamTls();

    Quota quota();

    Journal journal();

    Capture capture();

    RateLimits rateLimits();

    CircuitBreaker circuitBreaker();

    /** Whose access tokens are taken, and what of them counts. */
    interface Oidc {
        /** The issuer, as tokens name it. */
        String issuer();

        /** What tokens must be made for. */
        String audience();

        /** Scopes that every token must have. */
        Optional<List<String>> scopes();

        /** The claim that names the caller. */
        @WithDefault("preferred_username")
        String callerClaim();

        /** The claim that names the agent. */
        @WithDefault("azp")
        String agentClaim();

        /** The claim, by its path, that lists roles which rules can name as they are. */
        @WithDefault("realm_access/roles")
        String rolesClaim();

        /** The signature algorithms that are taken (RFC 7518, section 3.1). */
        @WithDefault("RS256,RS384,RS512,PS256,PS384,PS512,ES256,ES384,ES512,EdDSA")
        Set<String> algorithms();

        /** The header that carries credentials. */
        @WithDefault("Authorization")
        String header();
    }

    /** Encryption towards clients; there is none without a certificate. Files are PEM. */
    interface Tls {
        Optional<Path> certificate();

        Optional<Path> key();

        /** Who vouches for clients' certificates. */
        Optional<Path> authorities();

        /** Whether clients show certificates: none, requested or required. */
        @WithDefault("none")
        String clients();

        /** What of a certificate names the caller: subject, uri or dns. */
        @WithDefault("subject")
        String callerName();
    }

    /** Encryption towards the server, where Java's own authorities are not enough. */
    interface UpstreamTls {
        Optional<Path> authorities();

        Optional<Path> certificate();

        Optional<Path> key();
    }

    /** Limits that all proxies hold together. */
    interface Quota {
        /** What happens to calls with a limit while Redis is away: admit or refuse. */
        @WithDefault("admit")
        String withoutRedis();
    }

    /** How calls are recorded before Kafka has them. */
    interface Journal {
        /** blocking, blocking-strict or batch. */
        @WithDefault("blocking")
        String mode();

        /** Most bytes kept while Kafka takes nothing; then calls are refused. */
        OptionalLong maxBytes();

        OptionalLong syncIntervalMs();
    }

    /** What of a call is recorded beside the facts about it. */
    interface Capture {
        @WithDefault("true")
        boolean arguments();

        @WithDefault("true")
        boolean results();

        OptionalInt maxBytes();
    }

    /** Limits on every call, in calls a minute. */
    interface RateLimits {
        OptionalLong globalMaxCallsPerMinute();

        OptionalLong perToolMaxCallsPerMinute();

        OptionalLong perAgentMaxCallsPerMinute();
    }

    /** When circuits open; never, unless the threshold is set. */
    interface CircuitBreaker {
        OptionalInt errorThreshold();

        @WithDefault("30")
        int windowSeconds();

        @WithDefault("60")
        int cooldownSeconds();
    }
}
