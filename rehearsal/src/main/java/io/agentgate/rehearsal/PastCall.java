package io.agentgate.rehearsal;

import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A recorded call, as far as rules can be asked about it again.
 *
 * @param arguments as JSON, as they are stored; null where there were none
 * @param redacted whether rules changed the arguments before they were stored or sent on
 */
public record PastCall(
        String id,
        Instant time,
        String server,
        String tool,
        String agent,
        @Nullable String arguments,
        boolean redacted) {

    /** Where recorded calls come from. */
    @FunctionalInterface
    public interface Source {
        /**
         * Shows every call from an instant on, oldest first.
         *
         * @throws IOException if they cannot be read, with a sentence for people
         */
        void each(Instant since, Reader reader) throws IOException;
    }

    /** Who is shown the calls, one at a time. */
    public interface Reader {
        void read(PastCall call);

        /** A call whose arguments are not kept whole, so that nobody can be asked about it. */
        void leftOut();
    }
}
