package io.agentgate.cli.status;

import java.nio.file.Path;

/**
 * What came of asking at one socket.
 *
 * @param <A> what was asked for
 */
public sealed interface Found<A> {
    /** Somebody answered. */
    record Running<A>(A told) implements Found<A> {}

    /**
     * Somebody is there, and did not answer as they should.
     *
     * @param why a clause for people
     */
    record Silent<A>(Path socket, String why) implements Found<A> {}

    /** Nobody is there any more; the socket was removed. */
    record Gone<A>() implements Found<A> {}
}
