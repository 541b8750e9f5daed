package io.agentgate.protocol;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway reads of a message's {@code params}; each part is null where it is absent.
 *
 * <p>Spans refer to the message's frame and cover whole tokens, strings with their quotes.
 */
public final class Params {
    public static final Params NONE = new Params(new Envelope(), new byte[0], "");

    private final @Nullable Span span;
    private final @Nullable String name;
    private final @Nullable Span nameSpan;
    private final @Nullable String uri;
    private final @Nullable Span uriSpan;
    private final @Nullable Span arguments;
    private final @Nullable Span meta;
    private final @Nullable Id progressToken;
    private final @Nullable Span progressTokenSpan;
    private final @Nullable Id requestId;
    private final @Nullable Span requestIdSpan;
    private final @Nullable Span requestState;
    private final @Nullable String taskId;
    private final @Nullable String revision;
    private final @Nullable Span capabilities;

    Params(Envelope found, byte[] bytes, String method) {
        span = found.span(Slot.PARAMS);
        nameSpan = found.spanIf(Slot.NAME, Kind.STRING);
        name = found.text(Slot.NAME, bytes);
        uriSpan = found.spanIf(Slot.URI, Kind.STRING);
        uri = found.text(Slot.URI, bytes);
        arguments = found.spanIf(Slot.ARGUMENTS, Kind.OBJECT);
        meta = found.spanIf(Slot.META, Kind.OBJECT);
        Slot token = progressSlot(method);
        progressToken = found.id(token, bytes);
        progressTokenSpan = progressToken == null ? null : found.span(token);
        requestId = found.id(Slot.REQUEST_ID, bytes);
        requestIdSpan = requestId == null ? null : found.span(Slot.REQUEST_ID);
        requestState =
                found.is(Slot.REQUEST_STATE, Kind.NULL) ? null : found.span(Slot.REQUEST_STATE);
        taskId = found.text(Slot.TASK_ID, bytes);
        revision = revision(found, bytes);
        capabilities = found.spanIf(Slot.META_CAPABILITIES, Kind.OBJECT);
    }

    /** The token is announced in a request's {@code _meta}, and used in progress's own params. */
    static Slot progressSlot(String method) {
        return method.equals("notifications/progress") ? Slot.PROGRESS_TOKEN : Slot.META_PROGRESS;
    }

    private static @Nullable String revision(Envelope found, byte[] bytes) {
        // What is no string names no revision, but it is said.
        return found.has(Slot.META_VERSION) && !found.is(Slot.META_VERSION, Kind.STRING)
                ? ""
                : found.text(Slot.META_VERSION, bytes);
    }

    public @Nullable Span span() {
        return span;
    }

    /** Returns the decoded {@code name}. */
    public @Nullable String name() {
        return name;
    }

    public @Nullable Span nameSpan() {
        return nameSpan;
    }

    /** Returns the decoded {@code uri}. */
    public @Nullable String uri() {
        return uri;
    }

    public @Nullable Span uriSpan() {
        return uriSpan;
    }

    /** Returns where the {@code arguments} object stands; null also for a JSON null. */
    public @Nullable Span arguments() {
        return arguments;
    }

    /** Returns where the {@code _meta} object stands. */
    public @Nullable Span meta() {
        return meta;
    }

    /** Returns the token of {@code _meta}, or the one {@code notifications/progress} is about. */
    public @Nullable Id progressToken() {
        return progressToken;
    }

    public @Nullable Span progressTokenSpan() {
        return progressTokenSpan;
    }

    /** Returns the id of the request that {@code notifications/cancelled} is about. */
    public @Nullable Id requestId() {
        return requestId;
    }

    public @Nullable Span requestIdSpan() {
        return requestIdSpan;
    }

    /** Returns whether this is the retry of a request that was answered by {@code requestState}. */
    public boolean hasRequestState() {
        return requestState != null;
    }

    /** Returns where {@code requestState} stands, whatever it is. */
    public @Nullable Span requestState() {
        return requestState;
    }

    /** Returns the decoded {@code taskId}. */
    public @Nullable String taskId() {
        return taskId;
    }

    /**
     * Returns the protocol revision that {@code _meta} names, which only requests of the stateless
     * era do; empty if what stands there is no string.
     */
    public @Nullable String revision() {
        return revision;
    }

    /** Returns where the client's capabilities stand in {@code _meta}, if they are an object. */
    public @Nullable Span capabilities() {
        return capabilities;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Params params && parts().equals(params.parts());
    }

    @Override
    public int hashCode() {
        return parts().hashCode();
    }

    private List<@Nullable Object> parts() {
        return Arrays.asList(
                span,
                name,
                nameSpan,
                uri,
                uriSpan,
                arguments,
                meta,
                progressTokenSpan,
                progressToken,
                requestIdSpan,
                requestId,
                requestState,
                taskId,
                revision,
                capabilities);
    }
}
