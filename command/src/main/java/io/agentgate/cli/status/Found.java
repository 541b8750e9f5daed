package io.agentgate.cli.status;

import java.nio.file.Path;

/** What came of asking at one socket. */
public sealed interface Found {
    /** Somebody answered. */
    record Running(ProcessState state) implements Found {}

    /**
     * Somebody is there, and did not answer as they should.
     *
     * @param why a clause for people
     */
    record Silent(Path socket, String why) implements Found {}

    /** Nobody is there any more; the socket was removed. */
    record Gone() implements Found {}
}
