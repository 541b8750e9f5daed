package io.agentgate.gateway.meter;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Names that were met, up to a number; those that come later are not kept. Thread safe. */
final class BoundedNames {
    private final int most;
    private final Map<String, String> names = new ConcurrentHashMap<>();

    BoundedNames(int most) {
        this.most = most;
    }

    /** Returns the name as it was kept, or null. */
    @Nullable String get(String name) {
        return names.get(name);
    }

    /** Keeps a name unless there are too many; returns whether it is kept. */
    synchronized boolean keep(String name) {
        if (names.size() < most) {
            names.putIfAbsent(name, name);
        }
        return names.containsKey(name);
    }
}
