package io.agentgate.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An object of a message whose members the protocol defines, with the names it reserves there.
 *
 * <p>A reserved name has look-alikes: names that differ from it by case, compatibility forms,
 * invisible characters or blanks. Some JSON libraries read a look-alike as the name itself, so at
 * these levels one is refused.
 */
final class Level {
    static final Level MESSAGE = new Level("the message", EnumSet.range(Slot.JSONRPC, Slot.ERROR));
    static final Level PARAMS = new Level("/params", EnumSet.range(Slot.NAME, Slot.CURSOR));
    static final Level META =
            new Level("/params/_meta", EnumSet.range(Slot.META_PROGRESS, Slot.META_TASK));
    static final Level ERROR = new Level("/error", EnumSet.range(Slot.CODE, Slot.DATA));

    /** Any object below the others; it reserves nothing. */
    static final Level OTHER = new Level("", EnumSet.noneOf(Slot.class));

    final String place;
    private final Slot[] slots;
    private final byte[][] names;
    private final Map<String, Slot> folded = new HashMap<>();

    private Level(String place, EnumSet<Slot> reserved) {
        this.place = place;
        slots = reserved.toArray(Slot[]::new);
        names = new byte[slots.length][];
        for (int i = 0; i < slots.length; i++) {
            names[i] = slots[i].member.getBytes(StandardCharsets.US_ASCII);
            folded.put(slots[i].member.toLowerCase(Locale.ROOT), slots[i]);
        }
    }

    /** Returns the level of the object that is the value of a member. */
    static Level below(@Nullable Slot slot) {
        if (slot == null) {
            return OTHER;
        }
        return switch (slot) {
            case PARAMS -> PARAMS;
            case META -> META;
            case ERROR -> ERROR;
            default -> OTHER;
        };
    }

    /** Returns the reserved name that the bytes spell. */
    @Nullable Slot exactly(byte[] bytes, int start, int end) {
        for (int i = 0; i < names.length; i++) {
            if (names[i].length == end - start
                    && Arrays.equals(names[i], 0, names[i].length, bytes, start, end)) {
                return slots[i];
            }
        }
        return null;
    }

    /** Returns the reserved name that the bytes, which spell none, resemble. */
    @Nullable Slot resembled(byte[] bytes, int start, int end) {
        if (slots.length == 0) {
            return null;
        }
        for (int i = start; i < end; i++) {
            if (bytes[i] <= ' ' || bytes[i] == 0x7F) {
                String name = new String(bytes, start, end - start, StandardCharsets.UTF_8);
                String fold = Folding.fold(name);
                return fold == null ? null : folded.get(fold);
            }
        }
        for (int i = 0; i < names.length; i++) {
            if (names[i].length == end - start && equalsIgnoringCase(names[i], bytes, start)) {
                return slots[i];
            }
        }
        return null;
    }

    private static boolean equalsIgnoringCase(byte[] name, byte[] bytes, int start) {
        for (int i = 0; i < name.length; i++) {
            if (lower(name[i]) != lower(bytes[start + i])) {
                return false;
            }
        }
        return true;
    }

    private static int lower(byte letter) {
        return letter >= 'A' && letter <= 'Z' ? letter | 0x20 : letter;
    }
}
