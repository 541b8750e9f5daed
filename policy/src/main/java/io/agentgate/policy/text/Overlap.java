package io.agentgate.policy.text;

import io.agentgate.policy.NamePattern;
import io.agentgate.policy.Names;
import io.agentgate.policy.Rule;
import java.util.Collections;

/** Whether there may be a call that two rules are for, whatever their conditions say. */
final class Overlap {
    private Overlap() {}

    static boolean of(Rule one, Rule other) {
        return !Collections.disjoint(one.methods(), other.methods())
                && of(one.names(), other.names())
                && of(one.servers(), other.servers())
                && of(one.callers().agents(), other.callers().agents())
                && one.scope().operations().overlap(other.scope().operations());
    }

    private static boolean of(Names some, Names others) {
        return some.patterns().stream()
                .anyMatch(one -> others.patterns().stream().anyMatch(other -> of(one, other)));
    }

    private static boolean of(NamePattern one, NamePattern other) {
        if (one.isExact()) {
            return other.matches(one.text());
        }
        if (other.isExact()) {
            return one.matches(other.text());
        }
        return agree(head(one), head(other)) && agreeAtEnd(tail(one), tail(other));
    }

    private static String head(NamePattern pattern) {
        return pattern.text().substring(0, pattern.text().indexOf('*'));
    }

    private static String tail(NamePattern pattern) {
        return pattern.text().substring(pattern.text().lastIndexOf('*') + 1);
    }

    private static boolean agree(String one, String other) {
        return one.startsWith(other) || other.startsWith(one);
    }

    private static boolean agreeAtEnd(String one, String other) {
        return one.endsWith(other) || other.endsWith(one);
    }
}
