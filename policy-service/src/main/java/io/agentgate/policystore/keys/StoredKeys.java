package io.agentgate.policystore.keys;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;

/** The keys as they are kept. */
@ApplicationScoped
public class StoredKeys implements PanacheRepositoryBase<StoredKey, String> {}
