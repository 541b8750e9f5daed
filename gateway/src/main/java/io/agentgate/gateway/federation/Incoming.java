package io.agentgate.gateway.federation;

import io.agentgate.protocol.Edit;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.JsonWriter;
import io.agentgate.protocol.Span;
import io.agentgate.protocol.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request or notification of a server, which a door has read before. */
final class Incoming {
    /** Tells the client which server asks; whatever a server says there itself is replaced. */
    static final String ASKER = "io.agentgate/server";

    private final Frame frame;
    private final String method;
    private final @Nullable Value id;
    private final @Nullable Value params;
    private final @Nullable Value meta;

    Incoming(Frame frame) {
        this.frame = frame;
        Map<String, Value> members = Value.of(frame).members();
        Value named = members.get("method");
        String text = named == null ? null : named.text();
        method = text == null ? "" : text;
        id = members.get("id");
        params = members.get("params");
        meta = params == null ? null : params.member("_meta");
    }

    Frame frame() {
        return frame;
    }

    String method() {
        return method;
    }

    /** A member of the params as text; null if it is none. */
    @Nullable String text(String name) {
        Value value = params == null ? null : params.member(name);
        return value == null ? null : value.text();
    }

    /** A member of the params, where it stands. */
    @Nullable Value param(String name) {
        return params == null ? null : params.member(name);
    }

    /** The progress token it announces; null if none. */
    @Nullable Id token() {
        Value token = meta == null ? null : meta.member("progressToken");
        return token == null ? null : token.id();
    }

    /** As the client is shown it, but for ids. */
    Frame shown(Naming naming) {
        return frame.splice(renamed(naming));
    }

    private List<Edit> renamed(Naming naming) {
        List<Edit> edits = new ArrayList<>();
        if (params != null) {
            Rewriter.collect(params, Places.params(method), naming, edits);
        }
        return edits;
    }

    /** As the client is asked it: under another id and progress token, and by whom. */
    Frame asked(Naming naming, Id own, @Nullable String asker) {
        List<Edit> edits = renamed(naming);
        if (id != null) {
            edits.add(new Edit(id.span(), own.raw()));
        }
        Value token = meta == null ? null : meta.member("progressToken");
        if (token != null && token.id() != null) {
            edits.add(new Edit(token.span(), own.raw()));
        }
        if (asker != null && params != null && params.isObject()) {
            edits.add(signed(params, asker));
        }
        return Edits.splice(frame, edits);
    }

    private Edit signed(Value into, String asker) {
        byte[] name = JsonWriter.quote(asker);
        if (meta == null) {
            byte[] fresh = bytes("{\"" + ASKER + "\":" + text(name) + "}");
            return inserted(into, "_meta", fresh);
        }
        Value forged = meta.member(ASKER);
        if (forged != null) {
            return new Edit(forged.span(), name);
        }
        return meta.isObject()
                ? inserted(meta, ASKER, name)
                : new Edit(meta.span(), bytes("{\"" + ASKER + "\":" + text(name) + "}"));
    }

    /** Puts a member first in an object. */
    private static Edit inserted(Value object, String name, byte[] value) {
        int behindBrace = object.span().start() + 1;
        String comma = object.members().isEmpty() ? "" : ",";
        return new Edit(
                new Span(behindBrace, behindBrace),
                bytes("\"" + name + "\":" + text(value) + comma));
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }
}
