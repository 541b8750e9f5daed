package io.agentgate.policy;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Finds the part of a policy that is for one server, and remembers it for a bounded number. */
final class ServerIndex {
    static final int MAX_REMEMBERED = 512;

    private final PolicySet whole;
    private final Map<String, PolicySet> known = new ConcurrentHashMap<>();

    ServerIndex(PolicySet whole) {
        this.whole = whole;
    }

    PolicySet of(String server) {
        PolicySet found = known.get(server);
        if (found == null) {
            found = whole.onlyFor(server);
            if (known.size() < MAX_REMEMBERED) {
                known.put(server, found);
            }
        }
        return found;
    }
}
