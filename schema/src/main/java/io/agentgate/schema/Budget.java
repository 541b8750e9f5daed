package io.agentgate.schema;

/** What is left of the work that one task may take. A step is some 10 to 100 ns. */
final class Budget {
    /** Characters that are copied or counted in one step. */
    private static final int CHARACTERS = 64;

    private long left;

    /**
     * @param steps to begin with
     */
    Budget(long steps) {
        left = steps;
    }

    /** Pays for so many steps. */
    void spend(long steps) {
        left -= steps;
        if (left < 0) {
            throw new TooMuchWork("that takes more work than is allowed");
        }
    }

    /** Pays for reading a text once. */
    void spendOn(String text) {
        spend(1 + text.length() / CHARACTERS);
    }
}
