package io.agentgate.embedded.sqlite;

import io.agentgate.embedded.sqlite.Sealer.Purpose;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of one writer's chain that retention removed: from a number to a place.
 *
 * @param whole whether its seal fits
 */
record PrunedStretch(String writer, long from, Link to, boolean whole) {

    /** A stretch as it was found. */
    static PrunedStretch found(
            Sealer sealer, String writer, long from, Link to, byte @Nullable [] seal) {
        return new PrunedStretch(
                writer, from, to, sealer.fits(seal, Purpose.PRUNED, to, writer, from));
    }

    byte[] seal(Sealer sealer) {
        return sealer.sealAfter(whole, Purpose.PRUNED, to, writer, from);
    }

    /** Whether the other is what follows at once; what is broken joins nothing. */
    boolean joins(@Nullable PrunedStretch next) {
        return next != null
                && whole
                && next.whole
                && writer.equals(next.writer)
                && next.from == to.seq() + 1;
    }

    PrunedStretch with(PrunedStretch next) {
        return new PrunedStretch(writer, from, next.to, true);
    }
}
