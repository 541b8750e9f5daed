package io.agentgate.policy.text;

/**
 * One word, string, number or sign of a condition.
 *
 * @param text the characters as written; for a string, what stands between the quotes
 * @param start where it begins in the condition
 * @param end where the next character stands
 */
record Token(Kind kind, String text, int start, int end) {
    enum Kind {
        WORD,
        STRING,
        NUMBER,
        DOT,
        COMMA,
        OPEN,
        CLOSE,
        OPEN_LIST,
        CLOSE_LIST,
        COMPARISON,
        BANG,
        END
    }

    boolean is(Kind other) {
        return kind == other;
    }

    boolean isWord(String word) {
        return kind == Kind.WORD && text.equals(word);
    }

    /** How an error message names it. */
    String shown() {
        return switch (kind) {
            case END -> "the end";
            case STRING -> "a string";
            case WORD, NUMBER, DOT, COMMA, OPEN, CLOSE, OPEN_LIST, CLOSE_LIST, COMPARISON, BANG ->
                    "`" + text + "`";
        };
    }
}
