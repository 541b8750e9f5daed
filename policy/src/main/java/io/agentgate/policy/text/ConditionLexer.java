package io.agentgate.policy.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts a condition into tokens. */
final class ConditionLexer {
    private static final Pattern NUMBER =
            Pattern.compile("-?[0-9]++(?:\\.[0-9]++)?(?:[eE][+-]?[0-9]++)?");

    private final String source;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    ConditionLexer(String source) {
        this.source = source;
    }

    List<Token> tokens() throws ConditionSyntaxException {
        while (at < source.length()) {
            int c = source.codePointAt(at);
            if (Character.isWhitespace(c)) {
                at += Character.charCount(c);
            } else if (isWhereValuesStand() && numberEnd() > at) {
                add(Token.Kind.NUMBER, numberEnd());
            } else if (isWordCharacter(c)) {
                add(Token.Kind.WORD, wordEnd());
            } else {
                sign(c);
            }
        }
        tokens.add(new Token(Token.Kind.END, "", at, at));
        return tokens;
    }

    /** Elsewhere digits are the beginning of a name, and a dot stands between two of them. */
    private boolean isWhereValuesStand() {
        return !tokens.isEmpty()
                && switch (tokens.getLast().kind()) {
                    case COMPARISON, COMMA, OPEN_LIST -> true;
                    case WORD, STRING, NUMBER, DOT, OPEN, CLOSE, CLOSE_LIST, BANG, END -> false;
                };
    }

    /** Where the number ends that stands here; here if none does. */
    private int numberEnd() {
        Matcher number = NUMBER.matcher(source).region(at, source.length());
        return number.lookingAt() && !wordCharacterAt(number.end()) ? number.end() : at;
    }

    private void sign(int c) throws ConditionSyntaxException {
        switch (c) {
            case '\'', '"' -> string((char) c);
            case '.' -> add(Token.Kind.DOT, at + 1);
            case ',' -> add(Token.Kind.COMMA, at + 1);
            case '[' -> add(Token.Kind.OPEN_LIST, at + 1);
            case ']' -> add(Token.Kind.CLOSE_LIST, at + 1);
            case '(' -> add(Token.Kind.OPEN, at + 1);
            case ')' -> add(Token.Kind.CLOSE, at + 1);
            case '<', '>' -> add(Token.Kind.COMPARISON, followedByEquals() ? at + 2 : at + 1);
            case '!' -> {
                if (followedByEquals()) {
                    add(Token.Kind.COMPARISON, at + 2);
                } else {
                    add(Token.Kind.BANG, at + 1);
                }
            }
            case '=' -> {
                if (!followedByEquals()) {
                    throw new ConditionSyntaxException(at, "`=` is no comparison; write `==`");
                }
                add(Token.Kind.COMPARISON, at + 2);
            }
            case '&' -> throw new ConditionSyntaxException(at, "unexpected `&`; write `and`");
            case '|' -> throw new ConditionSyntaxException(at, "unexpected `|`; write `or`");
            default ->
                    throw new ConditionSyntaxException(
                            at, "unexpected `" + Character.toString(c) + "`");
        }
    }

    private void string(char quote) throws ConditionSyntaxException {
        int close = source.indexOf(quote, at + 1);
        if (close < 0) {
            throw new ConditionSyntaxException(at, "string has no closing `" + quote + "`");
        }
        tokens.add(new Token(Token.Kind.STRING, source.substring(at + 1, close), at, close + 1));
        at = close + 1;
    }

    private boolean followedByEquals() {
        return source.startsWith("=", at + 1);
    }

    /** A word may hold `-`, but only between two of its other characters. */
    private int wordEnd() {
        int end = at;
        while (end < source.length()) {
            int c = source.codePointAt(end);
            if (!isWordCharacter(c) && !(c == '-' && wordCharacterAt(end + 1))) {
                break;
            }
            end += Character.charCount(c);
        }
        return end;
    }

    private boolean wordCharacterAt(int index) {
        return index < source.length() && isWordCharacter(source.codePointAt(index));
    }

    private void add(Token.Kind kind, int end) {
        tokens.add(new Token(kind, source.substring(at, end), at, end));
        at = end;
    }

    private static boolean isWordCharacter(int c) {
        return c == '_' || Character.isLetterOrDigit(c) || Character.isAlphabetic(c);
    }
}
