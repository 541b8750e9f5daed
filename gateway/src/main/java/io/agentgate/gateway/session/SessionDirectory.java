package io.agentgate.gateway.session;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Port: the sessions of clients that live, wherever they began.
 *
 * <p>A stage that fails does so with a {@link SessionDirectoryException}: nothing is known then,
 * and whether the change was made is open.
 */
public interface SessionDirectory extends AutoCloseable {
    /** How long a session lives after it was last used. */
    Duration IDLE_LIFE = Duration.ofHours(1);

    /**
     * Makes a session known.
     *
     * @param session the gateway's own id of it, which no other session ever has
     */
    CompletionStage<Void> begin(String session, SharedSession state);

    /**
     * Looks a session up.
     *
     * @return null if it never began, was ended, or was idle for too long
     */
    CompletionStage<@Nullable SharedSession> find(String session);

    /**
     * Says that a session is in use, which prolongs its life. Cheap enough for every message; a
     * session that is not known stays so.
     */
    void used(String session);

    /** Forgets a session everywhere. One that is not known is no mistake. */
    CompletionStage<Void> end(String session);

    /**
     * Adds a listener that is told the ids of sessions that other processes have ended. It is told
     * as soon as may be and perhaps more than once, and after an outage perhaps never: {@link
     * #find} is what decides.
     */
    void onEnd(Consumer<String> listener);

    /** Lets go of what the directory holds open; sessions live on. */
    @Override
    void close();
}
