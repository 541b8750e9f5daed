package io.agentgate.policy.regex;

/** Says what is wrong with a regular expression, and at which character of it. */
public final class RegexSyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int index;

    RegexSyntaxException(int index, String message) {
        super(message);
        this.index = index;
    }

    /** The offset into the pattern, in Java characters. */
    public int index() {
        return index;
    }
}
