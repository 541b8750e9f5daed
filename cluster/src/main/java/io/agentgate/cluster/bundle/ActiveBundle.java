package io.agentgate.cluster.bundle;

import io.agentgate.gateway.caller.KnownKeys;
import io.agentgate.gateway.killswitch.KillSwitches;
import io.agentgate.policy.Decision;
import io.agentgate.policy.Effect;
import io.agentgate.policy.NamePattern;
import io.agentgate.policy.PolicySet;
import io.agentgate.policy.Position;
import io.agentgate.policy.Rule;
import java.util.List;

/** Everything a proxy decides by at one moment, compiled. */
record ActiveBundle(
        long revision,
        PolicySet policies,
        KnownKeys keys,
        KillSwitches switches,
        RoleMapping roles) {

    /** What stands for a policy as long as none was ever activated. */
    static final PolicySet NO_POLICY =
            denyAll("no_policy", "No policy was activated yet: every call is denied");

    /** What a proxy decides by that never had a bundle. */
    static final ActiveBundle NONE =
            new ActiveBundle(
                    0,
                    denyAll(
                            "no_bundle",
                            "This gateway has not received a policy yet: every call is denied"),
                    new KnownKeys(List.of()),
                    KillSwitches.NONE,
                    RoleMapping.NONE);

    private static PolicySet denyAll(String rule, String reason) {
        return new PolicySet(
                new PolicySet.Metadata("none", "0"),
                Decision.Outcome.DENY,
                List.of(
                        new Rule(
                                rule,
                                new NamePattern("*"),
                                null,
                                new Effect.Deny(reason),
                                new Position("bundle", 1, 1))),
                "none",
                List.of());
    }
}
