package io.agentgate.embedded.sqlite;

import io.agentgate.embedded.sqlite.ChainFlaw.Kind;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The walk along one writer's chain, from its first event to its head or to its first flaw.
 *
 * <p>After an event that does not fit its place it looks a little further, whether the one that
 * does stands there.
 */
final class ChainWalk {
    private static final int LOOK_FURTHER = 1_000;

    private final String writer;
    private final Sealer sealer;
    private final StoredEvents contents;
    private final @Nullable ChainHead head;
    private final boolean foreign;
    private Link end = Link.NONE;
    private long events;
    private long pruned;
    private boolean atHead;
    private @Nullable StoredEvent last;
    private @Nullable ChainFlaw flaw;
    private @Nullable ChainItem misfit;
    private int looked;

    /**
     * @param head null if the writer has none
     */
    ChainWalk(String writer, @Nullable ChainHead head, Sealer sealer, StoredEvents contents) {
        this.writer = writer;
        this.sealer = sealer;
        this.contents = contents;
        this.head = head;
        this.foreign = head != null && !head.key().equals(sealer.keyId());
    }

    String writer() {
        return writer;
    }

    /** How many events were what they should be. */
    long events() {
        return events;
    }

    long pruned() {
        return pruned;
    }

    /** Whether the chain is of another key, so that nothing can be said of it. */
    boolean isForeign() {
        return foreign;
    }

    /** Takes what stands next in the store. */
    void take(ChainItem item) throws SQLException {
        if (foreign) {
            // Where retention left none of its events, nobody has to be told.
            if (flaw == null && item.isEvent()) {
                flaw =
                        new ChainFlaw(
                                Kind.OTHER_KEY,
                                writer,
                                0,
                                null,
                                null,
                                "its chain was made with another key than that of this home");
            }
            return;
        }
        if (flaw != null) {
            lookFurther(item);
            return;
        }
        switch (item.kind()) {
            case DECIDED, SETTLED, NOTED, EARLY -> event(item);
            case PRUNED -> pruned(item);
            case HEAD -> head(item);
        }
    }

    private void event(ChainItem item) throws SQLException {
        if (isOutOfTurn(item)) {
            return;
        }
        StoredEvent event = contents.of(item);
        Link computed = sealer.next(end, event.purpose(), event.columns());
        if (!computed.hasHash(item.place().hash())) {
            misfit = item;
            flaw = flaw(Kind.CHANGED, item, event, "it is not what was recorded");
        } else if (event.objection() != null) {
            flaw = flaw(Kind.CHANGED, item, event, event.objection());
        } else {
            end = item.place();
            last = event;
            events++;
        }
    }

    private void pruned(ChainItem item) throws SQLException {
        if (isOutOfTurn(item)) {
            return;
        }
        PrunedStretch stretch =
                PrunedStretch.found(
                        sealer,
                        writer,
                        item.place().seq(),
                        new Link(item.row(), item.place().hash()),
                        item.seal());
        if (stretch.whole()) {
            end = stretch.to();
            pruned += end.seq() - stretch.from() + 1;
        } else {
            flaw = seal(stretch.from(), "the gateway did not seal what was pruned there");
        }
    }

    private void head(ChainItem item) {
        atHead = true;
        long seq = item.place().seq();
        if (head == null || !head.whole()) {
            flaw = seal(seq, "the gateway did not seal the end of its chain");
        } else if (seq > end.seq()) {
            flaw = missing(seq);
        } else if (seq < end.seq() || !end.hasHash(head.end().hash())) {
            flaw = seal(seq, "the end of its chain is another's");
        }
    }

    /** Says that the store holds nothing more of this writer. */
    @Nullable ChainFlaw finish() {
        if (flaw == null && !atHead && !foreign) {
            flaw = seal(end.seq(), "the end of its chain is not there");
        }
        return flaw;
    }

    /** Every number once, and none left out. */
    private boolean isOutOfTurn(ChainItem item) throws SQLException {
        long expected = end.seq() + 1;
        long seq = item.place().seq();
        if (atHead) {
            flaw = added(item, "it stands behind the end of its chain");
        } else if (seq > expected) {
            flaw = missing(seq - 1);
        } else if (seq < expected) {
            flaw = added(item, "its number in the chain is another's");
        }
        return flaw != null;
    }

    private ChainFlaw added(ChainItem item, String detail) throws SQLException {
        return item.kind() == ChainItem.Kind.PRUNED
                ? seal(item.place().seq(), "what is said to be pruned there is not")
                : flaw(Kind.ADDED, item, contents.of(item), detail);
    }

    private ChainFlaw missing(long to) {
        long from = end.seq() + 1;
        StoredEvent before = last;
        return new ChainFlaw(
                Kind.MISSING,
                writer,
                from,
                null,
                null,
                (to > from ? "events " + from + " to " + to + " are" : "event " + from + " is")
                        + " not there"
                        + (before == null
                                ? ""
                                : ", behind " + before.id() + " of " + before.time()));
    }

    private ChainFlaw seal(long seq, String detail) {
        return new ChainFlaw(Kind.SEAL, writer, seq, null, null, detail);
    }

    private ChainFlaw flaw(Kind kind, ChainItem item, StoredEvent event, String detail) {
        return new ChainFlaw(kind, writer, item.place().seq(), event.id(), event.time(), detail);
    }

    /** Whether this is what belongs in the place where the first misfit stands. */
    private void lookFurther(ChainItem item) throws SQLException {
        ChainItem first = misfit;
        ChainFlaw found = flaw;
        if (first == null || found == null || !item.isEvent() || looked++ >= LOOK_FURTHER) {
            return;
        }
        StoredEvent other = contents.of(item);
        Link inItsPlace = sealer.next(end, other.purpose(), other.columns());
        if (!inItsPlace.hasHash(first.place().hash()) && !inItsPlace.hasHash(item.place().hash())) {
            return;
        }
        misfit = null;
        if (item.place().seq() == found.seq()) {
            flaw =
                    new ChainFlaw(
                            Kind.ADDED,
                            writer,
                            found.seq(),
                            found.id(),
                            found.time(),
                            "its number in the chain is that of " + other.id());
        } else {
            flaw =
                    new ChainFlaw(
                            Kind.SWAPPED,
                            writer,
                            found.seq(),
                            found.id(),
                            found.time(),
                            "it stands in the place of "
                                    + other.id()
                                    + ", which is event "
                                    + item.place().seq());
        }
    }
}
