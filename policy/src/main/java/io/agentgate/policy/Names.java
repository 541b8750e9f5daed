package io.agentgate.policy;

import java.util.List;
import java.util.stream.Collectors;

/** The names that one key of a rule lists, each of which may hold wildcards. Never empty. */
public record Names(List<NamePattern> patterns) {
    /** Every name. */
    public static final Names ANY = of(NamePattern.ANY);

    public Names {
        patterns = List.copyOf(patterns);
        if (patterns.isEmpty()) {
            throw new IllegalArgumentException("a rule is for one name at least");
        }
    }

    public static Names of(NamePattern pattern) {
        return new Names(List.of(pattern));
    }

    /** True when every name is meant. */
    public boolean isAny() {
        for (int i = 0; i < patterns.size(); i++) {
            if (patterns.get(i).isAny()) {
                return true;
            }
        }
        return false;
    }

    /** True when there is no wildcard in any of them. */
    public boolean isExact() {
        return patterns.stream().allMatch(NamePattern::isExact);
    }

    /** Whether every name that the others match is matched, as far as that is easily told. */
    public boolean covers(Names others) {
        return others.patterns.stream()
                .allMatch(other -> patterns.stream().anyMatch(own -> own.covers(other)));
    }

    public boolean matches(String name) {
        for (int i = 0; i < patterns.size(); i++) {
            if (patterns.get(i).matches(name)) {
                return true;
            }
        }
        return false;
    }

    /** Whether one of these is matched; no name at all is matched where every name is. */
    public boolean matchesOneOf(Iterable<String> names) {
        if (isAny()) {
            return true;
        }
        for (String name : names) {
            if (matches(name)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return patterns.stream().map(NamePattern::text).collect(Collectors.joining(", "));
    }
}
