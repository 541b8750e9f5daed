package io.agentgate.proxy;

import io.agentgate.cluster.bundle.BundleFollower;
import io.agentgate.cluster.bundle.BundleSettings;
import io.agentgate.cluster.bundle.ServiceToken;
import io.agentgate.cluster.micrometer.MicrometerMeters;
import io.agentgate.cluster.secrets.MountedKeyRing;
import io.agentgate.gateway.Clocks;
import io.agentgate.gateway.Gatekeeper;
import io.agentgate.gateway.Recorder;
import io.agentgate.gateway.access.AccessGuard;
import io.agentgate.gateway.arguments.ArgumentGuard;
import io.agentgate.gateway.call.Guard;
import io.agentgate.gateway.caller.Networks;
import io.agentgate.gateway.catalogue.KnownTools;
import io.agentgate.gateway.catalogue.ToolCatalogue;
import io.agentgate.gateway.circuit.CircuitGuard;
import io.agentgate.gateway.circuit.CircuitSettings;
import io.agentgate.gateway.credential.Secrets;
import io.agentgate.gateway.credential.UpstreamCredential;
import io.agentgate.gateway.keys.KeyRing;
import io.agentgate.gateway.killswitch.KillSwitchGuard;
import io.agentgate.gateway.meter.BreakerStates;
import io.agentgate.gateway.meter.CallMeter;
import io.agentgate.gateway.meter.ToolNames;
import io.agentgate.gateway.quota.ConcurrencyGuard;
import io.agentgate.gateway.quota.QuotaGuard;
import io.agentgate.gateway.redact.RedactionGuard;
import io.agentgate.gateway.retry.Rounds;
import io.agentgate.proxy.identity.Tokens;
import io.agentgate.proxy.settings.CredentialSettings;
import io.agentgate.proxy.settings.GatewaySettings;
import io.agentgate.proxy.settings.ProxySettings;
import io.agentgate.proxy.settings.SettingsException;
import io.agentgate.proxy.settings.TlsSettings;
import io.agentgate.schema.JsonSchemas;
import io.agentgate.transports.HttpGateway;
import io.agentgate.transports.HttpParts;
import io.agentgate.transports.ListenerSettings;
import io.agentgate.transports.entrance.ApiKeyAuthentication;
import io.agentgate.transports.entrance.Authentication;
import io.agentgate.transports.entrance.CertificateAuthentication;
import io.agentgate.transports.entrance.Credentials;
import io.agentgate.transports.entrance.FailedLogins;
import io.agentgate.transports.entrance.ProtectedResource;
import io.agentgate.transports.route.ServerSettings;
import io.agentgate.transports.route.ServersBehind;
import io.agentgate.transports.session.SessionSeal;
import io.agentgate.transports.tls.ListenerTls;
import io.agentgate.transports.tls.ListenerTls.ClientCertificates;
import io.agentgate.transports.upstream.UpstreamSettings;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The making of a proxy out of its parts, in the order in which they need each other. */
final class Composition {
    private final Vertx vertx;
    private final ProxySettings settings;
    private final Consumer<String> say;
    private final Clocks clocks = new Clocks(InstantSource.system(), System::nanoTime);
    private final ToolNames tools = new ToolNames();
    private final MicrometerMeters meters;

    /**
     * @param meters where calls are counted
     * @param say takes one line for people
     */
    Composition(
            Vertx vertx, ProxySettings settings, MicrometerMeters meters, Consumer<String> say) {
        this.vertx = vertx;
        this.settings = settings;
        this.meters = meters;
        this.say = say;
    }

    /**
     * Makes a proxy that does not listen yet.
     *
     * @throws SettingsException if a setting cannot be used
     * @throws IOException if a file cannot be
     */
    Proxy proxy(Tokens tokens) throws SettingsException, IOException {
        GatewaySettings gateway = GatewaySettings.of(settings);
        TlsSettings tls = TlsSettings.of(settings);
        UpstreamCredential credential = new CredentialSettings(System.getenv()).credential();
        Files.createDirectories(settings.home());
        KeyRing keys = MountedKeyRing.open(settings.auditKeyFile(), settings.sessionKeyFile());
        News news = new News(say);
        BundleFollower bundle = BundleFollower.start(bundle(), news, clocks.wall());
        Shared shared = Shared.connect(vertx, settings, say);
        CallMeter meter = new CallMeter(meters, tools);
        Recording recording =
                new Recording(
                        settings.home(),
                        gateway,
                        keys,
                        () -> Recording.kafka(settings.kafka(), settings.replica(), clocks),
                        meter,
                        clocks,
                        say);
        news.recordWith(recording.recorder());
        CircuitGuard breaker = breaker(gateway.breaker(), recording.recorder());
        ToolCatalogue catalogue = new ToolCatalogue();
        Gatekeeper gatekeeper =
                new Gatekeeper(
                        bundle.policies(),
                        guards(gateway, bundle, shared, breaker, catalogue),
                        recording.recorder(),
                        new Rounds(keys::sessionKey, clocks.wall()),
                        clocks);
        HttpGateway http =
                new HttpGateway(
                        vertx,
                        listener(tls),
                        ServersBehind.alone(new ServerSettings.OverHttp(upstream(credential, tls))),
                        new HttpParts(
                                gatekeeper,
                                authentication(
                                        tokens.keeping(exchanges(credential)),
                                        bundle,
                                        gatekeeper,
                                        tls),
                                new SessionSeal(keys.sessionKey()),
                                shared.membership(),
                                recording::lag,
                                say,
                                null));
        bundle.tell(
                new KnownServer(
                        serverName(),
                        settings.upstream(),
                        new KnownTools(bundle.policies(), catalogue, breaker),
                        meter.servers()));
        return new Proxy(http, gatekeeper, recording, bundle, shared, say);
    }

