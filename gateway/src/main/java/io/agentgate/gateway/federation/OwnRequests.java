package io.agentgate.gateway.federation;

import io.agentgate.protocol.Cancellation;
import io.agentgate.protocol.Edit;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.JsonCursor;
import io.agentgate.protocol.JsonWriter;
import io.agentgate.protocol.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The requests that the gateway itself has sent to servers, and what their answers are for. */
final class OwnRequests {
    /** What ids and progress tokens of the gateway's own begin with. */
    static final String PREFIX = "agentgate-";

    private final Outbox out;
    private final Map<Id, Asked> waiting = new HashMap<>();
    private final Set<Gathering> gatherings = new LinkedHashSet<>();
    private long last;

    private record Asked(Member member, Gathering gathering) {}

    OwnRequests(Outbox out) {
        this.out = out;
    }

    /** An id that was not used before in this session. */
    Id next() {
        return Id.of(PREFIX + ++last);
    }

    /** Whether an id looks like one of the gateway's own, however it is spelled. */
    static boolean isOwn(Id id) {
        if (!id.isString()) {
            return false;
        }
        JsonCursor text = new JsonCursor(id.raw());
        text.next();
        return text.text().startsWith(PREFIX);
    }

    /** Asks a server what the client asked, under an id of the gateway's own. */
    void ask(Gathering gathering, Member member, Frame frame, List<Edit> edits) {
        Id id = next();
        Value place = Value.of(frame).member("id");
        if (place == null) {
            throw new IllegalStateException("a request without id");
        }
        List<Edit> all = new ArrayList<>(edits);
        all.add(new Edit(place.span(), id.raw()));
        send(gathering, member, id, Edits.splice(frame, all));
    }

    /**
     * Asks a server something of the gateway's own.
     *
     * @param params JSON
     */
    void ask(Gathering gathering, Member member, String method, byte[] params) {
        Id id = next();
        JsonWriter json = new JsonWriter().beginObject().name("jsonrpc").value("2.0");
        json.name("id").raw(id.raw()).name("method").value(method);
        json.name("params").raw(params).endObject();
        send(gathering, member, id, Frame.of(json.toBytes()));
    }

    private void send(Gathering gathering, Member member, Id id, Frame frame) {
        gathering.asked(id, member);
        waiting.put(id, new Asked(member, gathering));
        gatherings.add(gathering);
        out.toServer(member, frame);
    }

    /** Keeps waiting for an answer, for another purpose. */
    void handOver(Id id, Member member, Gathering gathering) {
        gathering.asked(id, member);
        waiting.put(id, new Asked(member, gathering));
        gatherings.add(gathering);
    }

    /**
     * Takes what came of a request.
     *
     * @return false if the gateway asked this server no such thing, or it is over
     */
    boolean settle(Member member, Id id, Outcome outcome) {
        Asked asked = waiting.get(id);
        if (asked == null || !asked.member().equals(member)) {
            return false;
        }
        waiting.remove(id);
        settle(asked.gathering(), id, outcome);
        return true;
    }

    private void settle(Gathering gathering, Id id, Outcome outcome) {
        gathering.settle(id, outcome);
        finishIfComplete(gathering);
    }

    private void finishIfComplete(Gathering gathering) {
        if (gathering.isComplete() && gatherings.remove(gathering)) {
            gathering.finish();
        }
    }

    boolean waitsFor(Member member, Id id) {
        Asked asked = waiting.get(id);
        return asked != null && asked.member().equals(member);
    }

    /** A server will answer nothing any more. */
    void left(Member member, Trouble trouble) {
        List<Id> lost = new ArrayList<>();
        waiting.forEach(
                (id, asked) -> {
                    if (asked.member().equals(member)) {
                        lost.add(id);
                    }
                });
        for (Id id : lost) {
            settle(member, id, new Outcome.Missing(trouble));
        }
    }

    /** Ends what has run out of time. */
    void tick(long nanoTime) {
        for (Gathering gathering : List.copyOf(gatherings)) {
            if (gathering.isOver(nanoTime)) {
                Trouble late = new Trouble(MemberState.LATE.word, "it did not answer in time");
                end(gathering, new Outcome.Missing(late));
                finishIfComplete(gathering);
            }
        }
    }

    /** The client wants no answer. */
    void cancel(Gathering gathering) {
        gatherings.remove(gathering);
        end(gathering, new Outcome.Missing(new Trouble("cancelled", "the client gave it up")));
    }

    private void end(Gathering gathering, Outcome outcome) {
        gathering
                .open()
                .forEach(
                        (id, member) -> {
                            waiting.remove(id);
                            if (gathering.expire(id, member)) {
                                out.toServer(member, Cancellation.of(id, null));
                            }
                            gathering.settle(id, outcome);
                        });
    }

    boolean isEmpty() {
        return gatherings.isEmpty();
    }

    void clear() {
        waiting.clear();
        gatherings.clear();
    }
}
