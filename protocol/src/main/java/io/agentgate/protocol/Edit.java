package io.agentgate.protocol;

import java.util.Arrays;

/** A span of a frame and the bytes to stand there instead; the array is not copied. */
@SuppressWarnings("ArrayRecordComponent")
public record Edit(Span span, byte[] replacement) {
    @Override
    public boolean equals(Object other) {
        return other instanceof Edit edit
                && span.equals(edit.span)
                && Arrays.equals(replacement, edit.replacement);
    }

    @Override
    public int hashCode() {
        return 31 * span.hashCode() + Arrays.hashCode(replacement);
    }
}
