package io.agentgate.protocol;

import org.jspecify.annotations.Nullable;

/**
 * The answer to a request.
 *
 * @param id null only for an error whose sender could not tell the request's id (<a
 *     href="https://www.jsonrpc.org/specification#response_object">JSON-RPC 2.0, section 5</a>)
 */
public record Response(Frame frame, @Nullable Id id, Outcome outcome) implements Message {

    /** Which of the two members of an answer is there, and where its value stands. */
    public sealed interface Outcome permits Result, Failure {
        Span span();
    }

    /** The value of {@code result}. */
    public record Result(Span span) implements Outcome {}

    /** The value of {@code error}, and the code in it. */
    public record Failure(Span span, int code) implements Outcome {}

    /** Returns where the id stands in the frame, null if there is no such member. */
    public @Nullable Span idSpan() {
        return JsonCursor.member(frame, "id");
    }
}
