package io.agentgate.gateway.federation;

import io.agentgate.protocol.Edit;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.JsonWriter;
import io.agentgate.protocol.Replies;
import io.agentgate.protocol.Request;
import io.agentgate.protocol.Span;
import io.agentgate.protocol.Value;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The way of those requests of the client that one server answers. */
final class Router {
    private final Conversation conversation;
    private final Addresses addresses;
    private final Map<Owned, Search> searches = new EnumMap<>(Owned.class);

    Router(Conversation conversation) {
        this.conversation = conversation;
        addresses = new Addresses(conversation);
    }

    void route(Request request) {
        carryOut(request, target(request));
    }

    Target target(Request request) {
        return addresses.target(request);
    }

    void carryOut(Request request, Target target) {
        switch (target) {
            case Target.Server server -> send(request, server.member(), server.edit());
            case Target.Nowhere nowhere ->
                    conversation.out.answer(request.id(), answer(request, nowhere));
            case Target.InTurn inTurn -> new Asking(conversation, request, inTurn).begin();
            case Target.Unclear unclear -> search(request, unclear.owned());
        }
    }

    /** The answer to a request for what no server has. */
    static Frame answer(Request request, Target.Nowhere nowhere) {
        String uri = nowhere.uri();
        byte[] data =
                uri == null
                        ? null
                        : new JsonWriter()
                                .beginObject()
                                .name("uri")
                                .value(uri)
                                .endObject()
                                .toBytes();
        return Replies.error(request.id(), nowhere.code(), nowhere.message(), data);
    }

    private void send(Request request, Member member, @Nullable Edit edit) {
        boolean call = request.method().equals("tools/call");
        if (!member.isReady() && !call) {
            conversation.out.unavailable(request.id(), member, member.trouble().reason());
            return;
        }
        List<Edit> edits = edits(request, member);
        if (edit != null) {
            edits.add(edit);
        }
        Frame frame = Edits.splice(request.frame(), edits);
        conversation.requests.add(
                request.id(),
                new ClientRequests.Routed(
                        member, request.method(), Subject.of(request, member.name())));
        if (member.isReady()) {
            conversation.out.toServer(member, frame);
        } else {
            // A call is judged and recorded, whether its server is there or not.
            String reason =
                    "The server `"
                            + member.name().text
                            + "` is not available: "
                            + member.trouble().reason();
            conversation.out.unreachable(member, frame, reason);
        }
    }

    /** What to change of a request beside what it names, so that a server knows it. */
    static List<Edit> edits(Request request, Member member) {
        Span meta = request.params().meta();
        List<Edit> edits = new ArrayList<>(2);
        if (meta != null) {
            Value value = new Value(request.frame(), meta);
            Rewriter.collect(value, Places.META, Namings.up(member.name()), edits);
        }
        return edits;
    }

    private void search(Request request, Owned owned) {
        Search running = searches.get(owned);
        if (running != null) {
            running.await(request);
            return;
        }
        Search search = new Search(conversation, this, owned);
        searches.put(owned, search);
        search.await(request);
        search.begin();
        if (search.isComplete()) {
            search.finish();
        }
    }

    /** A search is over. */
    void ended(Owned owned) {
        searches.remove(owned);
    }
}
