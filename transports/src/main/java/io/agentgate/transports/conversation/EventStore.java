package io.agentgate.transports.conversation;

import io.agentgate.protocol.sse.SseEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The last events of a session's streams, for a client that lost its connection and comes back (MCP
 * 2025-11-25, resumability and redelivery). Bounded; the oldest are forgotten first.
 */
final class EventStore {
    /** Most events kept for one session. */
    static final int MAX_EVENTS = 512;

    /** Most bytes of messages kept for one session. */
    static final int MAX_BYTES = 1 << 20;

    private final Deque<Kept> kept = new ArrayDeque<>();
    private int bytes;

    /**
     * Names an event in all streams of a session.
     *
     * @param stream the number of its stream
     * @param place its number in that stream
     */
    record Place(long stream, long place) {
        private static final int MAX_LENGTH = 40;

        /** The event id that a client is told. */
        String id() {
            return stream + "-" + place;
        }

        /** Reads an event id; an id that no stream of ours has names no event. */
        static Place of(String id) {
            int dash = id.indexOf('-');
            try {
                if (dash > 0 && id.length() <= MAX_LENGTH) {
                    return new Place(
                            Long.parseLong(id, 0, dash, 10),
                            Long.parseLong(id, dash + 1, id.length(), 10));
                }
            } catch (NumberFormatException notOurs) {
                return NOWHERE;
            }
            return NOWHERE;
        }

        static final Place NOWHERE = new Place(-1, -1);
    }

    @SuppressWarnings("ArrayRecordComponent") // Kept to be sent again, never compared.
    record Kept(Place place, byte[] data) {
        SseEvent event() {
            return new SseEvent(SseEvent.MESSAGE, data, place.id(), null);
        }
    }

    void keep(Kept event) {
        kept.addLast(event);
        bytes += event.data().length;
        while (kept.size() > MAX_EVENTS || (bytes > MAX_BYTES && kept.size() > 1)) {
            bytes -= kept.removeFirst().data().length;
        }
    }

    /** What was said on a stream after an event. */
    List<Kept> after(Place last) {
        List<Kept> later = new ArrayList<>();
        for (Kept each : kept) {
            Place place = each.place();
            if (place.stream() == last.stream() && place.place() > last.place()) {
                later.add(each);
            }
        }
        return later;
    }
}
