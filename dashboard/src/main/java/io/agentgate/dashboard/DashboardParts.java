package io.agentgate.dashboard;

import io.agentgate.gateway.audit.AuditLog;
import io.agentgate.gateway.statistics.CallStatistics;
import java.time.InstantSource;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a dashboard shows.
 *
 * @param records what was recorded
 * @param policy the rules that can be read and replaced
 * @param household keys, the doctor, and the way in for clients
 * @param metrics the page of metrics, for what a client accepts
 * @param token what whoever looks must have; a secret
 * @param controls what can be steered
 */
public record DashboardParts(
        Records records,
        ShownPolicy policy,
        Household household,
        Function<@Nullable String, Page> metrics,
        String token,
        InstantSource clock,
        Controls controls) {

    /**
     * What was recorded.
     *
     * @param log the calls
     * @param statistics figures over them
     */
    public record Records(AuditLog log, CallStatistics statistics) {}

    /** A page that is shown as it is. */
    public record Page(String contentType, String text) {}

    @Override
    public String toString() {
        return "DashboardParts[redacted]";
    }
}
