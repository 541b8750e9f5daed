package io.agentgate.gateway.lifting;

import io.agentgate.protocol.Edit;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.JsonWriter;
import io.agentgate.protocol.LogLevel;
import io.agentgate.protocol.Request;
import io.agentgate.protocol.Span;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A request of the stateless era as one of a handshake session: without what it says of itself, and
 * under an id that is unique in the session.
 */
public final class RequestsLowering {
    private static final String INPUT_RESPONSES = "inputResponses";
    private static final String REQUEST_STATE = "requestState";

    private RequestsLowering() {}

    /**
     * The request as the session's server gets it.
     *
     * @param id its id there, and its progress token if it has one
     */
    public static Frame lower(Request request, Id id) {
        Frame frame = request.frame();
        List<Edit> edits = new ArrayList<>(2);
        edits.add(new Edit(request.idSpan(), id.raw()));
        Span params = ObjectMembers.object(frame, request.params().span());
        if (params != null) {
            edits.add(new Edit(params, params(request, params, id)));
        }
        edits.sort((one, other) -> Integer.compare(one.span().start(), other.span().start()));
        return frame.splice(edits);
    }

    private static byte[] params(Request request, Span params, Id id) {
        Frame frame = request.frame();
        JsonWriter json = new JsonWriter().beginObject();
        ObjectMembers.of(frame, params)
                .forEach(
                        (name, value) -> {
                            switch (name) {
                                case INPUT_RESPONSES, REQUEST_STATE -> {}
                                case Reserved.META -> meta(request, value, id, json);
                                default -> json.name(name).raw(frame.slice(value));
                            }
                        });
        return json.endObject().toBytes();
    }

    private static void meta(Request request, Span meta, Id id, JsonWriter json) {
        Frame frame = request.frame();
        Map<String, Span> members = ObjectMembers.of(frame, meta);
        members.keySet().removeIf(name -> name.startsWith(Reserved.PREFIX));
        if (members.isEmpty()) {
            return;
        }
        boolean reported = request.params().progressToken() != null;
        json.name(Reserved.META).beginObject();
        members.forEach(
                (name, value) -> {
                    boolean token = reported && name.equals(Reserved.PROGRESS_TOKEN);
                    json.name(name).raw(token ? id.raw() : frame.slice(value));
                });
        json.endObject();
    }

    /** The least level at which the client wants to be told log messages; null for none. */
    public static @Nullable String logLevel(Request request) {
        Frame frame = request.frame();
        Span level = ObjectMembers.of(frame, request.params().meta()).get(Reserved.LOG_LEVEL);
        return ObjectMembers.text(frame, level);
    }

    /** The same of a request that was not looked into, if there is such a level. */
    public static @Nullable LogLevel logLevel(Frame request) {
        Span meta = ObjectMembers.at(request, "params", Reserved.META);
        Span level = ObjectMembers.of(request, meta).get(Reserved.LOG_LEVEL);
        return LogLevel.of(ObjectMembers.text(request, level));
    }

    /**
     * What the server of a request before gave the client to send along; null if that is no text.
     */
    public static @Nullable String requestState(Request request) {
        return ObjectMembers.text(request.frame(), request.params().requestState());
    }

    /** What the client answers to what it was asked, each an object of JSON, by its key. */
    public static Map<String, byte[]> inputResponses(Request request) {
        Frame frame = request.frame();
        Span all = ObjectMembers.of(frame, request.params().span()).get(INPUT_RESPONSES);
        Map<String, byte[]> responses = new TreeMap<>();
        ObjectMembers.of(frame, all)
                .forEach(
                        (key, value) -> {
                            if (ObjectMembers.object(frame, value) != null) {
                                responses.put(key, frame.slice(value));
                            }
                        });
        return responses;
    }

    /**
     * What a request asks for, as a SHA-256: the same for a retry that is the same request, however
     * the members of its parameters are sorted (MCP 2026-07-28, multi round-trip requests).
     */
    public static byte[] digest(Request request) {
        Frame frame = request.frame();
        Map<String, Span> members = new TreeMap<>(ObjectMembers.of(frame, request.params().span()));
        members.keySet().removeAll(List.of(INPUT_RESPONSES, REQUEST_STATE, Reserved.META));
        JsonWriter json = new JsonWriter().beginArray().value(request.method()).beginObject();
        members.forEach((name, value) -> json.name(name).raw(frame.slice(value)));
        return sha256(json.endObject().endArray().toBytes());
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            // Every Java platform has this algorithm (java.security.MessageDigest).
            throw new IllegalStateException(impossible);
        }
    }
}
