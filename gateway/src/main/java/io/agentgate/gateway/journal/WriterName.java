package io.agentgate.gateway.journal;

import java.util.random.RandomGenerator;

/** Names of journal writers: unique, and sorted by the time they were made. */
public final class WriterName {
    private static final int RANDOM_CHARACTERS = 6;
    private static final int RADIX = 32;

    private WriterName() {}

    /**
     * A new name.
     *
     * @param millis the time by the wall clock, in milliseconds
     * @param random tells writers of the same millisecond apart, on whatever machines they are
     */
    public static String of(long millis, RandomGenerator random) {
        StringBuilder name = new StringBuilder(Long.toString(millis, RADIX));
        for (int i = 0; i < RANDOM_CHARACTERS; i++) {
            name.append(Character.forDigit(random.nextInt(RADIX), RADIX));
        }
        return name.toString();
    }
}
