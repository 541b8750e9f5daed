package io.agentgate.transports.session;

/** A session's talk with its servers, message by message. Thread safe. */
public interface Talk {
    /** Whether a request of the client waits for its answer. */
    boolean isWaiting();

    /** Ends it if the client has begun nothing for long. */
    default void tidy() {
        // Most begin with the message that begins the session.
    }

    /** Goes on with the servers there are now, where its route says that they have changed. */
    void serversChanged();

    /** Ends it: the session has ended, by whomever. Does nothing the second time. */
    void end();
}
