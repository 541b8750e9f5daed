package io.agentgate.protocol;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Where the members that the scanner remembers stand in one message. */
final class Envelope {
    private static final int SLOTS = Slot.values().length;

    private final @Nullable Kind[] kinds = new @Nullable Kind[SLOTS];
    private final int[] starts = new int[SLOTS];
    private final int[] ends = new int[SLOTS];

    /** Bits of slots whose name was seen, even where the value was not read to its end. */
    private int named;

    private int doubtful;

    void reset() {
        Arrays.fill(kinds, null);
        named = 0;
        doubtful = 0;
    }

    void name(Slot slot) {
        named |= 1 << slot.index();
    }

    /** Notes that a member comes twice, or together with a look-alike. */
    void doubt(Slot slot) {
        doubtful |= 1 << slot.index();
    }

    void put(Slot slot, Kind kind, int start, int end) {
        kinds[slot.index()] = kind;
        starts[slot.index()] = start;
        ends[slot.index()] = end;
    }

    boolean isNamed(Slot slot) {
        return (named & 1 << slot.index()) != 0;
    }

    boolean isDoubtful(Slot slot) {
        return (doubtful & 1 << slot.index()) != 0;
    }

    boolean has(Slot slot) {
        return kinds[slot.index()] != null;
    }

    boolean is(Slot slot, Kind kind) {
        return kinds[slot.index()] == kind;
    }

    @Nullable Span span(Slot slot) {
        return has(slot) ? new Span(starts[slot.index()], ends[slot.index()]) : null;
    }

    @Nullable Span spanIf(Slot slot, Kind kind) {
        return is(slot, kind) ? span(slot) : null;
    }

    /** Returns the decoded value of a member that is a string. */
    @Nullable String text(Slot slot, byte[] bytes) {
        int i = slot.index();
        return is(slot, Kind.STRING) ? JsonString.decode(bytes, starts[i] + 1, ends[i] - 1) : null;
    }

    @Nullable Id id(Slot slot, byte[] bytes) {
        int i = slot.index();
        return is(slot, Kind.STRING) || is(slot, Kind.NUMBER)
                ? Id.fromToken(bytes, starts[i], ends[i])
                : null;
    }
}
