package io.agentgate.policystore.bundle;

import io.agentgate.policystore.change.Changes;
import io.agentgate.policystore.keys.StoredKeys;
import io.agentgate.policystore.killswitch.KillSwitch;
import io.agentgate.policystore.killswitch.KillSwitches;
import io.agentgate.policystore.policy.PolicyRevisions;
import io.agentgate.policystore.roles.RoleMappings;
import io.quarkus.panache.common.Sort;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** The bundle as the database has it. */
@ApplicationScoped
class Bundles {
    private final Changes changes;
    private final PolicyRevisions revisions;
    private final RoleMappings roles;
    private final StoredKeys keys;
    private final KillSwitches switches;

    Bundles(
            Changes changes,
            PolicyRevisions revisions,
            RoleMappings roles,
            StoredKeys keys,
            KillSwitches switches) {
        this.changes = changes;
        this.revisions = revisions;
        this.roles = roles;
        this.keys = keys;
        this.switches = switches;
    }

    /** The bundle, unless it is still the one of that revision; -1 for none. */
    Uni<Optional<Bundle>> unless(long known) {
        return changes.reading(
                counter ->
                        counter.revision() == known
                                ? Uni.createFrom().item(Optional.empty())
                                : read(counter.revision()).map(Optional::of));
    }

    /** One after the other: a session of the database does one thing at a time. */
    private Uni<Bundle> read(long revision) {
        Bundle empty = new Bundle(revision, null, List.of(), List.of(), List.of());
        return Uni.createFrom()
                .item(empty)
                .chain(this::withPolicy)
                .chain(this::withRoles)
                .chain(this::withKeys)
                .chain(this::withSwitches);
    }

    private Uni<Bundle> withPolicy(Bundle bundle) {
        return revisions.active().map(active -> bundle.with(active.map(Bundle.Policy::of)));
    }

    private Uni<Bundle> withRoles(Bundle bundle) {
        return roles.views().map(bundle::withRoles);
    }

    private Uni<Bundle> withKeys(Bundle bundle) {
        return keys.listAll(Sort.by("id"))
                .map(all -> all.stream().map(key -> Bundle.Key.of(key.key())).toList())
                .map(bundle::withKeys);
    }

    private Uni<Bundle> withSwitches(Bundle bundle) {
        return switches.listAll(Sort.by("since").and("id"))
                .map(all -> all.stream().map(KillSwitch::view).toList())
                .map(bundle::withSwitches);
    }
}
