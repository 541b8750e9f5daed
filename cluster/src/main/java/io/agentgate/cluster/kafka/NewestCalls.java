package io.agentgate.cluster.kafka;

import io.agentgate.gateway.audit.AuditEvent;
import io.agentgate.gateway.audit.CallQuery;
import io.agentgate.gateway.audit.CallRecord;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The calls that changed last, in memory, without what they were about. A mark is a time in
 * microseconds, so that it means much the same to another process, and to this one after a restart.
 * Thread safe.
 */
final class NewestCalls {
    /** How many there are; the one that changed first goes for a new one. */
    static final int MOST = 5_000;

    private final InstantSource clock;
    private final TreeMap<Long, CallRecord> byMark = new TreeMap<>();
    private final Map<String, Long> marks = new HashMap<>();

    NewestCalls(InstantSource clock) {
        this.clock = clock;
    }

    /** Takes a decision or an outcome; one without its decision says nothing. */
    synchronized void add(AuditEvent event) {
        switch (event) {
            case AuditEvent.CallDecided decided -> {
                // A writer that was not sure says it again.
                if (!marks.containsKey(decided.decisionId())) {
                    keep(begun(decided));
                }
            }
            case AuditEvent.CallSettled settled -> {
                Long mark = marks.get(settled.decisionId());
                CallRecord call = mark == null ? null : byMark.get(mark);
                if (mark != null && call != null && call.outcome() == null) {
                    byMark.remove(mark);
                    keep(ended(call.decision(), settled));
                }
            }
            case AuditEvent.Noted _ -> {}
        }
    }

    private CallRecord begun(AuditEvent.CallDecided decided) {
        return new CallRecord(
                new AuditEvent.CallDecided(
                        decided.decisionId(),
                        decided.time(),
                        decided.origin(),
                        decided.basis(),
                        null),
                null,
                decided.basis().decision().statusUntilSettled(),
                next());
    }

    private CallRecord ended(AuditEvent.CallDecided decided, AuditEvent.CallSettled settled) {
        return new CallRecord(
                decided,
                new AuditEvent.CallSettled(
                        settled.decisionId(),
                        settled.time(),
                        settled.session(),
                        settled.end(),
                        settled.latencyNanos(),
                        null),
                settled.status(),
                next());
    }

    private long next() {
        long now = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
        return byMark.isEmpty() ? now : Math.max(now, byMark.lastKey() + 1);
    }

    private void keep(CallRecord call) {
        byMark.put(call.mark(), call);
        marks.put(call.decision().decisionId(), call.mark());
        if (byMark.size() > MOST) {
            marks.remove(byMark.pollFirstEntry().getValue().decision().decisionId());
        }
    }

    /** Those that match, as a log would give them. */
    synchronized List<CallRecord> matching(CallQuery query) {
        Long after = query.after();
        Iterable<CallRecord> inOrder =
                after == null
                        ? byMark.descendingMap().values()
                        : byMark.tailMap(after, false).values();
        List<CallRecord> found = new ArrayList<>();
        int left = query.offset();
        for (CallRecord call : inOrder) {
            if (found.size() == query.limit()) {
                break;
            }
            if (matches(call, query) && left-- <= 0) {
                found.add(call);
            }
        }
        return found;
    }

    private static boolean matches(CallRecord call, CallQuery query) {
        boolean isSince = query.since() == null || !call.decision().time().isBefore(query.since());
        return isSince && query.filters().stream().allMatch(filter -> filter.holds(call));
    }
}
