package io.agentgate.backends;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A whole cluster of AgentGate on loopback: each part a process of its own, none in a container.
 */
public final class LocalStack implements AutoCloseable {
    /** The topic of the audit stream. */
    public static final String AUDIT_TOPIC = "agentgate.audit.v1";

    /** The topic of what the audit-service could not read. */
    public static final String DEAD_TOPIC = "agentgate.audit.v1.dead";

    private final Closing closing;
    private final Foundations foundations;
    private final ServiceSettings settings;
    private final Services services;

    private LocalStack(
            Closing closing, Foundations foundations, ServiceSettings settings, Services services) {
        this.closing = closing;
        this.foundations = foundations;
        this.settings = settings;
        this.services = services;
    }

    private record Services(
            Service policy,
            Optional<Service> audit,
            List<Service> proxies,
            Optional<Balancer> balancer,
            Optional<Service> dashboard) {}

    /** Starts one, and waits until every part is ready. */
    public static LocalStack start(Plan plan) throws IOException {
        return start(plan, Built.here());
    }

    static LocalStack start(Plan plan, Built built) throws IOException {
        demand(plan, built);
        Closing closing = new Closing();
        try {
            Scratch scratch = closing.add(Scratch.of("stack"));
            Foundations foundations = Foundations.start(plan.ports().keycloak(), closing);
            ServiceSettings settings = ServiceSettings.over(foundations, scratch);
            Starter starter = new Starter(plan, built, settings, scratch, closing);
            Service policy = starter.policy();
            new PolicyDesk(policy.url(), foundations.keycloak()).activate(plan.policy());
            Optional<Service> audit =
                    plan.audit() ? Optional.of(starter.audit()) : Optional.empty();
            List<Service> proxies = starter.proxies(policy.url());
            Optional<Balancer> balancer = starter.balancer(proxies);
            Optional<Service> dashboard =
                    plan.dashboard() && audit.isPresent()
                            ? Optional.of(starter.dashboard(policy.url(), audit.get().url()))
                            : Optional.empty();
            return new LocalStack(
                    closing,
                    foundations,
                    settings,
                    new Services(policy, audit, proxies, balancer, dashboard));
        } catch (IOException | RuntimeException e) {
            closing.close();
            throw e;
        }
    }

    /** Before anything starts: what is not built would only be missed a minute later. */
    private static void demand(Plan plan, Built built) throws IOException {
        built.service("policy-service");
        if (plan.audit()) {
            built.service("audit-service");
        }
        if (plan.proxies() > 0) {
            built.service("proxy-service");
        }
        if (plan.dashboard()) {
            built.service("dashboard-service");
        }
    }

    /** What starts the services of a plan, one after the other. */
    private record Starter(
            Plan plan, Built built, ServiceSettings settings, Scratch scratch, Closing closing) {
        Service policy() throws IOException {
            Service.Seat seat = seat("policy-service", plan.ports().policy());
            return started(seat, "policy-service", settings.policyService(seat.port()));
        }

        Service audit() throws IOException {
            Service.Seat seat = seat("audit-service", plan.ports().audit());
            return started(seat, "audit-service", settings.auditService(seat.port()));
        }

        List<Service> proxies(String policyService) throws IOException {
            List<Service> proxies = new ArrayList<>();
            for (int i = 0; i < plan.proxies(); i++) {
                String name = "proxy-" + i;
                Path home = Files.createDirectory(scratch.at(name));
                Service.Seat seat =
                        new Service.Seat(name, FreePort.choose(), FreePort.choose(), log(name));
                proxies.add(
                        started(
                                seat,
                                "proxy-service",
                                settings.proxy(seat, home, policyService, plan)));
            }
            return List.copyOf(proxies);
        }

        Optional<Balancer> balancer(List<Service> proxies) throws IOException {
            if (proxies.isEmpty()) {
                return Optional.empty();
            }
            List<Integer> targets = proxies.stream().map(Service::port).toList();
            return Optional.of(closing.add(Balancer.start(plan.ports().entrance(), targets)));
        }

        Service dashboard(String policyService, String auditService) throws IOException {
            Service.Seat seat = seat("dashboard-service", plan.ports().dashboard());
            String url = "http://127.0.0.1:" + seat.port();
            return started(
                    seat,
                    "dashboard-service",
                    settings.dashboardService(seat.port(), url, policyService, auditService, plan));
        }

        private Service.Seat seat(String name, int port) {
            return new Service.Seat(name, port, port, log(name));
        }

        private Path log(String name) {
            return scratch.at(name + ".log");
        }

        private Service started(Service.Seat seat, String module, Map<String, String> environment)
                throws IOException {
            return closing.add(Service.start(seat, built.service(module), environment));
        }
    }

    public Postgres postgres() {
        return foundations.postgres();
    }

    public Kafka kafka() {
        return foundations.kafka();
    }

    public Redis redis() {
        return foundations.redis();
    }

    public Keycloak keycloak() {
        return foundations.keycloak();
    }

    public Service policyService() {
        return services.policy();
    }

    /** The audit-service. */
    public Service auditService() {
        return services.audit().orElseThrow(() -> new IllegalStateException("none is planned"));
    }

    /** The dashboard-service, if one is planned: {@link Plan#withDashboard}. */
    public Service dashboardService() {
        return services.dashboard().orElseThrow(() -> new IllegalStateException("none is planned"));
    }

    public List<Service> proxies() {
        return services.proxies();
    }

    /** The MCP endpoint before all proxies. */
    public String endpoint() {
        Balancer balancer =
                services.balancer().orElseThrow(() -> new IllegalStateException("no proxies"));
        return "http://127.0.0.1:" + balancer.port() + "/mcp";
    }

    /** The secret that the proxies share with the policy-service. */
    public String proxyToken() {
        return settings.proxyToken();
    }

    /** Makes a text the policy that decides; gives its revision. */
    public long activate(String policy) throws IOException {
        return new PolicyDesk(services.policy().url(), foundations.keycloak()).activate(policy);
    }

    /** Ends all of it, and deletes its data. */
    @Override
    public void close() throws IOException {
        closing.close();
    }
}
