package io.agentgate.auditstore.statistics;

import io.agentgate.auditstore.problem.AskedTime;
import io.agentgate.auditstore.problem.Refusal;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The route of statistics. */
@Path("/api/statistics")
@RunOnVirtualThread
public class StatisticsResource {
    private static final Set<String> GROUPS =
            Set.of("hour", "server", "tool", "agent", "rule", "status");

    /** What is counted apart from each other. */
    private static final List<Set<String>> TOGETHER =
            List.of(
                    Set.of("hour", "status", "server", "tool"),
                    Set.of("hour", "status", "agent"),
                    Set.of("hour", "status", "rule"));

    private static final Duration USUAL = Duration.ofDays(1);

    private final Statistics statistics;

    StatisticsResource(Statistics statistics) {
        this.statistics = statistics;
    }

    /**
     * What became of calls that were decided on between two hours.
     *
     * @param by what the numbers are told apart by, separated by commas
     */
    @GET
    @RolesAllowed({"viewer", "auditor", "editor", "approver", "admin"})
    public List<Figures> figures(
            @QueryParam("since") @Nullable String since,
            @QueryParam("until") @Nullable String until,
            @QueryParam("by") @DefaultValue("status") String by)
            throws SQLException {
        Instant to = until == null ? Instant.now() : AskedTime.of("until", until);
        Instant from = since == null ? to.minus(USUAL) : AskedTime.of("since", since);
        Set<String> groups = new LinkedHashSet<>();
        for (String group : by.split(",")) {
            if (!GROUPS.contains(group)) {
                throw Refusal.invalid(
                        "by", "must be of hour, server, tool, agent, rule and status");
            }
            groups.add(group);
        }
        if (TOGETHER.stream().noneMatch(all -> all.containsAll(groups))) {
            throw Refusal.invalid("by", "agent and rule go with hour and status only");
        }
        return statistics.between(from, to, groups);
    }
}
