package io.agentgate.policy;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which operations are meant. That of a tool is unknown as long as neither the policy names the
 * tool nor its server has listed it.
 *
 * @param wanted never empty
 */
public record Operations(Set<Operation> wanted) {
    /** Whatever a request does. */
    public static final Operations ANY = new Operations(EnumSet.allOf(Operation.class));

    public Operations {
        if (wanted.isEmpty()) {
            throw new IllegalArgumentException("a rule is for one operation at least");
        }
        wanted = Collections.unmodifiableSet(EnumSet.copyOf(wanted));
    }

    public boolean isAny() {
        return wanted.size() == Operation.values().length;
    }

    /** Whether something that is meant here is meant there, too. */
    public boolean overlap(Operations others) {
        return !Collections.disjoint(wanted, others.wanted);
    }

    /**
     * @param known what a request does; null where nobody knows, which is whatever it likes
     */
    Truth truth(@Nullable Operation known) {
        if (isAny()) {
            return Truth.TRUE;
        }
        return known == null ? Truth.UNKNOWN : Truth.of(wanted.contains(known));
    }

    /** As a rule says it. */
    @Override
    public String toString() {
        return wanted.stream()
                .map(Operation::word)
                .collect(Collectors.joining(", ", "operations = [", "]"));
    }
}
