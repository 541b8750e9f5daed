package io.agentgate.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.agentgate.e2e.Eventually;
import io.agentgate.e2e.http.McpServer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The audit promise of a cluster while its parts are killed and stopped under load. Three ledgers
 * are joined at the end: the calls that callers got answers to, the calls the server executed, and
 * what the audit-service shows.
 *
 * <p>{@code -Dcluster.kills=N} and {@code -Dcluster.outage.seconds=N} set how often and how long;
 * the profile {@code soak} sets them high.
 */
@Timeout(3600)
class ClusterOutagesIT {
    private static final int CALLERS = 8;
    private static final Duration CATCH_UP = Duration.ofMinutes(10);

    private final int kills = Integer.getInteger("cluster.kills", 2);
    private final long outageNanos =
            Integer.getInteger("cluster.outage.seconds", 3) * 1_000_000_000L;
    private final long pauseNanos = Integer.getInteger("cluster.pause.micros", 5_000) * 1_000L;

    @Test
    void noCallIsLostOrRecordedTwiceWhateverFails() throws Exception {
        try (McpServer server = new McpServer();
                Cluster cluster = Cluster.start(server.uri(), "token_exchange")) {
            cluster.activate("");
            try (Load load = new Load(cluster.balancer(), () -> cluster.token("bob"), pauseNanos)) {
                server.tool("work", load::execute);
                load.start(CALLERS);
                awaitCalls(load, "at the start");
                seesBobThroughTheProxies(server);

                for (int kill = 0; kill < kills; kill++) {
                    cluster.killProxy(kill % 2);
                    awaitCalls(load, "with one proxy");
                    cluster.startProxy(kill % 2);
                    awaitCalls(load, "with both");
                }
                without(load, "Kafka", cluster::stopKafka, cluster::startKafka);
                without(load, "Postgres", cluster::stopPostgres, cluster::startPostgres);
                without(load, "the policy-service", cluster::stopPolicies, cluster::startPolicies);
                without(load, "Redis", cluster::stopRedis, cluster::startRedis);

                load.end();
                long caughtUp = awaitRecords(cluster, load);
                join(cluster.exported("work"), load, caughtUp);
            }
        }
    }

    /** Bob's token is for the proxies alone; the provider gave one for the server in exchange. */
    private static void seesBobThroughTheProxies(McpServer server) throws Exception {
        String shown = server.calls("work").getFirst().header("Authorization");
        JsonNode claims = Cluster.claims(Objects.requireNonNull(shown));
        assertThat(claims.path("azp").asText()).isEqualTo("agentgate-upstream");
        assertThat(claims.path("preferred_username").asText()).isEqualTo("bob");
    }

    /** Stops a part, sees that calls go on, and brings it back. */
    private void without(Load load, String part, Cluster.Step stop, Cluster.Step start)
            throws Exception {
        int before = load.answered().size();
        stop.run();
        long end = System.nanoTime() + outageNanos;
        awaitCalls(load, "without " + part);
        for (long left = outageNanos; left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        assertThat(load.quietMillis()).as("calls go on without " + part).isLessThan(5_000);
        start.run();
        awaitCalls(load, "after " + part + " is back");
        System.out.printf(
                "%d calls were answered around %s's absence%n",
                load.answered().size() - before, part);
    }

    private static void awaitCalls(Load load, String when) {
        int before = load.answered().size();
        Eventually.holds("calls go on " + when, () -> load.answered().size() > before + 200);
    }

    /**
     * Waits until the audit-service knows all that was answered; says how long that took, in ms.
     */
    private static long awaitRecords(Cluster cluster, Load load) {
        long begun = System.nanoTime();
        Eventually.holds(
                "every answered call is recorded",
                CATCH_UP,
                () -> cluster.settledCalls("work") >= load.answered().size());
        return (System.nanoTime() - begun) / 1_000_000;
    }

    private void join(List<Cluster.Row> rows, Load load, long catchUpMillis) {
        Set<String> recorded = rows.stream().map(Cluster.Row::call).collect(Collectors.toSet());
        Set<String> allowed =
                rows.stream()
                        .filter(row -> row.status().equals("allowed"))
                        .map(Cluster.Row::call)
                        .collect(Collectors.toSet());
        System.out.printf(
                "cluster: %d kills, %d calls, %d answered, %d refused, %d executed, %d rows, %d"
                        + " unknown, caught up in %d ms%n",
                kills,
                load.sent().size(),
                load.answered().size(),
                load.refused().size(),
                load.executed().size(),
                rows.size(),
                rows.stream().filter(row -> row.status().equals("unknown")).count(),
                catchUpMillis);

        assertThat(load.strange()).isEmpty();
        assertThat(rows).as("rows without a twin").hasSameSizeAs(recorded);
        assertThat(missing(load.answered(), allowed)).as("answered, without an outcome").isEmpty();
        assertThat(missing(load.executed(), recorded)).as("executed, not recorded").isEmpty();
        assertThat(missing(recorded, load.sent())).as("recorded, never called").isEmpty();
        assertThat(missing(allowed, load.executed())).as("an outcome, never executed").isEmpty();
    }

    private static Set<String> missing(Set<String> expected, Set<String> found) {
        return expected.stream().filter(call -> !found.contains(call)).collect(Collectors.toSet());
    }
}
