package io.agentgate.gateway.link;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which sessions want to hear of which resource. Guarded by the lock of its link.
 *
 * <pre>
 *   nobody ──first wants──▶ asked ──result──▶ subscribed ──last goes──▶ nobody
 *                             └──error, or lost──▶ nobody
 * </pre>
 */
final class Subscriptions {
    static final int MAX_A_SESSION = 1_024;
    static final int MAX_RESOURCES = 8_192;

    private final Map<String, Subscription> byUri = new HashMap<>();

    private static final class Subscription {
        final Set<Sharer> sessions = new HashSet<>();

        /** The request whose answer is waited for; null if it was answered. */
        @Nullable Asked asked;
    }

    boolean mayHaveMore(Sharer session) {
        long has = byUri.values().stream().filter(each -> each.sessions.contains(session)).count();
        return has < MAX_A_SESSION && byUri.size() < MAX_RESOURCES;
    }

    boolean has(String uri) {
        return byUri.containsKey(uri);
    }

    /** The first session wants it, and its request was sent. */
    void begin(String uri, Sharer session, Asked asked) {
        Subscription begun = new Subscription();
        begun.asked = asked;
        begun.sessions.add(session);
        byUri.put(uri, begun);
    }

    /** Another session wants it; gives the request whose answer is to be waited for, if any. */
    @Nullable Asked join(String uri, Sharer session) {
        Subscription joined = byUri.get(uri);
        if (joined == null) {
            return null;
        }
        joined.sessions.add(session);
        return joined.asked;
    }

    /** A request was answered, or never will be. */
    void answered(Asked asked, boolean subscribed) {
        byUri.values().removeIf(each -> !subscribed && asked.equals(each.asked));
        for (Subscription each : byUri.values()) {
            if (asked.equals(each.asked)) {
                each.asked = null;
            }
        }
    }

    /** A session wants it no more; says whether no other does. */
    boolean leave(String uri, Sharer session) {
        Subscription left = byUri.get(uri);
        if (left == null) {
            return true;
        }
        left.sessions.remove(session);
        if (left.sessions.isEmpty()) {
            byUri.remove(uri);
        }
        return left.sessions.isEmpty();
    }

    /** A session has gone; gives what no other wants. */
    List<String> leaveAll(Sharer session) {
        List<String> left = new ArrayList<>();
        for (String uri : List.copyOf(byUri.keySet())) {
            Subscription each = byUri.get(uri);
            if (each != null && each.sessions.contains(session) && leave(uri, session)) {
                left.add(uri);
            }
        }
        return left;
    }

    /** Who wants to hear of it. */
    Set<Sharer> of(String uri) {
        Subscription found = byUri.get(uri);
        return found == null ? Set.of() : found.sessions;
    }
}
