package io.agentgate.policystore.killswitch;

import io.agentgate.policystore.change.Actor;
import io.agentgate.policystore.change.Changes;
import io.agentgate.policystore.change.Changes.Change;
import io.agentgate.policystore.problem.Refusal;
import io.agentgate.policystore.problem.Words;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.panache.common.Sort;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The routes of kill switches. */
@Path("/api/kill-switches")
public class KillSwitchesResource {
    static final int MAX_SWITCHES = 1_000;
    private static final int MAX_NAME = 256;
    private static final int MAX_REASON = 1_000;

    private final KillSwitches switches;
    private final Changes changes;
    private final SecurityIdentity identity;

    KillSwitchesResource(KillSwitches switches, Changes changes, SecurityIdentity identity) {
        this.switches = switches;
        this.changes = changes;
        this.identity = identity;
    }

    /** The wish to stop something. */
    public record SwitchOrder(
            @Nullable String scope,
            @Nullable String server,
            @Nullable String name,
            @Nullable String reason) {

        SwitchOrder checked() {
            Words.required("reason", reason, MAX_REASON);
            Words.optional("server", server, MAX_NAME);
            Words.optional("name", name, MAX_NAME);
            switch (Words.required("scope", scope, MAX_NAME)) {
                case "all" -> {
                    refuse("server", server);
                    refuse("name", name);
                }
                case "server" -> {
                    Words.required("server", server, MAX_NAME);
                    refuse("name", name);
                }
                case "tool" -> Words.required("name", name, MAX_NAME);
                case "agent", "caller", "session" -> {
                    refuse("server", server);
                    Words.required("name", name, MAX_NAME);
                }
                default ->
                        throw Refusal.invalid(
                                "scope", "is none of all, server, tool, agent, caller and session");
            }
            return this;
        }

        /** A member that would be ignored hides a mistake, and the switch would stop more. */
        private static void refuse(String field, @Nullable String value) {
            if (value != null) {
                throw Refusal.invalid(field, "does not go with this scope");
            }
        }
    }

    @POST
    @RolesAllowed({"approver", "admin"})
    public Uni<Response> set(SwitchOrder order) {
        if (order == null) {
            throw Refusal.invalid("scope", "is missing");
        }
        SwitchOrder checked = order.checked();
        return changes.by(Actor.of(identity), change -> set(change, checked))
                .map(made -> Response.status(201).entity(made.shown()).build());
    }

    private Uni<KillSwitch> set(Change change, SwitchOrder order) {
        KillSwitch made =
                new KillSwitch(
                        UUID.randomUUID().toString(),
                        Words.required("scope", order.scope(), MAX_NAME),
                        order.server(),
                        order.name(),
                        Words.required("reason", order.reason(), MAX_REASON),
                        change.now(),
                        change.actor().name());
        return switches.count()
                .invoke(
                        count -> {
                            if (count >= MAX_SWITCHES) {
                                throw Refusal.conflict("there are " + count + " switches already");
                            }
                        })
                .chain(() -> switches.persist(made))
                .call(
                        () ->
                                change.publish(
                                        "set kill switch",
                                        "kill-switch/" + made.view().id(),
                                        null,
                                        made.view().toString()));
    }

    @DELETE
    @Path("{id}")
    @RolesAllowed({"approver", "admin"})
    public Uni<Void> lift(@PathParam("id") String id) {
        return changes.by(
                Actor.of(identity),
                change ->
                        switches.findById(id)
                                .onItem()
                                .ifNull()
                                .failWith(() -> Refusal.notFound("such kill switch"))
                                .chain(
                                        found ->
                                                switches.delete(found)
                                                        .chain(
                                                                () ->
                                                                        change.publish(
                                                                                "lift kill switch",
                                                                                "kill-switch/" + id,
                                                                                found.view()
                                                                                        .toString(),
                                                                                null))));
    }

    @GET
    @RolesAllowed({"viewer", "auditor", "editor", "approver", "admin"})
    public Uni<List<KillSwitch.Shown>> all() {
        return Panache.withSession(() -> switches.listAll(Sort.by("since").and("id")))
                .map(all -> all.stream().map(KillSwitch::shown).toList());
    }
}
