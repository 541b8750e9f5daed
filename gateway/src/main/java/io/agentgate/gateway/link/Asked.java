package io.agentgate.gateway.link;

import io.agentgate.protocol.Id;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request that was sent under an id of ours, and all who wait for its answer. Guarded by the lock
 * of its link.
 */
final class Asked {
    private final Id ours;
    private final String method;
    private final List<Asker> askers = new ArrayList<>();

    Asked(Id ours, String method, Asker first) {
        this.ours = ours;
        this.method = method;
        askers.add(first);
    }

    /**
     * Who waits for the answer.
     *
     * @param id as the session spelled it
     * @param progressToken likewise; null for one who hears of no progress
     */
    record Asker(Sharer session, Id id, @Nullable Id progressToken) {}

    Id ours() {
        return ours;
    }

    /** Whether a message came on the stream of this request. */
    boolean isOf(@Nullable Id stream) {
        return stream != null && ours.equals(stream);
    }

    String method() {
        return method;
    }

    /** Those who wait; nobody if all have gone. */
    List<Asker> askers() {
        return askers;
    }

    /** One more who waits for the same answer. */
    void follow(Asker asker) {
        askers.add(asker);
    }

    void leave(Sharer session, Id id) {
        askers.removeIf(asker -> asker.session().equals(session) && asker.id().equals(id));
    }
}
