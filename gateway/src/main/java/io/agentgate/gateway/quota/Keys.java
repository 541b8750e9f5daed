package io.agentgate.gateway.quota;

import io.agentgate.gateway.audit.CallOrigin;
import io.agentgate.policy.Effect;
import java.util.Set;

/** How limits are told apart. No name has a line end in it, so no two of them have the same key. */
final class Keys {
    private Keys() {}

    /**
     * The key of a call's share.
     *
     * @param limit what sets the limit
     * @param per of what each has a share of its own
     */
    static String of(String limit, Set<Effect.Per> per, CallOrigin origin) {
        String key = limit;
        if (per.contains(Effect.Per.AGENT)) {
            key += "\nagent " + origin.agent();
        }
        if (per.contains(Effect.Per.SERVER)) {
            key += "\nserver " + origin.server();
        }
        return per.contains(Effect.Per.TOOL) ? key + "\ntool " + origin.tool() : key;
    }
}
