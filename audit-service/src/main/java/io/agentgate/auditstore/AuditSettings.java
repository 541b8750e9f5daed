package io.agentgate.auditstore;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/**
 * The settings of the audit-service. Each is an environment variable of the same name: {@code
 * retention().days()} is {@code AGENTGATE_RETENTION_DAYS}.
 */
@ConfigMapping(prefix = "agentgate")
public interface AuditSettings {
    /** Kafka's bootstrap servers. */
    String kafka();

    /** The topic of the audit stream. */
    @WithDefault("agentgate.audit.v1")
    String topic();

    /** The topic of what cannot be stored. */
    @WithDefault("agentgate.audit.v1.dead")
    String deadTopic();

    Retention retention();

    Siem siem();

    /** How long calls are kept; 0 is for ever. */
    interface Retention {
        @WithDefault("90")
        int days();

        @WithDefault("0")
        long rows();
    }

    /** Whether events go to a SIEM, too. */
    interface Siem {
        /** none, ocsf, ecs or cef. */
        @WithDefault("none")
        String format();

        /** stdout, or the name of a topic. */
        @WithDefault("stdout")
        String to();
    }
}
