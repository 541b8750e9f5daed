package io.agentgate.policy.text;

import io.agentgate.policy.Condition;
import io.agentgate.policy.Condition.Comparison;
import io.agentgate.policy.FieldPath;
import io.agentgate.policy.regex.Regex;
import io.agentgate.policy.regex.RegexSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A recursive-descent parser of conditions.
 *
 * <pre>
 *   any    = all { "or" all }
 *   all    = one { "and" one }
 *   one    = ( "not" | "!" ) one | "(" any ")" | atom
 *   atom   = "arguments" "." path "matches" string
 *          | "arguments" "contains_pattern" string
 *          | "time" "." "hour" ( "&lt;" | "&gt;" | "&lt;=" | "&gt;=" | "==" | "!=" ) number
 *   path   = name { "." name }
 * </pre>
 *
 * <p>A string stands in single or double quotes and has no escapes. A name is made of letters,
 * digits, {@code _} and inner {@code -}; keywords are names behind a dot.
 */
public final class ConditionParser {
    static final int MAX_LENGTH = 16_384;
    static final int MAX_DEPTH = 64;

    private final String source;
    private final List<Token> tokens;
    private int next;
    private int depth;

    private ConditionParser(String source) throws ConditionSyntaxException {
        this.source = source;
        this.tokens = new ConditionLexer(source).tokens();
    }

    public static Condition parse(String source) throws ConditionSyntaxException {
        if (source.length() > MAX_LENGTH) {
            throw new ConditionSyntaxException(
                    0, "condition is longer than " + MAX_LENGTH + " characters");
        }
        if (source.isBlank()) {
            throw new ConditionSyntaxException(
                    0, "condition is empty; leave the key out for a rule that always matches");
        }
        return new ConditionParser(source).whole();
    }

    private Condition whole() throws ConditionSyntaxException {
        Condition condition = any();
        Token rest = peek();
        return switch (rest.kind()) {
            case END -> condition;
            case CLOSE -> throw error(rest, "`)` closes nothing");
            case WORD, STRING, DOT, OPEN, COMPARISON, BANG ->
                    throw error(
                            rest,
                            "unexpected "
                                    + rest.shown()
                                    + " after a complete condition; join two with `and` or `or`");
        };
    }

    private Condition any() throws ConditionSyntaxException {
        int start = peek().start();
        List<Condition> terms = new ArrayList<>();
        terms.add(all());
        while (takeWord("or")) {
            terms.add(all());
        }
        return terms.size() == 1 ? terms.getFirst() : new Condition.Or(terms, sourceFrom(start));
    }

    private Condition all() throws ConditionSyntaxException {
        int start = peek().start();
        List<Condition> terms = new ArrayList<>();
        terms.add(one());
        while (takeWord("and")) {
            terms.add(one());
        }
        return terms.size() == 1 ? terms.getFirst() : new Condition.And(terms, sourceFrom(start));
    }

    private Condition one() throws ConditionSyntaxException {
        Token first = peek();
        if (++depth > MAX_DEPTH) {
            throw error(first, "condition is nested deeper than " + MAX_DEPTH);
        }
        Condition condition;
        if (first.is(Token.Kind.BANG) || first.isWord("not")) {
            next++;
            Condition term = one();
            condition = new Condition.Not(term, sourceFrom(first.start()));
        } else if (first.is(Token.Kind.OPEN)) {
            next++;
            condition = any();
            if (!peek().is(Token.Kind.CLOSE)) {
                throw error(peek(), "expected `)`, found " + peek().shown());
            }
            next++;
        } else {
            condition = atom();
        }
        depth--;
        return condition;
    }

    private Condition atom() throws ConditionSyntaxException {
        Token first = take();
        if (first.isWord("arguments")) {
            return peek().is(Token.Kind.DOT) ? field(first) : wholeArguments(first);
        }
        if (first.isWord("time")) {
            return hour(first);
        }
        throw error(first, expected("`arguments` or `time.hour`", first));
    }

    private Condition field(Token first) throws ConditionSyntaxException {
        List<String> names = new ArrayList<>();
        while (peek().is(Token.Kind.DOT)) {
            next++;
            names.add(name(take()));
        }
        Token verb = take();
        if (verb.isWord("contains_pattern")) {
            throw error(
                    verb,
                    "`contains_pattern` searches all arguments; for one field write `matches`");
        }
        if (!verb.isWord("matches")) {
            throw error(verb, expected("`matches`", verb));
        }
        Regex regex = regex();
        return new Condition.Matches(new FieldPath(names), regex, sourceFrom(first.start()));
    }

