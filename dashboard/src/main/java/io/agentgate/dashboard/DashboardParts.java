package io.agentgate.dashboard;

import io.agentgate.gateway.statistics.CallStatistics;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the dashboard of one process shows, and to whom.
 *
 * @param statistics figures over what was recorded
 * @param metrics the page of metrics, for what a client accepts
 * @param token what whoever looks must have; a secret
 * @param by whom changes are recorded to be of
 */
public record DashboardParts(
        Desks desks,
        CallStatistics statistics,
        Function<@Nullable String, Page> metrics,
        String token,
        String by) {

    /** A page that is shown as it is. */
    public record Page(String contentType, String text) {}

    @Override
    public String toString() {
        return "DashboardParts[redacted]";
    }
}
