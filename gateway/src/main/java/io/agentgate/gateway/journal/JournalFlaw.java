package io.agentgate.gateway.journal;

import java.nio.file.Path;

/**
 * A place in a journal where records are damaged or missing.
 *
 * @param sequence number of the first record that is not as it was written
 * @param detail what is wrong, in words for people
 */
public record JournalFlaw(String writer, Path segment, long sequence, String detail) {}