    private static String name(Token token) throws ConditionSyntaxException {
        if (!token.is(Token.Kind.WORD)) {
            throw error(token, expected("a field name", token));
        }
        if (token.text().chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw error(
                    token,
                    "`"
                            + token.text()
                            + "` is no field name; a list is searched whole, without an index");
        }
        return token.text();
    }

    private Condition wholeArguments(Token first) throws ConditionSyntaxException {
        Token verb = take();
        if (verb.isWord("matches")) {
            throw error(
                    verb,
                    "`matches` needs a field; write `arguments.NAME matches`, or `arguments"
                            + " contains_pattern` to search everything");
        }
        if (!verb.isWord("contains_pattern")) {
            throw error(verb, expected("`.` or `contains_pattern`", verb));
        }
        Regex regex = regex();
        return new Condition.ContainsPattern(regex, sourceFrom(first.start()));
    }

    private Condition hour(Token first) throws ConditionSyntaxException {
        Token dot = take();
        if (!dot.is(Token.Kind.DOT)) {
            throw error(dot, expected("`.hour`", dot));
        }
        Token field = take();
        if (!field.isWord("hour")) {
            throw error(
                    field,
                    field.is(Token.Kind.WORD)
                            ? "unknown time field `" + field.text() + "`; there is only `time.hour`"
                            : expected("`hour`", field));
        }
        Token sign = take();
        if (!sign.is(Token.Kind.COMPARISON)) {
            throw error(sign, expected("one of `<` `>` `<=` `>=` `==` `!=`", sign));
        }
        Comparison comparison = comparison(sign);
        int hour = hourNumber(take());
        String text = sourceFrom(first.start());
        if ((comparison == Comparison.LESS && hour == 0)
                || (comparison == Comparison.GREATER && hour == 23)) {
            throw error(first, "`" + text + "` can never be true; hours run from 0 to 23");
        }
        return new Condition.Hour(comparison, hour, text);
    }

    private static Comparison comparison(Token sign) throws ConditionSyntaxException {
        for (Comparison comparison : Comparison.values()) {
            if (comparison.symbol().equals(sign.text())) {
                return comparison;
            }
        }
        throw error(sign, "unknown comparison " + sign.shown());
    }

    private static int hourNumber(Token token) throws ConditionSyntaxException {
        boolean digits =
                token.is(Token.Kind.WORD)
                        && token.text().chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits) {
            throw error(token, expected("an hour from 0 to 23", token));
        }
        if (token.text().length() > 4 || Integer.parseInt(token.text()) > 23) {
            throw error(token, "`" + token.text() + "` is no hour; hours run from 0 to 23");
        }
        return Integer.parseInt(token.text());
    }

    private Regex regex() throws ConditionSyntaxException {
        Token token = take();
        if (!token.is(Token.Kind.STRING)) {
            throw error(token, expected("a pattern in quotes", token));
        }
        try {
            return Regex.compile(token.text());
        } catch (RegexSyntaxException e) {
            String message = e.getMessage() == null ? "invalid pattern" : e.getMessage();
            throw new ConditionSyntaxException(token.start() + 1 + e.index(), message);
        }
    }

    private Token peek() {
        return tokens.get(next);
    }

    /** The end is never passed: it answers every further request itself. */
    private Token take() {
        Token token = tokens.get(next);
        if (!token.is(Token.Kind.END)) {
            next++;
        }
        return token;
    }

    private boolean takeWord(String word) {
        if (peek().isWord(word)) {
            next++;
            return true;
        }
        return false;
    }

    private String sourceFrom(int start) {
        return source.substring(start, tokens.get(next - 1).end());
    }

    private static String expected(String what, Token found) {
        String lower = found.text().toLowerCase(Locale.ROOT);
        boolean capital = found.is(Token.Kind.WORD) && !lower.equals(found.text());
        return "expected "
                + what
                + ", found "
                + found.shown()
                + (capital && what.contains("`" + lower) ? "; keywords are lower case" : "");
    }

    private static ConditionSyntaxException error(Token token, String message) {
        return new ConditionSyntaxException(token.start(), message);
    }
}
