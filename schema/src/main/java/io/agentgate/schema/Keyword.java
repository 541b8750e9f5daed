package io.agentgate.schema;

import org.jspecify.annotations.Nullable;

/** One demand of a schema, or several that depend on each other. */
interface Keyword {
    /**
     * Whether a value is as demanded; if not, the run is told why. What the keyword does not apply
     * to is.
     *
     * @param marks takes the members and elements it speaks about; null if nobody asks
     */
    boolean holds(Json value, Checking run, @Nullable Marks marks);
}
