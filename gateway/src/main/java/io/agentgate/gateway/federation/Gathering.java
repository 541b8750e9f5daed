package io.agentgate.gateway.federation;

import io.agentgate.protocol.Id;
import io.agentgate.protocol.Value;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Requests of the gateway's own to several servers, whose answers make one. Its time runs from the
 * first tick after it began.
 */
abstract sealed class Gathering
        permits Beginning, Arrival, Listing, Levelling, Search, Asking, Ignored {
    private final @Nullable Duration within;
    private final Map<Id, Member> open = new LinkedHashMap<>();
    private final SortedMap<Member, Outcome> outcomes = byOrder();
    private boolean running;
    private long began;

    /**
     * @param within how long servers have; null for as long as they like
     */
    Gathering(@Nullable Duration within) {
        this.within = within;
    }

    static <V> SortedMap<Member, V> byOrder() {
        return new TreeMap<>(Comparator.comparingInt(member -> member.order));
    }

    final void asked(Id id, Member member) {
        open.put(id, member);
    }

    /** Takes a server's part. */
    final void settle(Id id, Outcome outcome) {
        Member member = open.remove(id);
        if (member != null) {
            outcomes.put(member, outcome);
            settled(member, outcome);
        }
    }

    /** Takes the part of a server that was not asked. */
    final void absent(Member member, Outcome outcome) {
        outcomes.put(member, outcome);
    }

    final boolean isComplete() {
        return open.isEmpty();
    }

    final Map<Id, Member> open() {
        return Map.copyOf(open);
    }

    /** By configured order. */
    final SortedMap<Member, Outcome> outcomes() {
        return outcomes;
    }

    /** Whether its time is over. */
    final boolean isOver(long nanoTime) {
        if (within == null) {
            return false;
        }
        if (!running) {
            running = true;
            began = nanoTime;
        }
        return nanoTime - began >= within.toNanos();
    }

    /** Lets its time run from the next tick on. */
    final void again() {
        running = false;
    }

    final SortedMap<Member, Trouble> troubles() {
        SortedMap<Member, Trouble> troubles = byOrder();
        outcomes.forEach(
                (member, outcome) -> {
                    Trouble trouble = Outcome.trouble(outcome);
                    if (trouble != null) {
                        troubles.put(member, trouble);
                    }
                });
        return troubles;
    }

    /** The results of those who answered. */
    final SortedMap<Member, Value> results() {
        SortedMap<Member, Value> results = byOrder();
        outcomes.forEach(
                (member, outcome) -> {
                    if (outcome instanceof Outcome.Answered answered) {
                        results.put(member, answered.result());
                    }
                });
        return results;
    }

    /** One server's part has come; more may be asked of it now. */
    void settled(Member member, Outcome outcome) {}

    /**
     * One server ran out of time; its part is settled after this.
     *
     * @return whether to tell it that nobody waits any more
     */
    boolean expire(Id id, Member member) {
        return true;
    }

    /** All parts are there. */
    abstract void finish();
}
