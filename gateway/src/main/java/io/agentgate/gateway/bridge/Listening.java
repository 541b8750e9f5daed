package io.agentgate.gateway.bridge;

import io.agentgate.protocol.ErrorCode;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.JsonWriter;
import io.agentgate.protocol.Notification;
import io.agentgate.protocol.Replies;
import io.agentgate.protocol.Response;
import io.agentgate.protocol.Span;
import io.agentgate.protocol.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * What the server tells unasked: one request that it answers with notifications for as long as it
 * is open (MCP 2026-07-28, basic/patterns/subscriptions). Guarded by the lock of its link.
 *
 * <pre>
 *   nothing wanted ──initialized, or subscribe──▶ opening ──acknowledged──▶ open
 *                                                   ▲  └──error──▶ as before, and the client hears
 *                                                   ├──────────another is wanted──┤
 *                                                   └──pause──── ended ◀──────────┘
 * </pre>
 *
 * <p>Where something else is wanted, the request before stays open until the next is acknowledged,
 * so that nothing is missed. What the client wants in the meantime waits for that.
 */
final class Listening {
    /** Most resources a session may subscribe to. */
    static final int MAX_RESOURCES = 1_024;

    /** Most characters of the names of all of them. */
    static final int MAX_CHARACTERS = 256 << 10;

    static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private static final String LISTEN = "subscriptions/listen";
    private static final int MOST_DOUBLINGS = 6;

    private final Ways ways;
    private final Asking server;
    private final List<String> lists;

    /** What the client subscribed to, and the server acknowledged. */
    private Set<String> resources = new LinkedHashSet<>();

    private final List<Change> waiting = new ArrayList<>();
    private boolean initialized;
    private @Nullable Id open;
    private @Nullable Opening opening;
    private int inVain;
    private boolean pausing;

    /**
     * What the client wants.
     *
     * @param request that says so
     */
    private record Change(Id request, String uri, boolean subscribes) {}

    /** A request that is not acknowledged yet. */
    private record Opening(Id id, Set<String> resources, List<Change> changes) {}

    /**
     * @param lists of whose changes the server tells
     */
    Listening(Ways ways, Asking server, List<String> lists) {
        this.ways = ways;
        this.server = server;
        this.lists = lists;
    }

    /** The client is ready to hear what changes. */
    void initialized() {
        if (!initialized) {
            initialized = true;
            if (opening == null && open == null) {
                open();
            }
        }
    }

    void subscribe(Id request, String uri) {
        Set<String> known = known();
        known.add(uri);
        int characters = known.stream().mapToInt(String::length).sum();
        if (known.size() <= MAX_RESOURCES && characters <= MAX_CHARACTERS) {
            change(new Change(request, uri, true));
        } else {
            refuse(request, "the session has too many subscriptions");
        }
    }

    void unsubscribe(Id request, String uri) {
        Change wanted = new Change(request, uri, false);
        if (known().contains(uri)) {
            change(wanted);
        } else {
            tell(wanted);
        }
    }

    /** All that is subscribed to, or may be soon. */
    private Set<String> known() {
        Set<String> known = new LinkedHashSet<>(resources);
        if (opening != null) {
            known.addAll(opening.resources());
        }
        waiting.forEach(each -> known.add(each.uri()));
        return known;
    }

    private void change(Change wanted) {
        waiting.add(wanted);
        if (opening == null) {
            open();
        }
    }

    /** Opens the request with all that is wanted now. */
    private void open() {
        Set<String> wanted = new LinkedHashSet<>(resources);
        for (Change each : waiting) {
            if (each.subscribes()) {
                wanted.add(each.uri());
            } else {
                wanted.remove(each.uri());
            }
        }
        List<Change> changes = List.copyOf(waiting);
        waiting.clear();
        if (wanted.isEmpty() && lists.isEmpty()) {
            settle(wanted, changes);
            leave();
        } else if (open != null && wanted.equals(resources)) {
            settle(wanted, changes);
        } else {
            Id id = server.ask(LISTEN, params -> filter(params, wanted));
            opening = new Opening(id, wanted, changes);
        }
    }

    private void filter(JsonWriter params, Set<String> wanted) {
        params.name("notifications").beginObject();
        lists.forEach(list -> params.name(list + "ListChanged").value(true));
        if (!wanted.isEmpty()) {
            params.name("resourceSubscriptions").beginArray();
            wanted.forEach(params::value);
            params.endArray();
        }
        params.endObject();
    }

