package io.agentgate.stdio;

/** One line of a stream, without its line feed. */
@SuppressWarnings("ArrayRecordComponent") // Handed from reader to gatekeeper, never compared.
public sealed interface Line {

    /** A line within the limit. */
    record Whole(byte[] bytes) implements Line {}

    /**
     * A line over the limit, of which only the ends are kept.
     *
     * @param head its first bytes
     * @param tail its last bytes
     */
    record Oversized(byte[] head, byte[] tail) implements Line {}
}
