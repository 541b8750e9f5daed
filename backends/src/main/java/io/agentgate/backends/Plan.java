package io.agentgate.backends;

import java.io.IOException;
import java.net.URI;
import java.util.Map;

/**
 * What a {@link LocalStack} is made of.
 *
 * @param proxies how many; none is allowed
 * @param audit whether there is an audit-service
 * @param dashboard whether there is a dashboard-service; it needs an audit-service
 * @param upstream the MCP endpoint of the server behind the proxies
 * @param server the name of that server in records and rules
 * @param policy the text of the policy that is active from the start
 * @param proxySettings more environment variables of every proxy
 * @param ports where people and their clients find the stack
 */
public record Plan(
        int proxies,
        boolean audit,
        boolean dashboard,
        URI upstream,
        String server,
        String policy,
        Map<String, String> proxySettings,
        Ports ports) {
    private static final String ALLOW_ALL =
            """
            default = "allow"

            [metadata]
            name = "local"
            version = "1"
            """;

    public Plan {
        if (dashboard && !audit) {
            throw new IllegalArgumentException("a dashboard-service needs an audit-service");
        }
        proxySettings = Map.copyOf(proxySettings);
    }

    /**
     * The ports that people type.
     *
     * @param entrance that of the balancer before the proxies
     * @param policy that of the policy-service
     * @param audit that of the audit-service
     * @param dashboard that of the dashboard-service
     * @param keycloak that of the identity provider
     */
    public record Ports(int entrance, int policy, int audit, int dashboard, int keycloak) {
        /** Ports that stay the same from one day to the next. */
        public static Ports wellKnown() {
            return new Ports(7072, 8081, 8082, 8083, 8180);
        }

        /** Ports that nobody uses now. */
        public static Ports free() throws IOException {
            return new Ports(
                    FreePort.choose(),
                    FreePort.choose(),
                    FreePort.choose(),
                    FreePort.choose(),
                    FreePort.choose());
        }
    }

    /**
     * Two proxies that allow every call, an audit-service, no dashboard-service, and free ports.
     */
    public static Plan before(URI upstream, String server) throws IOException {
        return new Plan(2, true, false, upstream, server, ALLOW_ALL, Map.of(), Ports.free());
    }

    public Plan withProxies(int count) {
        return new Plan(count, audit, dashboard, upstream, server, policy, proxySettings, ports);
    }

    /** Without an audit-service, and so without a dashboard-service. */
    public Plan withoutAudit() {
        return new Plan(proxies, false, false, upstream, server, policy, proxySettings, ports);
    }

    public Plan withDashboard() {
        return new Plan(proxies, audit, true, upstream, server, policy, proxySettings, ports);
    }

    public Plan withPolicy(String text) {
        return new Plan(proxies, audit, dashboard, upstream, server, text, proxySettings, ports);
    }

    public Plan withProxySettings(Map<String, String> settings) {
        return new Plan(proxies, audit, dashboard, upstream, server, policy, settings, ports);
    }

    public Plan withPorts(Ports chosen) {
        return new Plan(proxies, audit, dashboard, upstream, server, policy, proxySettings, chosen);
    }
}
