package io.agentgate.gateway.federation;

import io.agentgate.protocol.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One server of one session.
 *
 * <pre>
 *   AWAY ──asked──▶ ASKED ──answers──▶ READY ──left──▶ AWAY
 *                     │ late            ▲
 *                     ├──────▶ LATE ────┤ answers
 *                     └ refuses ─▶ FAILED ──joined──▶ ASKED
 * </pre>
 */
final class Member {
    /** Most subscriptions, and most tasks of the client, that are remembered of one server. */
    static final int MAX_REMEMBERED = 1024;

    /** Where its part of an answer stands among those of others; stays what it is. */
    final int order;

    private ServerName name;
    private MemberState state = MemberState.AWAY;
    private String reason = "it has not been asked yet";
    private @Nullable Value initialized;

    /** By their URIs as the server spells them, to subscribe to again when it comes back. */
    private final Map<String, Subject> subscriptions = new LinkedHashMap<>();

    /** Ids of tasks that the client runs for this server. */
    private final Set<String> tasks = Collections.newSetFromMap(new Oldest());

    Member(ServerName name, int order) {
        this.name = name;
        this.order = order;
    }

    ServerName name() {
        return name;
    }

    /** Takes its name from another roster. */
    void renamed(ServerName same) {
        name = same;
    }

    boolean isReady() {
        return state == MemberState.READY;
    }

    /** Whether an answer to initialize may still come. */
    boolean isBeginning() {
        return state == MemberState.ASKED || state == MemberState.LATE;
    }

    MemberState state() {
        return state;
    }

    void asked() {
        become(MemberState.ASKED, "it has not answered yet");
    }

    void late() {
        become(MemberState.LATE, "it did not answer in time");
    }

    void failed(String why) {
        become(MemberState.FAILED, why);
    }

    void left(String why) {
        become(MemberState.AWAY, why);
        tasks.clear();
    }

    void ready(Value result) {
        become(MemberState.READY, "");
        initialized = result;
    }

    private void become(MemberState next, String why) {
        state = next;
        reason = why;
    }

    /** Why it is not there, for clients. */
    Trouble trouble() {
        return new Trouble(state.word, reason);
    }

    /** What it answered to initialize; null before it ever did. */
    @Nullable Value initialized() {
        return initialized;
    }

    /** The protocol revision it agreed to; null before. */
    @Nullable String revision() {
        Value revision = initialized == null ? null : initialized.member("protocolVersion");
        return revision == null ? null : revision.text();
    }

    /** Whether it declared a capability, and within it another if one is given. */
    boolean offers(String capability, @Nullable String within) {
        Value offered = initialized == null ? null : initialized.member("capabilities", capability);
        if (offered == null || !offered.isObject()) {
            return false;
        }
        return within == null || offered.member(within) != null;
    }

    boolean offers(ListKind kind) {
        return offers(kind.capability, kind.within);
    }

    /** It has done what the client asked of a resource. */
    void did(String method, Subject subject) {
        if (method.equals("resources/unsubscribe")) {
            subscriptions.remove(subject.uri());
        } else if (method.equals("resources/subscribe")
                && (subscriptions.size() < MAX_REMEMBERED
                        || subscriptions.containsKey(subject.uri()))) {
            subscriptions.put(subject.uri(), subject);
        }
    }

    Set<String> subscriptions() {
        return Collections.unmodifiableSet(subscriptions.keySet());
    }

    /** What the client subscribed to by a URI as the server spells it; null if to nothing. */
    @Nullable Subject subscription(@Nullable String uri) {
        return uri == null ? null : subscriptions.get(uri);
    }

    /** The client runs a task for this server. */
    void runs(String task) {
        tasks.add(task);
    }

    boolean owns(String task) {
        return tasks.contains(task);
    }

    @Override
    public String toString() {
        return name.text;
    }

    private static final class Oldest extends LinkedHashMap<String, Boolean> {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MAX_REMEMBERED;
        }
    }
}
