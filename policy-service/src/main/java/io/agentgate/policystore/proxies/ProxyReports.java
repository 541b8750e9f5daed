package io.agentgate.policystore.proxies;

import io.agentgate.policystore.problem.Refusal;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;

/** The reports as they are kept: of so many proxies at most, the silent ones forgotten first. */
@ApplicationScoped
class ProxyReports implements PanacheRepositoryBase<ProxyReport, String> {
    static final int MAX_REPLICAS = 256;
    private static final Duration SILENT = Duration.ofHours(1);

    /** Keeps a report, and tells all there are. */
    Uni<List<ProxyReport.View>> keep(ProxyReport.View report) {
        return Panache.withTransaction(
                () ->
                        delete("seen < ?1", report.seen().minus(SILENT))
                                .chain(() -> count("replica <> ?1", report.replica()))
                                .invoke(ProxyReports::refuseTooMany)
                                .chain(Panache::getSession)
                                .chain(session -> session.merge(new ProxyReport(report)))
                                .chain(Panache::flush)
                                .chain(this::views));
    }

    private static void refuseTooMany(long others) {
        if (others >= MAX_REPLICAS) {
            throw Refusal.conflict("there are " + others + " proxies already");
        }
    }

    Uni<List<ProxyReport.View>> all() {
        return Panache.withSession(this::views);
    }

    private Uni<List<ProxyReport.View>> views() {
        return listAll(Sort.by("replica")).map(all -> all.stream().map(ProxyReport::view).toList());
    }
}
