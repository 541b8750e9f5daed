package io.agentgate.schema;

import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;

/**
 * The members of one object, or elements of one array, that some schema has spoken about, for
 * {@code unevaluatedProperties} and {@code unevaluatedItems} (JSON Schema 2020-12, core, section
 * 11).
 */
final class Marks {
    private final Set<String> members = new HashSet<>();
    private final BitSet elements = new BitSet();

    void member(String name) {
        members.add(name);
    }

    void element(int index) {
        elements.set(index);
    }

    boolean hasMember(String name) {
        return members.contains(name);
    }

    boolean hasElement(int index) {
        return elements.get(index);
    }

    /** Adds those of a schema that the same value fits. */
    void take(Marks other, Checking run) {
        run.budget().spend(1 + other.members.size() + other.elements.size() / 64);
        members.addAll(other.members);
        elements.or(other.elements);
    }
}
