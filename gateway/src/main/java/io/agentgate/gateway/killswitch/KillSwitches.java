package io.agentgate.gateway.killswitch;

import io.agentgate.gateway.audit.CallOrigin;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The kill switches that are set at one moment. Immutable. */
public final class KillSwitches {
    /** No switch is set. */
    public static final KillSwitches NONE = new KillSwitches(List.of());

    private final List<KillSwitch> set;

    /**
     * @throws IllegalArgumentException if two switches have one id
     */
    public KillSwitches(List<KillSwitch> set) {
        this.set = List.copyOf(set);
        Set<String> ids = HashSet.newHashSet(set.size());
        for (KillSwitch one : this.set) {
            if (!ids.add(one.id())) {
                throw new IllegalArgumentException("two kill switches have the id " + one.id());
            }
        }
    }

    /** The first switch that stops a call; null if none does. */
    public @Nullable KillSwitch stopping(CallOrigin origin) {
        if (set.isEmpty()) {
            return null;
        }
        for (KillSwitch one : set) {
            if (one.stops(origin)) {
                return one;
            }
        }
        return null;
    }

    /** All of them, in the order in which they were set. */
    public List<KillSwitch> all() {
        return set;
    }

    @Override
    public String toString() {
        return "KillSwitches" + set;
    }
}
