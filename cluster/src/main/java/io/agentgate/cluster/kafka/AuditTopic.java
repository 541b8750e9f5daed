package io.agentgate.cluster.kafka;

import java.time.Duration;

/**
 * The topic of the audit stream, and how long a delivery to it may take.
 *
 * @param servers Kafka's bootstrap servers
 * @param name the topic; it must exist and take messages of 512 KiB
 * @param deadline after which a delivery has failed
 */
public record AuditTopic(String servers, String name, Duration deadline) {
    /** What the topic is called unless somebody says otherwise. */
    public static final String NAME = "agentgate.audit.v1";

    private static final Duration DEADLINE = Duration.ofSeconds(15);

    /** The usual topic of the cluster at these servers. */
    public static AuditTopic at(String servers) {
        return new AuditTopic(servers, NAME, DEADLINE);
    }
}
