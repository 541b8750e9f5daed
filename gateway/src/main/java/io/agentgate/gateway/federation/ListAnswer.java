package io.agentgate.gateway.federation;

import io.agentgate.gateway.call.Session;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.JsonWriter;
import io.agentgate.protocol.Replies;
import io.agentgate.protocol.Value;
import java.io.ByteArrayOutputStream;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The lists of several servers as one: servers in configured order, each server's own order kept,
 * each item as it came but for names.
 */
final class ListAnswer {
    /** Longest list, in bytes: what one server may send, too. */
    static final int MAX_BYTES = Session.MAX_SERVER_MESSAGE_BYTES;

    private final Conversation conversation;
    private final ListKind kind;
    private final SortedMap<Member, Value> results;
    private final SortedMap<Member, Trouble> troubles;
    private final boolean first;
    private final SortedMap<Member, String> next = Gathering.byOrder();
    private final ByteArrayOutputStream list = new ByteArrayOutputStream();

    /**
     * @param results of those who answered, at least one
     * @param troubles of the rest
     * @param first whether it is the first page
     */
    ListAnswer(
            Conversation conversation,
            ListKind kind,
            SortedMap<Member, Value> results,
            SortedMap<Member, Trouble> troubles,
            boolean first) {
        this.conversation = conversation;
        this.kind = kind;
        this.results = results;
        this.troubles = troubles;
        this.first = first;
    }

    Frame frame(Id id) {
        // All are learned before any is shown, so that the first in order comes first.
        results.forEach(
                (member, result) -> Harvest.learn(conversation, kind, member, result, first));
        list.write('[');
        results.forEach(this::addAll);
        list.write(']');
        JsonWriter json = new JsonWriter().beginObject();
        json.name(kind.items).raw(list.toByteArray());
        if (!next.isEmpty()) {
            json.name("nextCursor").value(Cursors.encode(kind, next));
        }
        Remainders.writeUnknown(json, results, Set.of(kind.items, "nextCursor"));
        Remainders.writeMeta(json, results, troubles);
        return Replies.result(id, json.endObject().toBytes());
    }

    private void addAll(Member member, Value result) {
        Value items = result.member(kind.items);
        if (items == null || !items.isArray()) {
            troubles.put(member, new Trouble("failed", "its answer has no list"));
            return;
        }
        ListPart part = new ListPart(conversation, kind, member, MAX_BYTES - list.size());
        items.eachElement(part::add);
        part.note();
        if (part.isTooLarge()) {
            troubles.put(member, new Trouble("too_large", "its list is too large"));
            return;
        }
        part.appendTo(list);
        Value cursor = result.member("nextCursor");
        continueAt(member, cursor == null ? null : cursor.text());
    }

    private void continueAt(Member member, @Nullable String cursor) {
        if (cursor == null) {
            return;
        }
        if (Cursors.isTooLong(cursor)) {
            troubles.put(member, new Trouble("failed", "the cursor of its next page is too long"));
            return;
        }
        next.put(member, cursor);
    }
}
