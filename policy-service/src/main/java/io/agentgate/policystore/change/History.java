package io.agentgate.policystore.change;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;

/** The entries of the history. */
@ApplicationScoped
class History implements PanacheRepositoryBase<HistoryEntry, Long> {}
