package io.agentgate.auditstore;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.backends.Kafka;
import io.agentgate.backends.Postgres;
import io.agentgate.backends.Service;
import io.agentgate.gateway.audit.AuditEvent;
import io.agentgate.testkit.audit.SampleCall;
import io.agentgate.testkit.identity.TestIssuer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is kept no longer, in the packaged service. */
@Timeout(180)
class RetentionIT {
    private static final String DATABASE = "audit";
    private static final int ROWS = 50;

    @Test
    void oldDaysAndSurplusCallsGo(@TempDir Path directory) throws Exception {
        try (Postgres postgres = Postgres.start(DATABASE);
                Kafka kafka = Kafka.start();
                TestIssuer issuer = new TestIssuer("agentgate-audit")) {
            kafka.createTopic(Stream.TOPIC, 16, Map.of());
            kafka.createTopic(Stream.DEAD, 1, Map.of());
            try (Service service =
                            Service.start(
                                    "audit-service",
                                    Map.of(
                                            "AGENTGATE_DATABASE_JDBC_URL",
                                            postgres.jdbcUrl(DATABASE),
                                            "AGENTGATE_DATABASE_USER",
                                            postgres.user(),
                                            "AGENTGATE_DATABASE_PASSWORD",
                                            postgres.password(),
                                            "AGENTGATE_KAFKA",
                                            kafka.bootstrapServers(),
                                            "AGENTGATE_OIDC_ISSUER",
                                            issuer.url(),
                                            "AGENTGATE_OIDC_AUDIENCE",
                                            "agentgate-audit",
                                            "AGENTGATE_RETENTION_DAYS",
                                            "30",
                                            "AGENTGATE_RETENTION_ROWS",
                                            Integer.toString(ROWS),
                                            "AGENTGATE_RETENTION_EVERY",
                                            "1s"),
                                    directory.resolve("audit-service.log"));
                    Stream stream = new Stream(kafka)) {
                assertThat(service.isReady()).isTrue();
                Instant now = Instant.now();
                Instant longAgo = now.minus(Duration.ofDays(60));
                List<AuditEvent> events = new ArrayList<>();
                for (int number = 0; number < 20; number++) {
                    events.add(call("old", number, longAgo).decided());
                }
                for (int number = 0; number < 100; number++) {
                    events.add(call("new", number, now).decided());
                    events.add(call("new", number, now).settled());
                }
                stream.tell(events);

                await(
                        "as many as are kept, and the newest",
                        () ->
                                count(postgres, "new") == ROWS
                                        && count(postgres, "old") == 0
                                        && first(postgres).equals("new-50"));
                assertThat(number(postgres, "select count(*) from event where id not like 'new-%'"))
                        .isZero();
            }
        }
    }

    private static SampleCall call(String writer, int number, Instant start) {
        return SampleCall.numbered(number).withWriter(writer).withTime(start.plusMillis(number));
    }

    private interface Condition {
        boolean holds() throws SQLException;
    }

    private static void await(String what, Condition condition) throws SQLException {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    private static long count(Postgres postgres, String writer) throws SQLException {
        return number(
                postgres, "select count(*) from call where decision_id like '" + writer + "-%'");
    }

    private static String first(Postgres postgres) throws SQLException {
        try (Connection connection = postgres.connect(DATABASE);
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "select decision_id from call order by time limit 1")) {
            return row.next() ? row.getString(1) : "";
        }
    }

    private static long number(Postgres postgres, String sql) throws SQLException {
        try (Connection connection = postgres.connect(DATABASE);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getLong(1) : -1;
        }
    }
}
