package io.agentgate.serve;

import io.vertx.core.Future;
import java.time.Duration;

/** The HTTP side of the gateway, as the life of the process needs it. */
interface HttpSide {

    /** Begins to listen; gives the port. */
    Future<Integer> start();

    /**
     * Takes no more connections, lets calls in flight finish, and ends streams.
     *
     * @param grace how long calls may take
     */
    Future<Void> drain(Duration grace);
}
