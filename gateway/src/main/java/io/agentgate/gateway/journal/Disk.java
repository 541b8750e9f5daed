package io.agentgate.gateway.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;

/** The command that brings what was written to a segment from the system's memory to the disk. */
@FunctionalInterface
interface Disk {
    /** The real one: {@code fdatasync}. */
    Disk REAL = segment -> segment.force(false);

    void force(FileChannel segment) throws IOException;
}
