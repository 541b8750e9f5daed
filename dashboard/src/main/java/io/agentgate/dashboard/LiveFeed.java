package io.agentgate.dashboard;

import io.agentgate.gateway.audit.AuditLogException;
import io.agentgate.gateway.audit.CallQuery;
import io.agentgate.gateway.audit.CallRecord;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The calls that end from now on, told to all who listen. One loop reads what has changed, however
 * many listen; those who come are taken in between two of its turns, so that nothing falls between
 * what they are told of before and what comes then.
 */
final class LiveFeed {
    /** Most calls that somebody who comes is told of. */
    static final int MOST_BEFORE = 500;

    private static final int MAX_LISTENERS = 32;
    private static final int MOST_AT_ONCE = 500;

    /** How far is gone through what somebody missed. */
    private static final int MOST_PAGES = 40;

    private static final long LOOK_MILLIS = 150;
    private static final long PING_MILLIS = 30_000;
    private static final short TRY_AGAIN_LATER = 1013;

    /** After that whoever listens comes again, and shows again who they are. */
    private static final long RENEW_MILLIS = 15 * 60_000;

    /**
     * Service restart: clients come again by themselves (the registry of RFC 6455, section 11.7).
     */
    private static final short COME_AGAIN = 1012;

    private final Vertx vertx;
    private final CallFeed feed;
    private final Set<LiveListener> present = ConcurrentHashMap.newKeySet();
    private final Queue<LiveListener> coming = new ConcurrentLinkedQueue<>();
    private final Set<LiveListener> listening = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean looking = new AtomicBoolean();

    /** The last change that was told; -1 before the first look. Of whoever looks. */
    private volatile long mark = -1;

    LiveFeed(Vertx vertx, CallFeed feed) {
        this.vertx = vertx;
        this.feed = feed;
    }

    boolean isEmpty() {
        return present.isEmpty();
    }

    /** Tells somebody of calls until they leave. */
    void join(ServerWebSocket socket, LiveListener.Wish wish) {
        if (present.size() >= MAX_LISTENERS) {
            socket.close(TRY_AGAIN_LATER, "too many listen");
            return;
        }
        LiveListener listener = new LiveListener(socket, wish);
        present.add(listener);
        coming.add(listener);
        long pings = vertx.setPeriodic(PING_MILLIS, timer -> socket.writePing(Buffer.buffer()));
        long renewal =
                vertx.setTimer(RENEW_MILLIS, timer -> socket.close(COME_AGAIN, "come again"));
        socket.closeHandler(
                left -> {
                    vertx.cancelTimer(renewal);
                    present.remove(listener);
                    coming.remove(listener);
                    listening.remove(listener);
                    vertx.cancelTimer(pings);
                });
        if (looking.compareAndSet(false, true)) {
            mark = -1;
            look();
        }
    }

    private void look() {
        if (present.isEmpty()) {
            looking.set(false);
            if (present.isEmpty() || !looking.compareAndSet(false, true)) {
                return;
            }
        }
        vertx.executeBlocking(this::turn, false)
                .onComplete(
                        turned -> {
                            boolean more = turned.succeeded() && turned.result();
                            // Whatever becomes of the telling, it is looked again.
                            vertx.setTimer(more ? 1 : LOOK_MILLIS, timer -> look());
                            if (turned.failed()) {
                                present.forEach(each -> each.trouble(turned.cause()));
                            }
                        });
    }

    /** Tells what has changed, and takes in those who have come; says whether there is more. */
    private boolean turn() throws AuditLogException {
        if (mark < 0) {
            mark = newest();
        }
        List<CallRecord> changed = feed.calls(CallQuery.newest(MOST_AT_ONCE).after(mark));
        for (CallRecord call : changed) {
            mark = Math.max(mark, call.mark());
            if (isOver(call)) {
                listening.forEach(listener -> listener.tell(call));
            }
        }
        listening.forEach(listener -> listener.well(mark));
        for (LiveListener next = coming.peek(); next != null; next = coming.peek()) {
            takeIn(next);
            // Who could not be taken in is still there at the next turn.
            coming.remove(next);
        }
        return changed.size() == MOST_AT_ONCE;
    }

    private long newest() throws AuditLogException {
        long newest = 0;
        for (CallRecord call : feed.calls(CallQuery.newest(MOST_AT_ONCE))) {
            newest = Math.max(newest, call.mark());
        }
        return newest;
    }

    private void takeIn(LiveListener listener) throws AuditLogException {
        LiveListener.Wish wish = listener.wish();
        // A mark of another database than this one means nothing here.
        if (wish.after() > 0 && wish.after() <= mark) {
            Missed missed = missed(wish);
            listener.begin(missed.newest(), mark, missed.older());
        } else {
            List<CallRecord> before = new ArrayList<>();
            if (wish.backlog() > 0) {
                before.addAll(
                        feed.calls(new CallQuery(wish.filters(), null, null, wish.backlog()))
                                .reversed());
            }
            before.removeIf(call -> !isOver(call));
            listener.begin(before, mark, 0);
        }
        if (present.contains(listener)) {
            listening.add(listener);
        }
    }

    /**
     * What ended while somebody was away.
     *
     * @param newest as many of the newest as are told, oldest first
     * @param older how many there were before these, at least
     */
    private record Missed(Collection<CallRecord> newest, long older) {}

    private Missed missed(LiveListener.Wish wish) throws AuditLogException {
        Deque<CallRecord> newest = new ArrayDeque<>();
        long older = 0;
        long from = wish.after();
        for (int page = 0; page < MOST_PAGES; page++) {
            List<CallRecord> changed = feed.calls(CallQuery.newest(MOST_AT_ONCE).after(from));
            for (CallRecord call : changed) {
                from = call.mark();
                if (isOver(call) && wish.wants(call)) {
                    newest.addLast(call);
                }
                if (newest.size() > MOST_BEFORE) {
                    newest.removeFirst();
                    older++;
                }
            }
            if (changed.size() < MOST_AT_ONCE) {
                return new Missed(newest, older);
            }
        }
        // Too long away to be told of it: the newest alone.
        older += newest.size();
        newest.clear();
        for (CallRecord call :
                feed.calls(new CallQuery(wish.filters(), null, null, MOST_BEFORE)).reversed()) {
            if (isOver(call)) {
                newest.addLast(call);
            }
        }
        return new Missed(newest, older);
    }

    private static boolean isOver(CallRecord call) {
        return call.outcome() != null || call.decision().basis().decision().isFinal();
    }
}
