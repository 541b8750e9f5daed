package io.agentgate.protocol;

/** A message that is owed an answer. */
public record Request(Frame frame, Id id, String method, Params params) implements Message {

    /** Returns where the id stands in the frame; found by a walk, so ask only to splice it. */
    public Span idSpan() {
        Span span = JsonCursor.member(frame, "id");
        if (span == null) {
            throw new IllegalStateException("a request without id");
        }
        return span;
    }
}
