package io.agentgate.policy.text;

/** Says what is wrong with a condition, and at which character of it. */
public final class ConditionSyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int index;

    ConditionSyntaxException(int index, String message) {
        super(message);
        this.index = index;
    }

    /** The offset into the condition, in Java characters. */
    public int index() {
        return index;
    }
}
