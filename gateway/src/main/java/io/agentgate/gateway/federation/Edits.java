package io.agentgate.gateway.federation;

import io.agentgate.protocol.Edit;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Span;
import io.agentgate.protocol.Value;
import java.util.Comparator;
import java.util.List;

/** The making of changes to frames that were collected in any order. */
final class Edits {
    private static final Comparator<Edit> BY_PLACE =
            Comparator.comparingInt((Edit edit) -> edit.span().start())
                    .thenComparingInt(edit -> edit.span().end());

    private Edits() {}

    static Frame splice(Frame frame, List<Edit> edits) {
        return frame.splice(edits.stream().sorted(BY_PLACE).toList());
    }

    /** A part of a frame, with the changes that are to be made in it. */
    static byte[] splice(Value value, List<Edit> edits) {
        if (edits.isEmpty()) {
            return value.bytes();
        }
        int start = value.span().start();
        List<Edit> moved = edits.stream().sorted(BY_PLACE).map(edit -> moved(edit, start)).toList();
        return Frame.of(value.bytes()).splice(moved).bytes();
    }

    private static Edit moved(Edit edit, int by) {
        Span span = edit.span();
        return new Edit(new Span(span.start() - by, span.end() - by), edit.replacement());
    }
}
