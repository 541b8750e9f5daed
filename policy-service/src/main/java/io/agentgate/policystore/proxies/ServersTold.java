package io.agentgate.policystore.proxies;

import io.agentgate.policystore.problem.Refusal;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What proxies told of their servers, as it is kept: the newest of each, of so many at most, the
 * oldest forgotten first.
 */
@ApplicationScoped
class ServersTold implements PanacheRepositoryBase<ProxyServers, String> {
    /** A proxy reports more often than that. */
    static final Duration SILENT = Duration.ofMinutes(2);

    /** A proxy tells of its servers anew more often than that, although nothing has changed. */
    private static final Duration FORGOTTEN = Duration.ofHours(1);

    /** What is shown together at most: the longest of 32 proxies, or that of all in real life. */
    private static final long MAX_SHOWN_BYTES = 32L * SentServers.MAX_BYTES;

    private static final String SHOWN =
            """
            select replica, told, servers from (
                select s.*, sum(octet_length(servers)) over (order by told desc, replica) as bytes
                from proxy_servers s join proxy_report using (replica)
                where seen > :since
            ) newest
            where bytes <= :most
            order by told, replica
            """;

    /** Keeps what a proxy told. */
    Uni<Void> keep(ProxyServers.View servers) {
        return Panache.withTransaction(
                () ->
                        delete("told < ?1", servers.told().minus(FORGOTTEN))
                                .chain(() -> count("replica <> ?1", servers.replica()))
                                .invoke(ServersTold::refuseTooMany)
                                .chain(Panache::getSession)
                                .chain(session -> session.merge(new ProxyServers(servers)))
                                .replaceWithVoid());
    }

    private static void refuseTooMany(long others) {
        if (others >= ProxyReports.MAX_REPLICAS) {
            throw Refusal.conflict("there are " + others + " proxies already");
        }
    }

    /** What proxies told that are still heard of, in the order in which they did. */
    Uni<List<ProxyServers.View>> heardOf(Instant now) {
        return Panache.withSession(
                () ->
                        Panache.getSession()
                                .chain(
                                        session ->
                                                session.createNativeQuery(SHOWN, ProxyServers.class)
                                                        .setParameter("since", now.minus(SILENT))
                                                        .setParameter("most", MAX_SHOWN_BYTES)
                                                        .getResultList())
                                .map(all -> all.stream().map(ProxyServers::view).toList()));
    }
}
