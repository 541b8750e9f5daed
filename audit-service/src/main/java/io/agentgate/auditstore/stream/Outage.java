package io.agentgate.auditstore.stream;

import io.agentgate.auditstore.store.EventStore;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Tells a database that is away from data that it will never take. */
final class Outage {
    private Outage() {}

    /** Whether it is the data that is refused, now and for ever: SQLSTATE classes 22, 23 and 54. */
    static boolean isOfData(SQLException refused) {
        @Nullable String state = refused.getSQLState();
        return state != null
                && !state.equals(EventStore.NO_PARTITION)
                && (state.startsWith("22") || state.startsWith("23") || state.startsWith("54"));
    }
}
