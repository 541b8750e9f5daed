package io.agentgate.dashboard;

import io.agentgate.gateway.PolicyStore;
import io.agentgate.gateway.audit.AuditLog;
import io.agentgate.gateway.statistics.CallStatistics;
import java.time.InstantSource;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a dashboard shows.
 *
 * @param policies the rules that can be read and replaced, or null where none are configured
 * @param metrics the page of metrics, for what a client accepts
 * @param token what whoever looks must have; a secret
 */
public record DashboardParts(
        AuditLog log,
        CallStatistics statistics,
        @Nullable PolicyStore policies,
        Function<@Nullable String, Page> metrics,
        String token,
        InstantSource clock) {

    /** A page that is shown as it is. */
    public record Page(String contentType, String text) {}

    @Override
    public String toString() {
        return "DashboardParts[redacted]";
    }
}
