package io.agentgate.transports;

import io.agentgate.transports.connection.ClientRequest;
import io.vertx.core.Context;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * The slowing down of clients while the audit store falls behind: reads are delayed, so that what
 * waits to be stored stays bounded in time.
 */
final class Patience {
    private static final long TOLERATED_MILLIS = 500;
    private static final long LONGEST_MILLIS = 200;

    /** A delay for every so much of lag beyond what is tolerated. */
    private static final long SHARE = 20;

    private final Context context;
    private final Supplier<Duration> lag;

    Patience(Context context, Supplier<Duration> lag) {
        this.context = context;
        this.lag = lag;
    }

    /** Reads this request's body a little later, if need be. */
    void delay(ClientRequest request) {
        long excess = lag.get().toMillis() - TOLERATED_MILLIS;
        if (excess > 0) {
            request.pause();
            long delay = Math.min(1 + excess / SHARE, LONGEST_MILLIS);
            // A timer rings on the loop of the context it is set in.
            context.runOnContext(here -> context.owner().setTimer(delay, over -> request.resume()));
        }
    }
}
