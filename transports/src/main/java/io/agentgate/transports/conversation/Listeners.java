package io.agentgate.transports.conversation;

import io.agentgate.gateway.lifting.Lifted;
import io.agentgate.gateway.lifting.LiftingNotices;
import io.agentgate.gateway.lifting.ListenFilter;
import io.agentgate.gateway.lifting.RequestsOfOurs;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Notification;
import io.agentgate.protocol.Request;
import io.agentgate.transports.session.ListeningCallers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The streams on which clients of the stateless era listen to what a server says unasked (MCP
 * 2026-07-28, subscriptions). Bounded. Used at the conversation's home.
 */
final class Listeners {
    /** Most streams of one conversation. */
    static final int MAX_STREAMS = ListeningCallers.MAX_STREAMS;

    private final Bridge bridge;
    private final List<Listener> open = new ArrayList<>();

    /** How many streams want to hear of a resource. */
    private final Map<String, Integer> resources = new HashMap<>();

    Listeners(Bridge bridge) {
        this.bridge = bridge;
    }

    int size() {
        return open.size();
    }

    /**
     * One of them.
     *
     * <pre>
     *   ASKING ──the server takes or refuses each resource──▶ ACKNOWLEDGED ──▶ over
     * </pre>
     */
    private static final class Listener {
        private final LonePost post;
        private final ListenFilter wanted;
        private final Set<String> refused = new LinkedHashSet<>();
        private int unanswered;
        private boolean acknowledged;

        Listener(LonePost post, ListenFilter wanted) {
            this.post = post;
            this.wanted = wanted;
        }

        void acknowledge() {
            if (!acknowledged && unanswered == 0) {
                acknowledged = true;
                post.stands();
                post.notice(wanted.without(refused).acknowledged(post.id()));
            }
        }
    }

    /** A client begins to listen. */
    void begin(Request request, LonePost post) {
        ListenFilter filter = ListenFilter.of(request);
        if (filter == null) {
            post.invalid("params.notifications must say what to listen for");
            return;
        }
        if (open.size() >= MAX_STREAMS) {
            post.rejected(ListeningCallers.TOO_MANY);
            return;
        }
        Listener listener = new Listener(post, filter.of(bridge.server()));
        open.add(listener);
        listener.unanswered = listener.wanted.resources().size();
        for (String uri : listener.wanted.resources()) {
            resources.merge(uri, 1, Integer::sum);
            // Also for one that another stream has: only the server knows whether it took it.
            bridge.ask(
                    id -> RequestsOfOurs.subscribe(id, uri),
                    answer -> subscribed(listener, uri, answer));
        }
        listener.acknowledge();
        post.sent(bridge, () -> bridge.home().run(() -> leave(listener)));
    }

    private static void subscribed(Listener listener, String uri, Frame answer) {
        if (!Lifted.isResult(answer)) {
            listener.refused.add(uri);
        }
        listener.unanswered--;
        listener.acknowledge();
    }

    /** Tells those who want to hear it. */
    void tell(Notification notice) {
        for (Listener each : open) {
            if (each.acknowledged && each.wanted.wants(notice)) {
                each.post.notice(LiftingNotices.tagged(notice, each.post.id()));
            }
        }
    }

    private void leave(Listener listener) {
        if (!open.remove(listener)) {
            return;
        }
        for (String uri : listener.wanted.resources()) {
            Integer others = resources.merge(uri, -1, Integer::sum);
            if (others <= 0) {
                resources.remove(uri);
                bridge.ask(id -> RequestsOfOurs.unsubscribe(id, uri), answer -> {});
            }
        }
        bridge.count();
    }

    /** The conversation is over, which each is told. */
    void close() {
        for (Listener each : open) {
            each.post.answer(new Lifted(200, ListenFilter.ended(each.post.id())));
        }
        open.clear();
        resources.clear();
    }
}
