package io.agentgate.auditstore.store;

import io.agentgate.gateway.statistics.LatencyBuckets;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;

/** How many calls there are of a kind, and how long those took that somebody saw end. */
final class LatencySum {
    private long calls;
    private long timed;
    private BigDecimal nanos = BigDecimal.ZERO;
    private final Long[] buckets = new Long[LatencyBuckets.COUNT];

    LatencySum() {
        Arrays.fill(buckets, 0L);
    }

    void add(Ended call) {
        calls++;
        Long latency = call.latencyNanos();
        if (latency != null) {
            timed++;
            nanos = nanos.add(BigDecimal.valueOf(latency));
            buckets[LatencyBuckets.of(latency)]++;
        }
    }

    /** Sets calls, timed, latency_nanos and buckets, which follow each other. */
    void bind(Connection connection, PreparedStatement add, int first) throws SQLException {
        add.setLong(first, calls);
        add.setLong(first + 1, timed);
        add.setBigDecimal(first + 2, nanos);
        add.setArray(first + 3, connection.createArrayOf("int8", buckets));
    }
}
