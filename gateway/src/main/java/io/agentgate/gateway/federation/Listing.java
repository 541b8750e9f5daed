package io.agentgate.gateway.federation;

import io.agentgate.protocol.Edit;
import io.agentgate.protocol.ErrorCode;
import io.agentgate.protocol.JsonWriter;
import io.agentgate.protocol.Request;
import io.agentgate.protocol.Value;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** A list the client asked for: one page of each server's. */
final class Listing extends Gathering {
    private final Conversation conversation;
    private final ListKind kind;
    private final Request asked;
    private boolean first = true;

    Listing(Conversation conversation, ListKind kind, Request asked) {
        super(conversation.roster().settings().listWithin());
        this.conversation = conversation;
        this.kind = kind;
        this.asked = asked;
    }

    void begin() {
        Value cursor = Value.of(asked.frame()).member("params", "cursor");
        if (cursor == null || cursor.isNull()) {
            begin(conversation.members(), null, List.of());
            return;
        }
        String text = cursor.text();
        SortedMap<Member, String> places =
                text == null ? null : Cursors.decode(kind, text, conversation);
        if (places == null) {
            conversation.out.refuse(
                    asked.id(), ErrorCode.INVALID_PARAMS, "this cursor is not valid");
            return;
        }
        first = false;
        begin(List.copyOf(places.keySet()), places, List.of(cursor));
    }

    private void begin(
            List<Member> members, @Nullable SortedMap<Member, String> places, List<Value> cursor) {
        boolean known = false;
        for (Member member : members) {
            known |= member.offers(kind);
            if (!member.isReady()) {
                absent(member, new Outcome.Missing(member.trouble()));
            }
        }
        if (!known) {
            conversation.out.refuse(
                    asked.id(), ErrorCode.METHOD_NOT_FOUND, "No server has such a list");
            return;
        }
        conversation.requests.add(asked.id(), new ClientRequests.Gathered(this));
        for (Member member : members) {
            if (member.isReady() && member.offers(kind)) {
                List<Edit> edits =
                        cursor.stream()
                                .map(value -> new Edit(value.span(), place(places, member)))
                                .toList();
                conversation.own.ask(this, member, asked.frame(), edits);
            }
        }
        if (isComplete()) {
            finish();
        }
    }

    private static byte[] place(@Nullable SortedMap<Member, String> places, Member member) {
        String place = places == null ? null : places.get(member);
        return JsonWriter.quote(place == null ? "" : place);
    }

    @Override
    void finish() {
        conversation.requests.remove(asked.id());
        SortedMap<Member, Value> results = results();
        conversation.out.answer(
                asked.id(),
                results.isEmpty()
                        ? NobodyAnswered.frame(asked.id(), this)
                        : new ListAnswer(conversation, kind, results, troubles(), first)
                                .frame(asked.id()));
    }
}
