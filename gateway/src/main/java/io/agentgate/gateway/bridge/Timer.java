package io.agentgate.gateway.bridge;

import java.time.Duration;

/** Does something after a while, on any thread; never keeps the caller waiting. */
@FunctionalInterface
public interface Timer {
    /**
     * Leaves something to be done, once.
     *
     * @param pause how long not to do it, at least
     */
    void after(Duration pause, Runnable then);
}
