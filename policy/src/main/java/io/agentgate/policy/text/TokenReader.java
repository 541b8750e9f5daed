package io.agentgate.policy.text;

import java.util.List;
import java.util.Locale;

/** The tokens of a condition, taken one after the other. */
final class TokenReader {
    private final String source;
    private final List<Token> tokens;
    private int next;

    TokenReader(String source) throws ConditionSyntaxException {
        this.source = source;
        this.tokens = new ConditionLexer(source).tokens();
    }

    Token peek() {
        return tokens.get(next);
    }

    /** The end is never passed: it answers every further request itself. */
    Token take() {
        Token token = tokens.get(next);
        if (!token.is(Token.Kind.END)) {
            next++;
        }
        return token;
    }

    /** Takes a token that must be of this kind. */
    Token take(Token.Kind kind, String what) throws ConditionSyntaxException {
        Token token = take();
        if (!token.is(kind)) {
            throw error(token, expected(what, token));
        }
        return token;
    }

    boolean takeWord(String word) {
        if (peek().isWord(word)) {
            next++;
            return true;
        }
        return false;
    }

    /** What was taken since this place, as it is written. */
    String sourceFrom(int start) {
        return source.substring(start, tokens.get(next - 1).end());
    }

    static String expected(String what, Token found) {
        String lower = found.text().toLowerCase(Locale.ROOT);
        boolean capital = found.is(Token.Kind.WORD) && !lower.equals(found.text());
        return "expected "
                + what
                + ", found "
                + found.shown()
                + (capital && what.contains("`" + lower) ? "; keywords are lower case" : "");
    }

    static ConditionSyntaxException error(Token token, String message) {
        return new ConditionSyntaxException(token.start(), message);
    }
}