    private BundleSettings bundle() throws SettingsException {
        try {
            return new BundleSettings(
                    settings.policyService(),
                    new ServiceToken(settings.proxyToken()),
                    settings.replica(),
                    Version.ofProduct(),
                    settings.home());
        } catch (IllegalArgumentException wrong) {
            throw new SettingsException(
                    "AGENTGATE_POLICY_SERVICE, AGENTGATE_PROXY_TOKEN or AGENTGATE_REPLICA:",
                    String.valueOf(wrong.getMessage()));
        }
    }

    /**
     * In the order in which they judge; cheap refusals first, and a denied call is never charged.
     */
    private List<Guard> guards(
            GatewaySettings gateway,
            BundleFollower bundle,
            Shared shared,
            @Nullable CircuitGuard breaker,
            ToolCatalogue catalogue) {
        List<Guard> guards = new ArrayList<>();
        guards.add(new KillSwitchGuard(bundle.killSwitches()));
        guards.add(new AccessGuard());
        if (settings.validateArguments()) {
            guards.add(new ArgumentGuard(new JsonSchemas(), Set.of(serverName())));
        }
        guards.add(new ConcurrencyGuard(shared.concurrency()));
        guards.add(new QuotaGuard(shared.ledger(), gateway.rateLimits()));
        if (breaker != null) {
            guards.add(breaker);
        }
        guards.add(new RedactionGuard());
        guards.add(catalogue);
        return guards;
    }

    private @Nullable CircuitGuard breaker(@Nullable CircuitSettings when, Recorder recorder) {
        if (when == null) {
            return null;
        }
        CircuitGuard breaker = new CircuitGuard(when, clocks.monotonic(), recorder::circuit);
        meters.show(new BreakerStates(breaker, tools));
        return breaker;
    }

    /** Whether callers' tokens are needed once they were verified. */
    private static boolean exchanges(UpstreamCredential credential) {
        return credential instanceof UpstreamCredential.TokenExchange;
    }

    private Authentication authentication(
            Tokens tokens, BundleFollower bundle, Gatekeeper gatekeeper, TlsSettings tls) {
        FailedLogins failed =
                new FailedLogins(
                        network -> {
                            meters.loginFailed();
                            gatekeeper.note("login_failed", "from " + network);
                        },
                        System::nanoTime);
        Authentication credentials =
                new Credentials(
                        new ApiKeyAuthentication(
                                bundle.callerKeys(),
                                settings.oidc().header(),
                                failed,
                                clocks.wall()),
                        tokens.authentication(claims -> bundle.roles().of(claims), failed));
        ListenerTls listener = tls.listener();
        return listener == null || listener.clients() == ClientCertificates.NONE
                ? credentials
                : new CertificateAuthentication(credentials, tls.callerName());
    }

    private ListenerSettings listener(TlsSettings tls) throws SettingsException {
        ProtectedResource resource;
        try {
            resource =
                    new ProtectedResource(
                            settings.publicUrl(),
                            List.of(settings.oidc().issuer()),
                            settings.oidc().scopes().orElse(List.of()));
        } catch (IllegalArgumentException wrong) {
            throw new SettingsException(
                    "AGENTGATE_PUBLIC_URL or AGENTGATE_OIDC_ISSUER:",
                    String.valueOf(wrong.getMessage()));
        }
        return new ListenerSettings(
                settings.bind(),
                settings.port(),
                hosts(),
                settings.allowOrigins().orElse(Set.of()),
                resource,
                null,
                tls.listener(),
                trustedProxies());
    }

    private Networks trustedProxies() throws SettingsException {
        try {
            return Networks.of(settings.trustedProxies().orElse(List.of()));
        } catch (IllegalArgumentException wrong) {
            throw new SettingsException(
                    "AGENTGATE_TRUSTED_PROXIES:", String.valueOf(wrong.getMessage()));
        }
    }

    /** A page that has its own name resolved to a proxy is told by it. */
    private Set<String> hosts() {
        Set<String> others = settings.hosts().orElse(Set.of());
        if (others.contains("*")) {
            return Set.of();
        }
        Set<String> hosts = new HashSet<>(ListenerSettings.THIS_MACHINE);
        hosts.add(settings.publicUrl().getHost().toLowerCase(Locale.ROOT));
        others.forEach(host -> hosts.add(host.strip().toLowerCase(Locale.ROOT)));
        return hosts;
    }

    private UpstreamSettings upstream(UpstreamCredential credential, TlsSettings tls)
            throws SettingsException {
        URI uri = settings.upstream();
        boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        if (!web || uri.getHost() == null || uri.getRawUserInfo() != null) {
            throw new SettingsException("AGENTGATE_UPSTREAM", "must be an http or https URL");
        }
        return new UpstreamSettings(
                uri,
                serverName(),
                List.of(),
                credential,
                new Secrets(System.getenv()),
                tls.upstream());
    }

    /** What the server is called in records. */
    private String serverName() {
        return settings.server().orElseGet(() -> settings.upstream().getRawAuthority());
    }
}
