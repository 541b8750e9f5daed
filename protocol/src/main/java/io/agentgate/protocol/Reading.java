package io.agentgate.protocol;

import io.agentgate.protocol.Malformed.Shape;
import org.jspecify.annotations.Nullable;

/** What valid JSON means as a JSON-RPC message, by the members the scanner found. */
final class Reading {
    private static final String TOOLS_CALL = "tools/call";

    private final Limits limits;
    private final Peer peer;
    private final Report report;
    private final Envelope found;

    Reading(Limits limits, Peer peer, Report report, Envelope found) {
        this.limits = limits;
        this.peer = peer;
        this.report = report;
        this.found = found;
    }

    /**
     * Returns the message, or the refusal if any violation is on the report or is found now.
     *
     * @param whole whether the scan came to the end of the bytes
     */
    Scanned conclude(byte[] bytes, boolean whole) {
        Message message = report.isClean() ? message(bytes) : null;
        if (message != null && report.isClean()) {
            return message;
        }
        Id id = found.isDoubtful(Slot.ID) ? null : found.id(Slot.ID, bytes);
        return new Malformed(
                report.code(), report.reason(), id, shape(whole), peer, whole ? tool(bytes) : null);
    }

    /** What a {@code tools/call} names, if there is only one reading of that. */
    private @Nullable String tool(byte[] bytes) {
        boolean doubtful =
                found.isDoubtful(Slot.METHOD)
                        || found.isDoubtful(Slot.PARAMS)
                        || found.isDoubtful(Slot.NAME);
        if (doubtful || !TOOLS_CALL.equals(found.text(Slot.METHOD, bytes))) {
            return null;
        }
        String name = found.text(Slot.NAME, bytes);
        return name != null && name.length() <= limits.maxName() && Folding.isPlain(name)
                ? name
                : null;
    }

    private Shape shape(boolean whole) {
        boolean answer =
                found.isNamed(Slot.RESULT)
                        || found.isNamed(Slot.ERROR)
                        || found.isDoubtful(Slot.RESULT)
                        || found.isDoubtful(Slot.ERROR);
        if (found.isNamed(Slot.METHOD)) {
            if (answer) {
                return Shape.UNCLEAR;
            }
            if (found.isNamed(Slot.ID)) {
                return Shape.REQUEST;
            }
            return whole && !found.isDoubtful(Slot.ID) ? Shape.NOTIFICATION : Shape.UNCLEAR;
        }
        return answer ? Shape.RESPONSE : Shape.UNCLEAR;
    }

    /** The shape of the three kinds: JSON-RPC 2.0, sections 4 and 5. */
    private @Nullable Message message(byte[] bytes) {
        if (!"2.0".equals(found.text(Slot.JSONRPC, bytes))) {
            return refuse("jsonrpc must be \"2.0\"");
        }
        boolean result = found.has(Slot.RESULT);
        boolean error = found.has(Slot.ERROR);
        if (!found.has(Slot.METHOD)) {
            return response(bytes, result, error);
        }
        if (result || error) {
            return refuse("a method together with a result or an error");
        }
        String method = found.text(Slot.METHOD, bytes);
        if (method == null) {
            return refuse("method must be a string");
        }
        Id id = found.id(Slot.ID, bytes);
        if (id == null && found.has(Slot.ID)) {
            return refuse("id must be a string or an integer");
        }
        Params params = params(bytes, method);
        if (id == null) {
            return new Notification(Frame.of(bytes), method, params);
        }
        return new Request(Frame.of(bytes), id, method, params);
    }

    private @Nullable Message response(byte[] bytes, boolean result, boolean error) {
        if (result == error) {
            return refuse(
                    result
                            ? "a result together with an error"
                            : "neither a method nor a result nor an error");
        }
        Id id = found.id(Slot.ID, bytes);
        boolean unknown = !found.has(Slot.ID) || found.is(Slot.ID, Kind.NULL);
        if (id == null && (result || !unknown)) {
            return refuse("id must be a string or an integer");
        }
        Span span = found.span(result ? Slot.RESULT : Slot.ERROR);
        if (span == null) {
            return null;
        }
        if (result) {
            return new Response(Frame.of(bytes), id, new Response.Result(span));
        }
        Id code = found.id(Slot.CODE, bytes);
        Long value = code == null || code.isString() ? null : code.asLong();
        if (value == null
                || value.intValue() != value
                || !found.is(Slot.ERROR, Kind.OBJECT)
                || !found.is(Slot.TEXT, Kind.STRING)) {
            return refuse("an error must have an integer code and a string message");
        }
        return new Response(Frame.of(bytes), id, new Response.Failure(span, value.intValue()));
    }

    private Params params(byte[] bytes, String method) {
        if (found.has(Slot.PARAMS) && !found.is(Slot.PARAMS, Kind.OBJECT)) {
            refuseParams("params must be an object", "/params");
            return Params.NONE;
        }
        Params params = found.has(Slot.PARAMS) ? new Params(found, bytes, method) : Params.NONE;
        switch (method) {
            case TOOLS_CALL, "prompts/get" -> named(params);
            case "resources/read" -> {
                if (params.uri() == null) {
                    refuseParams("a string expected", "/params/uri");
                }
            }
            default -> {}
        }
        token(params.progressToken(), Params.progressSlot(method), "/params progressToken");
        token(params.requestId(), Slot.REQUEST_ID, "/params/requestId");
        return params;
    }

    private void named(Params params) {
        String name = params.name();
        if (name == null) {
            refuseParams("a string expected", "/params/name");
        } else if (name.length() > limits.maxName()) {
            refuseParams("a name longer than the limit", "/params/name");
        } else if (!Folding.isPlain(name)) {
            refuseParams(
                    "a name that is empty, not NFKC, or has hidden characters", "/params/name");
        }
        if (found.has(Slot.ARGUMENTS)
                && !found.is(Slot.ARGUMENTS, Kind.OBJECT)
                && !found.is(Slot.ARGUMENTS, Kind.NULL)) {
            refuseParams("an object expected", "/params/arguments");
        }
    }

    /** A token that is neither string nor integer can't be compared, so none passes. */
    private void token(@Nullable Id token, Slot slot, String place) {
        if (token == null && found.has(slot) && !found.is(slot, Kind.NULL)) {
            refuseParams("a string or an integer expected", place);
        }
    }

    private @Nullable Message refuse(String text) {
        report.note(ErrorCode.INVALID_REQUEST, text, "");
        return null;
    }

    private void refuseParams(String text, String place) {
        report.note(ErrorCode.INVALID_PARAMS, text, place);
    }
}
