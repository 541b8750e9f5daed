package io.agentgate.dashboard;

import io.agentgate.gateway.audit.AuditLog;
import io.agentgate.gateway.statistics.CallStatistics;
import java.time.InstantSource;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a dashboard shows.
 *
 * @param policy the rules that can be read and replaced
 * @param metrics the page of metrics, for what a client accepts
 * @param token what whoever looks must have; a secret
 * @param controls what can be steered
 */
public record DashboardParts(
        AuditLog log,
        CallStatistics statistics,
        ShownPolicy policy,
        Function<@Nullable String, Page> metrics,
        String token,
        InstantSource clock,
        Controls controls) {

    /** A page that is shown as it is. */
    public record Page(String contentType, String text) {}

    @Override
    public String toString() {
        return "DashboardParts[redacted]";
    }
}