    private void settle(Set<String> acknowledged, List<Change> changes) {
        resources = acknowledged;
        changes.forEach(this::tell);
    }

    private void tell(Change done) {
        ways.tell(Replies.result(done.request(), Translating.EMPTY).bytes(), null);
    }

    private void leave() {
        if (open != null) {
            server.giveUp(open, "something else is listened to");
            open = null;
        }
    }

    /** Whether a request is this one, open or about to be. */
    boolean isOf(@Nullable Id id) {
        return is(open, id) || isOpening(id);
    }

    private boolean isOpening(@Nullable Id id) {
        return opening != null && is(opening.id(), id);
    }

    private static boolean is(@Nullable Id one, @Nullable Id other) {
        return one != null && other != null && one.equals(other);
    }

    /** The server said something on it; gives what of that goes on to the client, if anything. */
    @Nullable Frame said(Notification notification, Id on) {
        if (notification.method().equals("notifications/subscriptions/acknowledged")) {
            acknowledged(notification, on);
            return null;
        }
        inVain = 0;
        return Lowering.notification(notification);
    }

    private void acknowledged(Notification notification, Id on) {
        Opening done = opening;
        if (done == null || !done.id().equals(on)) {
            return;
        }
        leave();
        open = on;
        opening = null;
        Set<String> refused = new LinkedHashSet<>(done.resources());
        refused.removeAll(acknowledged(notification));
        Set<String> kept = new LinkedHashSet<>(done.resources());
        kept.removeAll(refused);
        List<Change> changes = new ArrayList<>(done.changes());
        changes.removeIf(each -> each.subscribes() && refused.contains(each.uri()));
        settle(kept, changes);
        for (Change each : done.changes()) {
            if (!changes.contains(each)) {
                refuse(each.request(), "the server does not tell of changes to this resource");
            }
        }
        goOn();
    }

    private static Set<String> acknowledged(Notification notification) {
        Set<String> uris = new LinkedHashSet<>();
        Span place = notification.params().span();
        Value list =
                place == null
                        ? null
                        : new Value(notification.frame(), place)
                                .member("notifications", "resourceSubscriptions");
        if (list != null) {
            list.eachElement(
                    each -> {
                        String uri = each.text();
                        if (uri != null) {
                            uris.add(uri);
                        }
                    });
        }
        return uris;
    }

    private void goOn() {
        if (!waiting.isEmpty()) {
            open();
        }
    }

    private void refuse(Id request, String reason) {
        ways.tell(Replies.error(request, ErrorCode.INTERNAL_ERROR, reason, null).bytes(), null);
    }

    /** The server answered, which ends it. */
    void answered(Response answer) {
        Opening refused = opening;
        boolean error = answer.outcome() instanceof Response.Failure;
        if (error && refused != null && isOpening(answer.id())) {
            opening = null;
            refused.changes()
                    .forEach(
                            each ->
                                    ways.tell(
                                            Lowering.under(each.request(), answer).bytes(), null));
            goOn();
            if (!resources.isEmpty()) {
                // They were acknowledged once.
                later();
            }
        } else {
            ended(answer.id(), "the server does not go on telling of changes");
        }
    }

    /** It has ended without our doing. */
    void ended(@Nullable Id id, String reason) {
        Opening failed = opening;
        if (failed != null && isOpening(id)) {
            opening = null;
            failed.changes().forEach(each -> refuse(each.request(), reason));
        } else if (is(open, id)) {
            open = null;
        }
        if (opening == null) {
            goOn();
        }
        later();
    }

    private void later() {
        if (opening == null && open == null && !pausing) {
            pausing = true;
            ways.after(pause(), this::reopen);
        }
    }

    private void reopen() {
        pausing = false;
        if (opening == null && open == null) {
            open();
        }
    }

    /** Many sessions lose their server at once, so a part is left to chance. */
    private Duration pause() {
        long whole =
                Math.min(
                        FIRST_PAUSE.toNanos() << Math.min(inVain, MOST_DOUBLINGS),
                        LONGEST_PAUSE.toNanos());
        inVain++;
        return Duration.ofNanos(whole / 2 + ThreadLocalRandom.current().nextLong(whole / 2 + 1));
    }
}
