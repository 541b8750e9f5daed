package io.agentgate.gateway.federation;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.agentgate.protocol.Frame;
import io.agentgate.protocol.JsonWriter;
import io.agentgate.protocol.Limits;
import io.agentgate.protocol.Peer;
import io.agentgate.protocol.Scanner;
import io.agentgate.protocol.Value;
import java.util.Base64;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The cursors that clients are given: where each server's own list goes on. They are opaque to
 * clients and hold nothing secret; a changed one is refused, or is a page that could be asked for
 * anyway (<a
 * href="https://modelcontextprotocol.io/specification/2025-11-25/server/utilities/pagination">MCP,
 * pagination</a>).
 */
final class Cursors {
    /** Longest cursor of one server, in bytes as JSON spells it. */
    static final int MAX_CURSOR = 4096;

    /** Longest of ours: cursors of all servers, their names, and a third for base64. */
    private static final int MAX_LENGTH = FederationSettings.MAX_SERVERS * 6000;

    private static final Limits LIMITS =
            new Limits(MAX_LENGTH, 3, MAX_CURSOR, 8, FederationSettings.MAX_SERVERS + 2, 64);

    private Cursors() {}

    static boolean isTooLong(String cursor) {
        return JsonWriter.quote(cursor).length > MAX_CURSOR;
    }

    /** Writes a cursor for those servers whose lists go on, at least one. */
    static String encode(ListKind kind, Map<Member, String> next) {
        JsonWriter json = new JsonWriter().beginObject();
        json.name("list").value(kind.method).name("next").beginObject();
        next.forEach((member, cursor) -> json.name(member.name().text).value(cursor));
        byte[] bytes = json.endObject().endObject().toBytes();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Reads a cursor; null if it is none of ours for this list. */
    static @Nullable SortedMap<Member, String> decode(
            ListKind kind, String cursor, Conversation conversation) {
        if (cursor.length() > MAX_LENGTH) {
            return null;
        }
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(cursor.getBytes(US_ASCII));
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
        if (new Scanner(LIMITS, Peer.CLIENT).objection(bytes) != null) {
            return null;
        }
        Value whole = Value.of(Frame.of(bytes));
        Value list = whole.member("list");
        Value next = whole.member("next");
        return list != null && next != null && kind.method.equals(list.text())
                ? cursors(next, conversation)
                : null;
    }

    private static @Nullable SortedMap<Member, String> cursors(
            Value next, Conversation conversation) {
        SortedMap<Member, String> cursors = Gathering.byOrder();
        for (Map.Entry<String, Value> entry : next.members().entrySet()) {
            Member member = conversation.find(entry.getKey());
            String cursor = entry.getValue().text();
            if (member == null || cursor == null) {
                return null;
            }
            cursors.put(member, cursor);
        }
        return cursors.isEmpty() ? null : cursors;
    }
}
