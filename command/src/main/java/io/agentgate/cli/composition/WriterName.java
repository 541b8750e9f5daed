package io.agentgate.cli.composition;

import java.util.SplittableRandom;

/** Names of journal writers: unique, and sorted by the time they were made. */
public final class WriterName {
    private static final int RANDOM_CHARACTERS = 6;
    private static final int RADIX = 32;

    private WriterName() {}

    /** The milliseconds of the clock, then enough chance for processes of the same millisecond. */
    public static String next() {
        StringBuilder name = new StringBuilder(Long.toString(System.currentTimeMillis(), RADIX));
        SplittableRandom random =
                new SplittableRandom(System.nanoTime() ^ ProcessHandle.current().pid());
        for (int i = 0; i < RANDOM_CHARACTERS; i++) {
            name.append(Character.forDigit(random.nextInt(RADIX), RADIX));
        }
        return name.toString();
    }
}
