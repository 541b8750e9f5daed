package io.agentgate.policystore.proxies;

import io.agentgate.policystore.bundle.ProxyToken;
import io.agentgate.policystore.problem.Refusal;
import io.agentgate.policystore.problem.Words;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The routes on which proxies report, and people look at it. */
@Path("/api/proxies")
public class ProxiesResource {
    private static final int MAX_PROBLEM = 1_000;
    private static final int MAX_VERSION = 64;

    private final ProxyToken token;
    private final ProxyReports reports;
    private final MultiGauge revisions;

    ProxiesResource(ProxyToken token, ProxyReports reports, MeterRegistry meters) {
        this.token = token;
        this.reports = reports;
        this.revisions =
                MultiGauge.builder("agentgate.proxy.bundle.revision")
                        .description("Revision of the bundle that a proxy decides by")
                        .register(meters);
    }

    /** What a proxy says. */
    public record Report(
            @Nullable Long revision,
            @Nullable Boolean applied,
            @Nullable String problem,
            @Nullable String version) {

        ProxyReport.View checked(String replica, Instant now) {
            if (revision == null || revision < 0) {
                throw Refusal.invalid("revision", "is missing or negative");
            }
            if (applied == null) {
                throw Refusal.invalid("applied", "is missing");
            }
            String shown =
                    problem == null || problem.length() <= MAX_PROBLEM
                            ? problem
                            : problem.substring(0, MAX_PROBLEM);
            return new ProxyReport.View(
                    Replica.checked(replica),
                    now,
                    revision,
                    applied,
                    Words.optional("problem", shown, MAX_PROBLEM),
                    Words.required("version", version, MAX_VERSION));
        }
    }

    @PUT
    @Path("{replica}")
    @PermitAll
    public Uni<Void> report(
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @PathParam("replica") String replica,
            Report report) {
        token.check(authorization);
        if (report == null) {
            throw Refusal.invalid("revision", "is missing or negative");
        }
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        return reports.keep(report.checked(replica, now)).invoke(this::show).replaceWithVoid();
    }

    @GET
    @RolesAllowed({"viewer", "auditor", "editor", "approver", "admin"})
    public Uni<List<ProxyReport.View>> all() {
        return reports.all();
    }

    private void show(List<ProxyReport.View> all) {
        revisions.register(
                all.stream()
                        .<MultiGauge.Row<?>>map(
                                report ->
                                        MultiGauge.Row.of(
                                                Tags.of("replica", report.replica()),
                                                report.revision()))
                        .toList(),
                true);
    }
}
