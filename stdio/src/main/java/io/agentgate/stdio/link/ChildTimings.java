package io.agentgate.stdio.link;

import java.time.Duration;

/**
 * How long things about a child process may take.
 *
 * @param endOfInput how long a server may take to end once its input is closed
 * @param terminate how long it may take after the signal TERM that follows
 * @param restOfOutput how long output may still come after the server's end, from processes it left
 * @param shortLife a server that ends by itself before it has lived as long has failed
 * @param firstPause the longest pause after a first failure; it doubles with each further one
 * @param longestPause the longest pause at all
 */
public record ChildTimings(
        Duration endOfInput,
        Duration terminate,
        Duration restOfOutput,
        Duration shortLife,
        Duration firstPause,
        Duration longestPause) {
    /**
     * Input closed, TERM, KILL as <a
     * href="https://modelcontextprotocol.io/specification/2025-11-25/basic/lifecycle#stdio">MCP,
     * basic/lifecycle, shutdown over stdio</a> has them.
     */
    public static final ChildTimings USUAL =
            new ChildTimings(
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(10),
                    Duration.ofMillis(500),
                    Duration.ofSeconds(60));

    /** The longest time from the wish that a server ends to the end of its last process. */
    Duration longestEnd() {
        return endOfInput.plus(terminate).plus(restOfOutput);
    }
}
