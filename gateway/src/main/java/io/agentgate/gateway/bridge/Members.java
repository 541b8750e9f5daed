package io.agentgate.gateway.bridge;

import io.agentgate.protocol.Edit;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.JsonCursor;
import io.agentgate.protocol.JsonWriter;
import io.agentgate.protocol.Span;
import io.agentgate.protocol.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Changes to the members of objects within a frame; all that stays is verbatim. */
final class Members {
    private static final byte[] NOTHING = {};

    private Members() {}

    /** Leaves members out. */
    static List<Edit> without(Value object, Set<String> dropped) {
        return changed(object, dropped, null);
    }

    /**
     * Leaves members out, and puts others behind those that stay.
     *
     * @param added an object with the members to put there; null for none
     */
    static List<Edit> changed(Value object, Set<String> dropped, @Nullable JsonWriter added) {
        List<Edit> edits = new ArrayList<>();
        JsonCursor cursor = new JsonCursor(object.frame(), object.span());
        cursor.next();
        boolean kept = false;
        int leading = -1;
        int last = cursor.end();
        while (cursor.next() == JsonCursor.Token.NAME) {
            int start = cursor.start();
            boolean drop = dropped.contains(cursor.text());
            int end = cursor.skipValue().end();
            if (drop && kept) {
                edits.add(cut(last, end));
            } else if (drop && leading < 0) {
                leading = start;
            } else if (!drop && leading >= 0) {
                edits.add(cut(leading, start));
                leading = -1;
            }
            kept |= !drop;
            last = end;
        }
        if (leading >= 0) {
            edits.add(cut(leading, last));
        }
        if (added != null) {
            edits.add(behind(object, inner(added), kept));
        }
        return edits;
    }

    private static Edit cut(int from, int to) {
        return new Edit(new Span(from, to), NOTHING);
    }

    /** What stands between the braces. */
    private static byte[] inner(JsonWriter object) {
        byte[] whole = object.toBytes();
        return Arrays.copyOfRange(whole, 1, whole.length - 1);
    }

    private static Edit behind(Value object, byte[] members, boolean comma) {
        int place = object.span().end() - 1;
        byte[] text = members;
        if (comma && members.length > 0) {
            text = new byte[members.length + 1];
            text[0] = ',';
            System.arraycopy(members, 0, text, 1, members.length);
        }
        return new Edit(new Span(place, place), text);
    }

    /** Makes changes that were collected in any order. */
    static Frame splice(Frame frame, List<Edit> edits) {
        return frame.splice(
                edits.stream()
                        .sorted(
                                Comparator.comparingInt((Edit edit) -> edit.span().start())
                                        .thenComparingInt(edit -> edit.span().end()))
                        .toList());
    }
}
