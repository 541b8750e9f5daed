package io.agentgate.backends;

import java.io.IOException;
import java.util.Map;

/** The real components under AgentGate's services, with the databases and topics that these use. */
record Foundations(Postgres postgres, Kafka kafka, Redis redis, Keycloak keycloak) {
    static final String POLICY_DATABASE = "agentgate_policy";
    static final String AUDIT_DATABASE = "agentgate_audit";

    private static final int PARTITIONS = 16;
    private static final Map<String, String> TOPIC = Map.of("max.message.bytes", "1048576");

    static Foundations start(int keycloakPort, Closing closing) throws IOException {
        Postgres postgres = closing.add(Postgres.start(POLICY_DATABASE, AUDIT_DATABASE));
        Redis redis = closing.add(Redis.start());
        Kafka kafka = closing.add(Kafka.start());
        kafka.createTopic(LocalStack.AUDIT_TOPIC, PARTITIONS, TOPIC);
        kafka.createTopic(LocalStack.DEAD_TOPIC, PARTITIONS, TOPIC);
        return new Foundations(postgres, kafka, redis, closing.add(Keycloak.start(keycloakPort)));
    }
}
