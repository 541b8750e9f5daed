package io.agentgate.protocol;

import java.io.Serial;

/**
 * The first violation of one scan.
 *
 * <p>What breaks the syntax ends the scan, and outranks an earlier violation: bytes that are not
 * JSON are a parse error whatever else they are. Other violations are noted and the scan goes on,
 * so that the id of the message is found for the reply.
 */
final class Report {
    private int code;
    private String reason = "";

    void reset() {
        code = 0;
    }

    boolean isClean() {
        return code == 0;
    }

    int code() {
        return code;
    }

    String reason() {
        return reason;
    }

    /** Notes a violation; the first one stays. */
    void note(int violation, String text, String place) {
        if (isClean()) {
            code = violation;
            reason = place.isEmpty() ? text : text + " in " + place;
        }
    }

    void noteAt(String text, Level level, int at) {
        if (isClean()) {
            note(ErrorCode.INVALID_REQUEST, text + " at byte " + at, level.place);
        }
    }

    /** Notes that the bytes are not JSON; there is no going on. */
    Stop syntax(String text, int at) {
        code = ErrorCode.PARSE_ERROR;
        reason = text + " at byte " + at;
        return new Stop();
    }

    /** Notes a limit beyond which the scan costs too much to go on. */
    Stop limit(String text, int at) {
        noteAt(text, Level.OTHER, at);
        return new Stop();
    }

    /** The way out of a scan; without a stack trace, so that garbage is cheap. */
    static final class Stop extends RuntimeException {
        @Serial private static final long serialVersionUID = 1L;

        private Stop() {
            super("scan ended", null, false, false);
        }
    }
}
