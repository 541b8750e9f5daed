package io.agentgate.policystore.roles;

import io.agentgate.policystore.change.Actor;
import io.agentgate.policystore.change.Changes;
import io.agentgate.policystore.change.Changes.Change;
import io.agentgate.policystore.problem.Refusal;
import io.agentgate.policystore.problem.Words;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The routes of the mapping from claims to roles. */
@Path("/api/roles")
public class RolesResource {
    static final int MAX_ROLES = 100;
    static final int MAX_CLAIMS = 100;
    private static final int MAX_NAME = 256;
    private static final Pattern CLAIM = Pattern.compile("[^=/]+(/[^=/]+)*=.+", Pattern.DOTALL);

    private final RoleMappings mappings;
    private final Changes changes;
    private final SecurityIdentity identity;

    RolesResource(RoleMappings mappings, Changes changes, SecurityIdentity identity) {
        this.mappings = mappings;
        this.changes = changes;
        this.identity = identity;
    }

    /** A mapping as it was sent. */
    public record Sent(@Nullable String name, @Nullable List<@Nullable String> claims) {

        RoleMapping.View checked(int place) {
            String field = "[" + place + "].claims";
            if (claims == null || claims.isEmpty() || claims.size() > MAX_CLAIMS) {
                throw Refusal.invalid(field, "must be between 1 and " + MAX_CLAIMS);
            }
            return new RoleMapping.View(
                    Words.required("[" + place + "].name", name, MAX_NAME),
                    claims.stream().map(claim -> claim(field, claim)).distinct().toList());
        }
    }

    /** Proxies refuse a bundle with any other form: it would give the role to nobody. */
    private static String claim(String field, @Nullable String claim) {
        String text = Words.required(field, claim, MAX_NAME);
        if (!CLAIM.matcher(text).matches()) {
            throw Refusal.invalid(field, "is not path=value, with / between the path's names");
        }
        return text;
    }

    @GET
    @RolesAllowed({"viewer", "auditor", "editor", "approver", "admin"})
    public Uni<List<RoleMapping.View>> all() {
        return Panache.withSession(mappings::views);
    }

    @PUT
    @RolesAllowed("admin")
    public Uni<List<RoleMapping.View>> replace(List<Sent> sent) {
        List<RoleMapping.View> checked = checked(sent);
        return changes.by(Actor.of(identity), change -> replace(change, checked));
    }

    private static List<RoleMapping.View> checked(@Nullable List<Sent> sent) {
        if (sent == null || sent.size() > MAX_ROLES || sent.contains(null)) {
            throw Refusal.invalid("roles", "must be a list of at most " + MAX_ROLES);
        }
        Set<String> names = new HashSet<>();
        List<RoleMapping.View> views =
                IntStream.range(0, sent.size())
                        .mapToObj(place -> sent.get(place).checked(place))
                        .toList();
        for (RoleMapping.View view : views) {
            if (!names.add(view.name())) {
                throw Refusal.invalid("name", "is there twice: " + view.name());
            }
        }
        return views;
    }

    private Uni<List<RoleMapping.View>> replace(Change change, List<RoleMapping.View> views) {
        return mappings.views()
                .chain(
                        before ->
                                mappings.deleteAll()
                                        .chain(
                                                () ->
                                                        mappings.persist(
                                                                views.stream()
                                                                        .map(RoleMapping::new)))
                                        .chain(
                                                () ->
                                                        change.publish(
                                                                "map roles",
                                                                "roles",
                                                                before.toString(),
                                                                views.toString())))
                .chain(Panache::flush)
                .replaceWith(views);
    }
}
