package io.agentgate.policystore.change;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows the history, newest first. */
@Path("/api/history")
public class HistoryResource {
    private final History history;

    HistoryResource(History history) {
        this.history = history;
    }

    /**
     * A page.
     *
     * @param next what to ask for as {@code before} to go on; null at the end
     */
    public record Page(List<HistoryEntry.View> items, @Nullable Long next) {}

    @GET
    @RolesAllowed({"viewer", "auditor", "editor", "approver", "admin"})
    public Uni<Page> page(
            @QueryParam("before") @Nullable Long before,
            @QueryParam("limit") @DefaultValue("50") int limit) {
        int most = Math.clamp(limit, 1, 200);
        return Panache.withSession(
                        () ->
                                history.find(
                                                "id < ?1 order by id desc",
                                                before == null ? Long.MAX_VALUE : before)
                                        .range(0, most)
                                        .list())
                .map(found -> found.stream().map(HistoryEntry::view).toList())
                .map(
                        found ->
                                found.size() <= most
                                        ? new Page(found, null)
                                        : new Page(
                                                found.subList(0, most), found.get(most - 1).id()));
    }
}
