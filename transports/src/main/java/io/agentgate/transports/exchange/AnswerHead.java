package io.agentgate.transports.exchange;

import io.agentgate.transports.entrance.MediaTypes;
import io.agentgate.transports.upstream.UpstreamResponse;
import org.jspecify.annotations.Nullable;

/**
 * What a server says to a message, by the head of its answer (MCP 2025-11-25, sending messages to
 * the server). What becomes of the body is up to whoever asks.
 */
public sealed interface AnswerHead {
    /** HTTP's word for it. */
    int NOT_FOUND = 404;

    /** The server has forgotten the session. */
    record SessionOver() implements AnswerHead {}

    /**
     * It was no request, so that this is all of the answer.
     *
     * @param status says whether the server took it
     */
    record Said(int status) implements AnswerHead {
        /** Whether the server took it. */
        public boolean isTaken() {
            return isSuccess(status);
        }
    }

    /** The answer comes as one body of JSON. */
    record Whole() implements AnswerHead {}

    /** The answer comes on a stream of events. */
    record Stream() implements AnswerHead {}

    /** There is no answer. */
    record Failed(Failure why) implements AnswerHead {}

    /**
     * Reads a head.
     *
     * @param inSession whether the server was told a session of its own
     * @param awaited whether the message was a request
     */
    static AnswerHead of(UpstreamResponse response, boolean inSession, boolean awaited) {
        int status = response.status();
        if (status == NOT_FOUND && inSession) {
            return new SessionOver();
        }
        return read(response, awaited, status != NOT_FOUND);
    }

    /**
     * Reads the head of an answer to a message of the stateless era, in which an unknown method is
     * not found, and there are no sessions (MCP 2026-07-28, Streamable HTTP).
     *
     * @param awaited whether the message was a request
     */
    static AnswerHead ofAlone(UpstreamResponse response, boolean awaited) {
        return read(response, awaited, true);
    }

    private static AnswerHead read(UpstreamResponse response, boolean awaited, boolean found) {
        int status = response.status();
        if (!awaited) {
            return new Said(status);
        }
        if (isCompressed(response)) {
            return new Failed(Failure.COMPRESSED);
        }
        if (isSuccess(status) && names(response, MediaTypes.EVENT_STREAM)) {
            return new Stream();
        }
        return found && mayCarryAnswer(status) && names(response, MediaTypes.JSON)
                ? new Whole()
                : new Failed(Failure.ofStatus(status));
    }

    /** Whether a server answered a GET with a stream of events that can be read. */
    static boolean isStream(UpstreamResponse response) {
        return response.status() == 200
                && names(response, MediaTypes.EVENT_STREAM)
                && !isCompressed(response);
    }

    static boolean isSuccess(int status) {
        return status >= 200 && status < 300;
    }

    private static boolean names(UpstreamResponse response, String type) {
        return MediaTypes.is(type, response.header("Content-Type"));
    }

    private static boolean isCompressed(UpstreamResponse response) {
        @Nullable String encoding = response.header("Content-Encoding");
        return encoding != null && !encoding.strip().equalsIgnoreCase("identity");
    }

    /** Servers may put a JSON-RPC error behind a status of 4xx, but not behind these. */
    private static boolean mayCarryAnswer(int status) {
        boolean refusal = status >= 400 && status < 500;
        return isSuccess(status) || (refusal && status != 401 && status != 403);
    }
}
