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

    /** How long calls are kept. */
    interface Retention {
        /** For so many days; 0 is for ever. */
        @WithDefault("90")
        int days();

        /** Most calls that are kept; 0 is for as many as there are. */
        @WithDefault("0")
        long rows();

        /** How often it is looked for what is kept no longer. */
        @WithDefault("10m")
        String every();
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
