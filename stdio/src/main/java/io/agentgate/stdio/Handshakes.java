package io.agentgate.stdio;

import io.agentgate.gateway.link.Links;
import java.time.Duration;

/**
 * Makes the handshake be spoken to a server that does not speak it. Asked for once a server has
 * refused the handshake, and not before: whatever it needs is loaded then.
 */
@FunctionalInterface
public interface Handshakes {
    /**
     * The same server, with the handshake.
     *
     * @param server never blocks, and opens one link
     */
    Links over(Links server, Later later);

    /** Leaves something to be done once, on another thread; never keeps the caller waiting. */
    @FunctionalInterface
    interface Later {
        /**
         * @param pause how long not to do it, at least
         */
        void after(Duration pause, Runnable then);
    }
}
