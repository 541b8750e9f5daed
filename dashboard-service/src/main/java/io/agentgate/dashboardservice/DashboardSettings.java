package io.agentgate.dashboardservice;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;

/**
 * The settings of the dashboard-service. Each is an environment variable of the same name: {@code
 * policyService()} is {@code AGENTGATE_POLICY_SERVICE}.
 */
@ConfigMapping(prefix = "agentgate")
public interface DashboardSettings {
    /** The address that browsers reach this service under, without a path. */
    URI dashboardUrl();

    /** The address that clients reach the proxies under, without a path. */
    URI publicUrl();

    /** The address of the policy-service, without a path. */
    URI policyService();

    /** The address of the audit-service, without a path. */
    URI auditService();

    /** Kafka's bootstrap servers. */
    String kafka();

    /** The topic of the audit stream. */
    @WithDefault("agentgate.audit.v1")
    String topic();
}
