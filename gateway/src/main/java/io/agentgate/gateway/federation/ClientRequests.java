package io.agentgate.gateway.federation;

import io.agentgate.gateway.call.PendingRequests;
import io.agentgate.protocol.Id;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The client's requests that wait for an answer, over all servers. Bounded. */
final class ClientRequests {
    static final int MAX_REQUESTS = PendingRequests.MAX_PENDING;

    private final Map<Id, InFlight> waiting = new HashMap<>();

    /** Who answers a request. */
    sealed interface InFlight {}

    /**
     * One server does.
     *
     * @param subject the resource it is about; null if it is about none
     */
    record Routed(Member member, String method, @Nullable Subject subject) implements InFlight {}

    /** The gateway does, from the answers of servers. */
    record Gathered(Gathering gathering) implements InFlight {}

    boolean contains(Id id) {
        return waiting.containsKey(id);
    }

    boolean isFull() {
        return waiting.size() >= MAX_REQUESTS;
    }

    void add(Id id, InFlight request) {
        waiting.put(id, request);
    }

    @Nullable InFlight get(Id id) {
        return waiting.get(id);
    }

    @Nullable InFlight remove(Id id) {
        return waiting.remove(id);
    }

    /** Takes out what one server was to answer; null if that is not so. */
    @Nullable Routed remove(Id id, Member member) {
        if (waiting.get(id) instanceof Routed routed && routed.member().equals(member)) {
            waiting.remove(id);
            return routed;
        }
        return null;
    }

    /** Takes out all that a server was to answer. */
    List<Id> removeAll(Member member) {
        List<Id> ids = new ArrayList<>();
        waiting.forEach(
                (id, request) -> {
                    if (request instanceof Routed routed && routed.member().equals(member)) {
                        ids.add(id);
                    }
                });
        ids.forEach(waiting::remove);
        return ids;
    }

    void clear() {
        waiting.clear();
    }
}
