package io.agentgate.gateway.federation;

import io.agentgate.gateway.call.Refusal;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.JsonWriter;
import io.agentgate.protocol.Request;
import io.agentgate.protocol.Value;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A reading of all servers' lists, to find who has a bare name that nobody is known to have. */
final class Search extends Gathering {
    private final Conversation conversation;
    private final Router router;
    private final Owned owned;
    private final ListKind kind;
    private final Map<Id, Request> waiting = new LinkedHashMap<>();
    private final Map<Member, Integer> pages = new HashMap<>();

    Search(Conversation conversation, Router router, Owned owned) {
        super(conversation.roster().settings().listWithin());
        this.conversation = conversation;
        this.router = router;
        this.owned = owned;
        this.kind = ListKind.of(owned);
    }

    void begin() {
        for (Member member : conversation.ready(ready -> ready.offers(kind))) {
            ask(member, null);
        }
    }

    private void ask(Member member, @Nullable String cursor) {
        JsonWriter params = new JsonWriter().beginObject();
        if (cursor != null) {
            params.name("cursor").value(cursor);
        }
        pages.merge(member, 1, Integer::sum);
        conversation.own.ask(this, member, kind.method, params.endObject().toBytes());
    }

    /** Lets a request wait for the end. */
    void await(Request request) {
        waiting.put(request.id(), request);
        conversation.requests.add(request.id(), new ClientRequests.Gathered(this));
    }

    /** The client gave one of the requests up. */
    void forget(Id id) {
        waiting.remove(id);
    }

    @Override
    void settled(Member member, Outcome outcome) {
        if (!(outcome instanceof Outcome.Answered answered)) {
            return;
        }
        int page = pages.getOrDefault(member, 1);
        Harvest.learn(conversation, kind, member, answered.result(), page == 1);
        Value next = answered.result().member("nextCursor");
        String cursor = next == null ? null : next.text();
        if (cursor == null) {
            return;
        }
        if (page < conversation.roster().settings().mostPages()) {
            ask(member, cursor);
        } else {
            conversation.out.note(member, "its list has too many pages to be searched");
        }
    }

    @Override
    void finish() {
        // Whose a URI is that matches no template, servers are asked themselves.
        boolean whole = owned == Owned.TEMPLATE || troubles().isEmpty();
        conversation.names.searched(owned);
        router.ended(owned);
        for (Request request : List.copyOf(waiting.values())) {
            conversation.requests.remove(request.id());
            Target target = router.target(request);
            if (target instanceof Target.Nowhere && !whole) {
                conversation.out.refuse(
                        request.id(),
                        Refusal.UNAVAILABLE,
                        "No server is known to have this, and not all answered: "
                                + Trouble.line(troubles()));
            } else {
                router.carryOut(request, target);
            }
        }
        if (!whole) {
            conversation.names.changed();
        }
    }
}
