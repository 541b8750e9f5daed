package io.agentgate.cli.composition;

import io.agentgate.gateway.journal.WriterName;
import java.util.SplittableRandom;

/** The name of this process as a writer of a journal. */
public final class NextWriter {
    private NextWriter() {}

    /** A name of now; processes of the same millisecond differ in their ids. */
    public static String name() {
        long chance = System.nanoTime() ^ ProcessHandle.current().pid();
        return WriterName.of(System.currentTimeMillis(), new SplittableRandom(chance));
    }
}
