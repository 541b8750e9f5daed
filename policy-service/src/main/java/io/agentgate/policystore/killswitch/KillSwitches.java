package io.agentgate.policystore.killswitch;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;

/** The switches that are set. */
@ApplicationScoped
public class KillSwitches implements PanacheRepositoryBase<KillSwitch, String> {}
