package io.agentgate.protocol;

/**
 * A half-open range of bytes of a frame.
 *
 * @param start offset of the first byte
 * @param end offset behind the last byte
 */
public record Span(int start, int end) {
    public Span {
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("no span: " + start + ".." + end);
        }
    }

    public int length() {
        return end - start;
    }
}
