package io.agentgate.dashboardservice;

import io.agentgate.cluster.kafka.AuditTopic;
import io.agentgate.cluster.kafka.KafkaCallFeed;
import io.agentgate.dashboard.Controls;
import io.agentgate.dashboard.DashboardRoutes;
import io.agentgate.dashboard.Desks;
import io.agentgate.dashboard.Household;
import io.agentgate.dashboard.PassedOnRoutes;
import io.agentgate.dashboard.ShownPolicy;
import io.agentgate.dashboardservice.controls.RecentlyRunning;
import io.agentgate.dashboardservice.controls.ServiceSwitches;
import io.agentgate.dashboardservice.household.ClusterDoctor;
import io.agentgate.dashboardservice.household.ServiceKeys;
import io.agentgate.dashboardservice.household.WayIn;
import io.agentgate.dashboardservice.policies.InForceAtProxies;
import io.agentgate.dashboardservice.policies.ServicePolicies;
import io.agentgate.dashboardservice.policies.ServiceRehearsal;
import io.agentgate.dashboardservice.records.ServiceCalls;
import io.agentgate.dashboardservice.remote.Peer;
import io.agentgate.dashboardservice.signin.OidcEntrance;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.security.identity.IdentityProviderManager;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** Puts the pages together with the services behind them. */
@ApplicationScoped
public class Composition {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration DELIVERY = Duration.ofSeconds(15);

    /** What the rules are known by, for people. */
    private static final String SOURCE = "policy-service";

    private static final List<String> FIGURES =
            List.of(
                    "/api/figures/series",
                    "/api/figures/total",
                    "/api/figures/limits",
                    "/api/figures/by/tool",
                    "/api/figures/by/agent",
                    "/api/figures/by/server",
                    "/api/figures/by/rule");

    private final DashboardSettings settings;
    private final InstantSource clock = InstantSource.system();
    private final KafkaCallFeed feed;

    Composition(DashboardSettings settings) {
        this.settings = settings;
        this.feed =
                new KafkaCallFeed(
                        new AuditTopic(settings.kafka(), settings.topic(), DELIVERY), clock);
    }

    void mount(@Observes Router router, Vertx vertx, IdentityProviderManager identities) {
        HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT).build();
        Peer policies = new Peer(client, SOURCE, settings.policyService());
        Peer audit = new Peer(client, "audit-service", settings.auditService());
        DashboardRoutes routes =
                new DashboardRoutes(
                        vertx,
                        new OidcEntrance(identities, settings.dashboardUrl()),
                        desks(policies, audit),
                        feed::calls);
        routes.mount(
                router,
                open -> {},
                behind -> new PassedOnRoutes(vertx, FIGURES, audit::text).mount(behind));
    }

    private Desks desks(Peer policies, Peer audit) {
        ServicePolicies texts = new ServicePolicies(policies);
        RecentlyRunning running = new RecentlyRunning(policies, audit, clock);
        ServiceRehearsal rehearsal = new ServiceRehearsal(texts, audit, running::hints, clock);
        ShownPolicy.Source source = new ShownPolicy.Source(texts, SOURCE, rehearsal, texts);
        return new Desks(
                new ServiceCalls(audit),
                new ShownPolicy(() -> source, new InForceAtProxies(policies, SOURCE)),
                new Household(
                        new ServiceKeys(policies, clock),
                        new ClusterDoctor(List.of(policies, audit), policies, feed::trouble, clock),
                        new WayIn(settings.publicUrl())),
                new Controls(new ServiceSwitches(policies), running, rehearsal),
                clock);
    }

    /** What the live feed tells. */
    public KafkaCallFeed feed() {
        return feed;
    }

    void stop(@Observes ShutdownEvent ending) {
        feed.close();
    }
}
