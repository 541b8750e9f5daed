package io.agentgate.schema;

import io.agentgate.gateway.arguments.Misfit;
import io.agentgate.policy.regex.Regex;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/** One run of a value through a schema: where it is, what it found, and what it still may do. */
final class Checking {
    /** Most misfits that are told of. */
    static final int MAX_MISFITS = 4;

    /** Most schemas within schemas; arguments are at most 64 deep. */
    private static final int MAX_DEPTH = 400;

    /** Longest pointer that is told whole, in names. */
    private static final int MAX_NAMES = 8;

    /** States of a pattern that meet a character in one step. */
    private static final int STATES = 8;

    private final Budget budget;
    private final Deque<String> path = new ArrayDeque<>();
    private final List<Misfit> misfits = new ArrayList<>();
    private int depth;
    private int silence;

    Checking(Budget budget) {
        this.budget = budget;
    }

    Budget budget() {
        return budget;
    }

    List<Misfit> misfits() {
        return misfits;
    }

    /** Begins a schema within a schema. */
    void descend() {
        depth++;
        if (depth > MAX_DEPTH) {
            throw new TooMuchWork("its schema is applied within itself too often");
        }
    }

    void ascend() {
        depth--;
    }

    /** Goes to a member. */
    void enter(String name) {
        path.addLast(name);
    }

    /** Goes to an element. */
    void enter(int index) {
        // Nobody is told while it is silent.
        path.addLast(isSilent() ? "" : Integer.toString(index));
    }

    void leave() {
        path.removeLast();
    }

    boolean isSilent() {
        return silence > 0;
    }

    void hush() {
        silence++;
    }

    void speak() {
        silence--;
    }

    /** Whether what stands here fits, as a keyword of what holds it demands. */
    boolean fits(Json value, Subschema schema, String keyword) {
        return schema == Subschema.NOTHING
                ? misfit(keyword, "must not be there")
                : schema.fits(value, this, null);
    }

    /** Whether a text holds what a pattern searches. */
    boolean found(Regex pattern, String text) {
        budget.spend(1 + (long) pattern.size() * text.length() / STATES);
        return pattern.foundIn(text);
    }

    /** Notes what does not fit here; always false. */
    boolean misfit(String keyword, String demand) {
        if (!isSilent() && misfits.size() < MAX_MISFITS) {
            misfits.add(new Misfit(pointer(), keyword, demand));
        }
        return false;
    }

    /** JSON Pointer to where the run is (RFC 6901). */
    private String pointer() {
        StringBuilder pointer = new StringBuilder();
        Iterator<String> names = path.iterator();
        for (int shown = 0; shown < MAX_NAMES && names.hasNext(); shown++) {
            pointer.append('/').append(Words.name(names.next()));
        }
        return names.hasNext() ? pointer.append("/…").toString() : pointer.toString();
    }
}
