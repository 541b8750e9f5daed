package io.agentgate.policystore.keys;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.agentgate.gateway.caller.ApiKey;
import io.agentgate.gateway.caller.Caller;
import io.agentgate.gateway.caller.CallerKey;
import io.agentgate.policystore.change.Actor;
import io.agentgate.policystore.change.Changes;
import io.agentgate.policystore.change.Changes.Change;
import io.agentgate.policystore.problem.Refusal;
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
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The routes of API keys. */
@Path("/api/keys")
public class KeysResource {
    static final int MAX_KEYS = 10_000;
    private static final long DAY = 86_400;
    private static final long MAX_OVERLAP = 90 * DAY;

    private final StoredKeys keys;
    private final Changes changes;
    private final SecurityIdentity identity;
    private final SecureRandom random = new SecureRandom();

    KeysResource(StoredKeys keys, Changes changes, SecurityIdentity identity) {
        this.keys = keys;
        this.changes = changes;
        this.identity = identity;
    }

    /**
     * The wish for a key.
     *
     * @param rotate the key to replace; its caller gets the new one
     * @param overlapSeconds how long the replaced key stays good; a day if it is missing
     * @param neverExpires needed to replace a key that expires by one that does not
     */
    public record KeyOrder(
            @Nullable String caller,
            @Nullable Instant expires,
            @Nullable String rotate,
            @Nullable Long overlapSeconds,
            @Nullable Boolean neverExpires) {}

    /** A key as it is shown: without its hash. */
    public record View(
            String id,
            String caller,
            String state,
            Instant created,
            @Nullable Instant expires,
            @Nullable Instant revoked) {
        static View of(CallerKey key, Instant now) {
            return new View(
                    key.id(),
                    key.caller().name(),
                    key.state(now).word(),
                    key.created(),
                    key.expires(),
                    key.revoked());
        }
    }

    /** A key just made; the only answer that ever holds it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record NewKey(String key, View entry, @Nullable View replaces) {
        @Override
        public String toString() {
            return "NewKey[" + entry.id() + "]";
        }
    }

    @POST
    @RolesAllowed("admin")
    public Uni<Response> make(KeyOrder order) {
        if (order == null) {
            throw Refusal.invalid("caller", "is missing");
        }
        return changes.by(Actor.of(identity), change -> make(change, checked(order, change.now())))
                .map(
                        made ->
                                Response.status(201)
                                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                                        .entity(made)
                                        .build());
    }

    private static KeyOrder checked(KeyOrder order, Instant now) {
        if (order.caller() != null) {
            String problem = Caller.problemOf(order.caller());
            if (problem != null) {
                throw Refusal.invalid("caller", problem);
            }
        } else if (order.rotate() == null) {
            throw Refusal.invalid("caller", "is missing");
        }
        if (order.expires() != null && !order.expires().isAfter(now)) {
            throw Refusal.invalid("expires", "is not in the future");
        }
        Long overlap = order.overlapSeconds();
        if (overlap != null && order.rotate() == null) {
            throw Refusal.invalid("overlapSeconds", "goes with rotate");
        }
        if (overlap != null && (overlap < 0 || overlap > MAX_OVERLAP)) {
            throw Refusal.invalid("overlapSeconds", "is not between 0 and " + MAX_OVERLAP);
        }
        return order;
    }

    private Uni<NewKey> make(Change change, KeyOrder order) {
        return keys.count()
                .invoke(
                        count -> {
                            if (count >= MAX_KEYS) {
                                throw Refusal.conflict("there are " + count + " keys already");
                            }
                        })
                .chain(() -> order.rotate() == null ? none() : known(order.rotate()))
                .chain(
                        known ->
                                known.isEmpty()
                                        ? add(change, new Caller(caller(order)), order, null)
                                        : replace(change, order, known.getFirst()));
    }

    private static String caller(KeyOrder order) {
        if (order.caller() == null) {
            throw Refusal.invalid("caller", "is missing");
        }
        return order.caller();
    }

    private static Uni<List<StoredKey>> none() {
        return Uni.createFrom().item(List.of());
    }

    private Uni<List<StoredKey>> known(String id) {
        return keys.findById(id)
                .onItem()
                .ifNull()
                .failWith(() -> Refusal.notFound("such key"))
                .map(List::of);
    }

    private Uni<NewKey> replace(Change change, KeyOrder order, StoredKey stored) {
        CallerKey old = stored.key();
        Instant now = change.now();
        if (!old.isUsable(now)) {
            throw Refusal.conflict("key " + old.id() + " is " + old.state(now).word());
        }
        if (order.caller() != null && !order.caller().equals(old.caller().name())) {
            throw Refusal.invalid("caller", "is not whose key is replaced");
        }
        if (old.expires() != null
                && order.expires() == null
                && !Boolean.TRUE.equals(order.neverExpires())) {
            // Silence would turn a key with an end into one without.
            throw Refusal.invalid("expires", "is missing, and the replaced key has one");
        }
        long overlap = order.overlapSeconds() == null ? DAY : order.overlapSeconds();
        CallerKey ending = old.expiringBy(now.plus(Duration.ofSeconds(overlap)));
        stored.end(ending);
        return add(change, old.caller(), order, View.of(ending, now));
    }

    private Uni<NewKey> add(Change change, Caller caller, KeyOrder order, @Nullable View replaced) {
        ApiKey key = ApiKey.generate(random);
        CallerKey entry = CallerKey.of(key, caller, change.now(), order.expires());
        return keys.persist(new StoredKey(entry))
                .chain(
                        () ->
                                change.publish(
                                        replaced == null ? "make key" : "replace key",
                                        "key/" + entry.id(),
                                        replaced == null ? null : replaced.toString(),
                                        entry.toString()))
                .replaceWith(
                        () -> new NewKey(key.reveal(), View.of(entry, change.now()), replaced));
    }

    @GET
    @RolesAllowed({"viewer", "auditor", "editor", "approver", "admin"})
    public Uni<List<View>> all() {
        Instant now = Instant.now();
        return Panache.withSession(() -> keys.listAll(Sort.by("created").and("id")))
                .map(all -> all.stream().map(key -> View.of(key.key(), now)).toList());
    }

    @DELETE
    @Path("{id}")
    @RolesAllowed("admin")
    public Uni<Void> revoke(@PathParam("id") String id) {
        return changes.by(
                Actor.of(identity),
                change -> known(id).chain(known -> revoke(change, known.getFirst())));
    }

    private static Uni<Void> revoke(Change change, StoredKey stored) {
        CallerKey before = stored.key();
        if (before.revoked() != null) {
            return Uni.createFrom().voidItem();
        }
        CallerKey after = before.revokedAt(change.now());
        stored.end(after);
        return change.publish(
                "revoke key", "key/" + before.id(), before.toString(), after.toString());
    }
}
