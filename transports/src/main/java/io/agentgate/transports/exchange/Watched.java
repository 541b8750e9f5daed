package io.agentgate.transports.exchange;

import org.jspecify.annotations.Nullable;

/**
 * Something in progress that may take too long; its loop looks at it once a second. Its place among
 * the others is kept in itself, so that watching it costs nothing.
 */
public abstract class Watched {
    @Nullable Watched before;
    @Nullable Watched next;

    /** Gives up what took too long. */
    protected abstract void look();
}
