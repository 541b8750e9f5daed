package io.agentgate.policystore.policy;

import io.agentgate.policystore.change.Actor;
import io.agentgate.policystore.change.Changes;
import io.agentgate.policystore.change.Changes.Change;
import io.agentgate.policystore.policy.PolicyRevision.State;
import io.agentgate.policystore.problem.Refusal;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * The way of a revision from a draft to the one that decides.
 *
 * <p>A draft replaces the revision it was written over, and no other: whoever wants to replace
 * another one says so with {@code expected}.
 */
@ApplicationScoped
class PolicyFlow {
    private final PolicyRevisions revisions;
    private final PolicyReader reader;
    private final Changes changes;
    private final boolean fourEyes;

    PolicyFlow(
            PolicyRevisions revisions,
            PolicyReader reader,
            Changes changes,
            @ConfigProperty(name = "agentgate.four-eyes") boolean fourEyes) {
        this.revisions = revisions;
        this.reader = reader;
        this.changes = changes;
        this.fourEyes = fourEyes;
    }

    boolean fourEyes() {
        return fourEyes;
    }

    Uni<PolicyRevision> draft(Actor author, String text, String comment) {
        return changes.by(
                author,
                change ->
                        revisions
                                .active()
                                .map(active -> draft(text, comment, change, active))
                                .chain(revisions::persist)
                                .call(Panache::flush)
                                .call(made -> change.note("draft", target(made), null, text)));
    }

    private static PolicyRevision draft(
            String text, String comment, Change change, Optional<PolicyRevision> active) {
        long base = active.map(PolicyRevision::number).orElse(0L);
        return new PolicyRevision(text, comment, change.actor(), base, change.now());
    }

    /**
     * @param expected the revision that must be active now, 0 for none; null to expect the draft's
     *     base
     */
    Uni<PolicyRevision> activate(Actor actor, long number, @Nullable Long expected) {
        return Panache.withSession(() -> revisions.get(number))
                // Read before the change begins: it takes as long as the text is.
                .call(draft -> reader.read(draft.text()))
                .chain(
                        () ->
                                changes.by(
                                        actor,
                                        change ->
                                                revisions
                                                        .get(number)
                                                        .chain(
                                                                draft ->
                                                                        activate(
                                                                                change, draft,
                                                                                expected))));
    }

    private Uni<PolicyRevision> activate(
            Change change, PolicyRevision draft, @Nullable Long expected) {
        if (draft.state() != State.DRAFT) {
            throw Refusal.conflict("policy revision " + draft.number() + " is not a draft");
        }
        if (fourEyes && draft.isBy(change.actor())) {
            throw Refusal.forbidden("a draft is activated by somebody who did not write it");
        }
        return revisions
                .active()
                .invoke(active -> refuseSurprise(draft, active, expected))
                .chain(active -> replace(change, active, draft, "activate"));
    }

    private static void refuseSurprise(
            PolicyRevision draft, Optional<PolicyRevision> active, @Nullable Long expected) {
        long now = active.map(PolicyRevision::number).orElse(0L);
        if (expected != null && expected != now) {
            throw Refusal.stale("policy revision " + now + " is active, not " + expected);
        }
        if (expected == null && draft.base() != now) {
            throw Refusal.conflict(
                    "the draft was written over policy revision "
                            + draft.base()
                            + ", and "
                            + now
                            + " is active; name that in If-Match to replace it");
        }
    }

    Uni<PolicyRevision> rollBack(Actor actor, long number) {
        return changes.by(
                actor,
                change ->
                        revisions
                                .get(number)
                                .invoke(PolicyFlow::refuseUntried)
                                .chain(old -> rollBack(change, old)));
    }

    private static void refuseUntried(PolicyRevision old) {
        if (old.state() != State.SUPERSEDED) {
            throw Refusal.conflict(
                    "only what was active before can be rolled back to; policy revision "
                            + old.number()
                            + " was not, or is active");
        }
    }

    private Uni<PolicyRevision> rollBack(Change change, PolicyRevision old) {
        if (fourEyes && old.isBy(change.actor())) {
            throw Refusal.forbidden("a rollback is made by somebody who did not write its text");
        }
        return revisions
                .active()
                .invoke(active -> refuseOwn(change, active))
                .chain(
                        active ->
                                revisions
                                        .persist(
                                                draft(
                                                        old.text(),
                                                        "Rollback to revision " + old.number(),
                                                        change,
                                                        active))
                                        .call(Panache::flush)
                                        .chain(made -> replace(change, active, made, "rollback")));
    }

    private void refuseOwn(Change change, Optional<PolicyRevision> active) {
        if (fourEyes && active.filter(now -> now.wasActivatedBy(change.actor())).isPresent()) {
            throw Refusal.forbidden(
                    "a rollback is made by somebody who did not activate the present policy");
        }
    }

    private static Uni<PolicyRevision> replace(
            Change change, Optional<PolicyRevision> active, PolicyRevision next, String action) {
        active.ifPresent(PolicyRevision::supersede);
        // First the one goes, then the other comes: only one may ever be active.
        return Panache.flush()
                .invoke(() -> next.activate(change.actor(), change.now()))
                .chain(
                        () ->
                                change.publish(
                                        action,
                                        target(next),
                                        active.map(PolicyRevision::text).orElse(null),
                                        next.text()))
                .replaceWith(next);
    }

    private static String target(PolicyRevision revision) {
        return "policy/" + revision.number();
    }
}
