package io.agentgate.policystore.bundle;

import io.agentgate.gateway.caller.CallerKey;
import io.agentgate.policystore.killswitch.KillSwitch;
import io.agentgate.policystore.policy.PolicyRevision;
import io.agentgate.policystore.roles.RoleMapping;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Everything proxies decide by, under one revision; without a policy they deny every call. */
public record Bundle(
        long revision,
        @Nullable Policy policy,
        List<RoleMapping.View> roles,
        List<Key> apiKeys,
        List<KillSwitch.View> killSwitches) {

    Bundle with(Optional<Policy> active) {
        return new Bundle(revision, active.orElse(null), roles, apiKeys, killSwitches);
    }

    Bundle withRoles(List<RoleMapping.View> mapped) {
        return new Bundle(revision, policy, mapped, apiKeys, killSwitches);
    }

    Bundle withKeys(List<Key> known) {
        return new Bundle(revision, policy, roles, known, killSwitches);
    }

    Bundle withSwitches(List<KillSwitch.View> set) {
        return new Bundle(revision, policy, roles, apiKeys, set);
    }

    /** The policy that decides. */
    public record Policy(long revision, String hash, String format, String text) {
        static Policy of(PolicyRevision active) {
            return new Policy(active.number(), active.hash(), "toml", active.text());
        }
    }

    /** What proves a caller: the hash of its key. */
    public record Key(
            String id,
            String caller,
            String hash,
            Instant created,
            @Nullable Instant expires,
            @Nullable Instant revoked) {
        static Key of(CallerKey key) {
            return new Key(
                    key.id(),
                    key.caller().name(),
                    key.hash().reveal(),
                    key.created(),
                    key.expires(),
                    key.revoked());
        }

        @Override
        public String toString() {
            return "Key[" + id + "]";
        }
    }
}
