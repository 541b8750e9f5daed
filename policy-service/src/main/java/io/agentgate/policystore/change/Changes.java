package io.agentgate.policystore.change;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The way every change goes: one after the other, with its entry in the history. */
@ApplicationScoped
public class Changes {

    /**
     * One change under way, in its transaction.
     *
     * @param now its time, as fine as the database keeps it
     */
    public record Change(Actor actor, Instant now, BundleCounter counter) {

        /** Enters it into the history. */
        public Uni<Void> note(
                String action, String target, @Nullable String before, @Nullable String after) {
            HistoryEntry entry =
                    new HistoryEntry(
                            now,
                            actor,
                            action,
                            target,
                            before == null ? null : Hashes.of(before),
                            after == null ? null : Hashes.of(after));
            return Panache.getSession().chain(session -> session.persist(entry));
        }

        /** Enters it into the history and makes the bundle a new one. */
        public Uni<Void> publish(
                String action, String target, @Nullable String before, @Nullable String after) {
            counter.grow();
            return note(action, target, before, after);
        }
    }

    /** Runs a change; it is there as a whole when the result is, or not at all. */
    public <T> Uni<T> by(Actor actor, Function<Change, Uni<T>> work) {
        return Panache.withTransaction(
                () ->
                        counter(LockModeType.PESSIMISTIC_WRITE)
                                .map(counter -> new Change(actor, now(), counter))
                                .chain(work::apply));
    }

    /** Reads what belongs together: no change comes in between. */
    public <T> Uni<T> reading(Function<BundleCounter, Uni<T>> work) {
        return Panache.withTransaction(
                () -> counter(LockModeType.PESSIMISTIC_READ).chain(work::apply));
    }

    private static Uni<BundleCounter> counter(LockModeType mode) {
        return Panache.getSession()
                .chain(session -> session.find(BundleCounter.class, BundleCounter.ONLY, mode));
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }
}
