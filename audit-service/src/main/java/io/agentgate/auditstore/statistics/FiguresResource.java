package io.agentgate.auditstore.statistics;

import io.agentgate.auditstore.problem.AskedTime;
import io.agentgate.auditstore.problem.Refusal;
import io.agentgate.auditstore.store.FigureTable;
import io.agentgate.gateway.audit.AuditLogException;
import io.agentgate.gateway.statistics.FigureJson;
import io.agentgate.gateway.statistics.FigureQuestions;
import io.agentgate.gateway.statistics.Grouping;
import io.agentgate.gateway.statistics.Named;
import io.agentgate.gateway.statistics.Period;
import io.agentgate.gateway.statistics.PeriodFigures;
import io.agentgate.gateway.statistics.Step;
import io.agentgate.gateway.statistics.WrongQuestionException;
import io.agentgate.protocol.JsonWriter;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The routes of figures over a period: as a series, by names, and all together. Questions and
 * answers are those of a dashboard; a parameter that would have no effect is an error.
 */
@Path("/api/figures")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({"viewer", "auditor", "editor", "approver", "admin"})
@RunOnVirtualThread
public class FiguresResource {
    private static final Set<String> OF_A_PERIOD = Set.of("since", "until");
    private static final Set<String> OF_A_SERIES =
            Set.of("since", "until", "step", "server", "tool", "agent");

    private final PeriodFigures figures;
    private final InstantSource clock = InstantSource.system();

    FiguresResource(StoredFigures figures) {
        this.figures = figures;
    }

    /** The calls of a period step by step, oldest first. */
    @GET
    @Path("series")
    public String series(
            @Context UriInfo asked,
            @QueryParam("since") @Nullable String since,
            @QueryParam("until") @Nullable String until,
            @QueryParam("step") @Nullable String seconds,
            @QueryParam("server") @Nullable String server,
            @QueryParam("tool") @Nullable String tool,
            @QueryParam("agent") @Nullable String agent)
            throws AuditLogException {
        requireKnown(asked, OF_A_SERIES);
        Instant now = clock.instant();
        try {
            Period period = period(since, until, now);
            Step step = FigureQuestions.step(word(seconds), period, now);
            Named named =
                    new Named(name("server", server), name("tool", tool), name("agent", agent));
            return text(FigureJson.series(period, step, figures.series(period, step, named)));
        } catch (WrongQuestionException wrong) {
            throw Refusal.invalid(wrong.parameter(), wrong.clause());
        }
    }

    /** The calls of a period together. */
    @GET
    @Path("total")
    public String total(
            @Context UriInfo asked,
            @QueryParam("since") @Nullable String since,
            @QueryParam("until") @Nullable String until)
            throws AuditLogException {
        Period period = period(asked, since, until);
        return text(FigureJson.total(period, figures.total(period)));
    }

    /** What the newest calls of a period say of limits and budgets. */
    @GET
    @Path("limits")
    public String limits(
            @Context UriInfo asked,
            @QueryParam("since") @Nullable String since,
            @QueryParam("until") @Nullable String until)
            throws AuditLogException {
        Period period = period(asked, since, until);
        return text(FigureJson.limits(period, figures.limits(period, FigureQuestions.BUDGET)));
    }

    /**
     * The calls of a period by name, most calls first.
     *
     * @param kind what has the names: tool, agent, server or rule
     */
    @GET
    @Path("by/{kind}")
    public String by(
            @Context UriInfo asked,
            @PathParam("kind") String kind,
            @QueryParam("since") @Nullable String since,
            @QueryParam("until") @Nullable String until)
            throws AuditLogException {
        Grouping grouping =
                Arrays.stream(Grouping.values())
                        .filter(one -> FigureTable.word(one).equals(kind))
                        .findFirst()
                        .orElseThrow(() -> Refusal.notFound("such kind of figures"));
        Period period = period(asked, since, until);
        return text(FigureJson.groups(period, grouping, figures.by(grouping, period)));
    }

    private Period period(UriInfo asked, @Nullable String since, @Nullable String until) {
        requireKnown(asked, OF_A_PERIOD);
        try {
            return period(since, until, clock.instant());
        } catch (WrongQuestionException wrong) {
            throw Refusal.invalid(wrong.parameter(), wrong.clause());
        }
    }

    private static Period period(@Nullable String since, @Nullable String until, Instant now) {
        return FigureQuestions.period(time("since", since), time("until", until), now);
    }

    private static void requireKnown(UriInfo asked, Set<String> known) {
        asked.getQueryParameters()
                .forEach(
                        (String name, List<String> values) -> {
                            if (!known.contains(name)) {
                                throw Refusal.invalid(name, "is no parameter here");
                            }
                            if (values.size() > 1) {
                                throw Refusal.invalid(name, "is there twice");
                            }
                        });
    }

    private static @Nullable String word(@Nullable String value) {
        return value == null || value.isEmpty() ? null : value;
    }

    private static @Nullable Instant time(String name, @Nullable String value) {
        String word = word(value);
        return word == null ? null : AskedTime.of(name, word);
    }

    private static @Nullable String name(String parameter, @Nullable String value) {
        if (value != null && value.indexOf('\0') >= 0) {
            throw Refusal.invalid(parameter, "has a NUL");
        }
        return word(value);
    }

    private static String text(JsonWriter json) {
        return new String(json.toBytes(), StandardCharsets.UTF_8);
    }
}
