package io.agentgate.policystore.policy;

import io.agentgate.policystore.problem.Refusal;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** The revisions as they are kept. */
@ApplicationScoped
public class PolicyRevisions implements PanacheRepositoryBase<PolicyRevision, Long> {

    /** The one that decides, if any was ever activated. */
    public Uni<Optional<PolicyRevision>> active() {
        return find("state", PolicyRevision.State.ACTIVE).firstResult().map(Optional::ofNullable);
    }

    Uni<PolicyRevision> get(long number) {
        return findById(number)
                .onItem()
                .ifNull()
                .failWith(() -> Refusal.notFound("policy revision " + number));
    }

    Uni<List<PolicyRevision>> before(long number, int most) {
        return find("number < ?1 order by number desc", number).range(0, most - 1).list();
    }
}
