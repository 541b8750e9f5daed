package io.agentgate.transports.conversation;

import io.agentgate.transports.entrance.Rejection;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Whether a client that stays connected may still speak: its credential may have been revoked, or
 * the gateway be about to end. Used on the loop of its connection.
 */
public interface Standing {
    /**
     * Asks whether it is still who it was when it connected.
     *
     * @param then hears, at once or later on the loop, why it may say nothing more; null if it may
     */
    void ask(Consumer<@Nullable Rejection> then);

    /** Why nothing new is begun now; null if it may be. */
    @Nullable Rejection notNow();
}
