package io.agentgate.policy;

/** How two values are compared. */
public enum Comparison {
    LESS("<"),
    GREATER(">"),
    AT_MOST("<="),
    AT_LEAST(">="),
    EQUAL("=="),
    DIFFERENT("!=");

    private final String symbol;

    Comparison(String symbol) {
        this.symbol = symbol;
    }

    public String symbol() {
        return symbol;
    }

    /** Whether it asks for the same value or for another, and not for an order. */
    public boolean isOfEquals() {
        return this == EQUAL || this == DIFFERENT;
    }

    public boolean holds(long left, long right) {
        return admits(Long.compare(left, right));
    }

    /**
     * @param order below 0 if the left value is the lesser one, 0 if they are equal
     */
    boolean admits(int order) {
        return switch (this) {
            case LESS -> order < 0;
            case GREATER -> order > 0;
            case AT_MOST -> order <= 0;
            case AT_LEAST -> order >= 0;
            case EQUAL -> order == 0;
            case DIFFERENT -> order != 0;
        };
    }
}
