package io.agentgate.transports.upstream;

/** Hears how an endpoint of a server is reached, from all event loops. Thread safe. */
interface Contact {
    /** A connection was made. */
    void reached();

    /** A connection could not be made. */
    void missed(Throwable why);

    /** An exchange began. */
    default void began() {}

    /** It is over. */
    default void ended() {}

    /** The head of an answer came. */
    default void answered(int status) {}

    /** A connection broke before that. */
    default void broken() {}

    /**
     * Lets time pass; called often.
     *
     * @return whether it is to be tried if a connection can be made
     */
    default boolean look() {
        return false;
    }
}
