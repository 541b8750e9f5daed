package io.agentgate.policy.text;

import static io.agentgate.policy.text.TokenReader.error;
import static io.agentgate.policy.text.TokenReader.expected;

import io.agentgate.policy.Comparison;
import io.agentgate.policy.FieldTest;
import io.agentgate.policy.Literal;
import io.agentgate.policy.regex.Regex;
import io.agentgate.policy.regex.RegexSyntaxException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what stands on the right side of a comparison.
 *
 * <p>A string stands in single or double quotes and has no escapes.
 */
final class LiteralParser {
    private static final int MAX_NUMBER = 64;
    private static final int MAX_LISTED = 1_000;

    private final TokenReader tokens;

    LiteralParser(TokenReader tokens) {
        this.tokens = tokens;
    }

    Comparison comparison() throws ConditionSyntaxException {
        return comparison(tokens.take(Token.Kind.COMPARISON, "one of `<` `>` `<=` `>=` `==` `!=`"));
    }

    Comparison comparison(Token sign) throws ConditionSyntaxException {
        for (Comparison comparison : Comparison.values()) {
            if (comparison.symbol().equals(sign.text())) {
                return comparison;
            }
        }
        throw error(sign, "unknown comparison " + sign.shown());
    }

    /** The rest of {@code OP literal}. */
    FieldTest.Compared compared(Comparison comparison) throws ConditionSyntaxException {
        Token token = tokens.peek();
        Literal literal = literal();
        if (!comparison.isOfEquals() && !literal.isOrdered()) {
            throw error(token, token.shown() + " has no order; write `==` or `!=`");
        }
        return new FieldTest.Compared(comparison, literal);
    }

    Literal literal() throws ConditionSyntaxException {
        Token token = tokens.take();
        if (token.is(Token.Kind.STRING)) {
            return new Literal.Text(token.text());
        }
        if (token.is(Token.Kind.NUMBER)) {
            return new Literal.Numeral(number(token));
        }
        return switch (token.is(Token.Kind.WORD) ? token.text() : "") {
            case "true" -> new Literal.Bool(true);
            case "false" -> new Literal.Bool(false);
            case "null" -> new Literal.Null();
            default ->
                    throw error(
                            token,
                            expected(
                                    "a string in quotes, a number, `true`, `false` or `null`",
                                    token));
        };
    }

    private static BigDecimal number(Token token) throws ConditionSyntaxException {
        try {
            if (token.text().length() <= MAX_NUMBER) {
                return new BigDecimal(token.text());
            }
        } catch (NumberFormatException beyondAllExponents) {
            // The same as a number with too many digits.
        }
        throw error(token, "number is too long");
    }

    /** {@code [literal, …]}, all of one kind. */
    List<Literal> list() throws ConditionSyntaxException {
        Token open = tokens.take(Token.Kind.OPEN_LIST, "`[`");
        if (tokens.peek().is(Token.Kind.CLOSE_LIST)) {
            throw error(open, "`[]` can never be true; list at least one value");
        }
        List<Literal> literals = new ArrayList<>();
        do {
            Token token = tokens.peek();
            literals.add(literal());
            if (literals.getLast().getClass() != literals.getFirst().getClass()) {
                throw error(token, "values of one list are of one kind");
            }
            if (literals.size() > MAX_LISTED) {
                throw error(token, "list is longer than " + MAX_LISTED);
            }
        } while (more());
        return literals;
    }

    private boolean more() throws ConditionSyntaxException {
        Token token = tokens.take();
        if (!token.is(Token.Kind.COMMA) && !token.is(Token.Kind.CLOSE_LIST)) {
            throw error(token, expected("`,` or `]`", token));
        }
        return token.is(Token.Kind.COMMA);
    }

    /**
     * A whole number within bounds.
     *
     * @param what is counted by it
     */
    long whole(long least, long most, String what) throws ConditionSyntaxException {
        Token token = tokens.take();
        String range = "s run from " + least + " to " + most;
        String article = what.startsWith("h") ? "an " : "a ";
        if (!token.is(Token.Kind.NUMBER)) {
            throw error(token, expected(article + what + " from " + least + " to " + most, token));
        }
        try {
            long number = new BigDecimal(token.text()).longValueExact();
            if (number >= least && number <= most) {
                return number;
            }
        } catch (ArithmeticException | NumberFormatException noWholeNumber) {
            // Said below.
        }
        throw error(token, "`" + token.text() + "` is no " + what + "; " + what + range);
    }

    Regex regex() throws ConditionSyntaxException {
        Token token = tokens.take(Token.Kind.STRING, "a pattern in quotes");
        try {
            return Regex.compile(token.text());
        } catch (RegexSyntaxException e) {
            String message = e.getMessage() == null ? "invalid pattern" : e.getMessage();
            throw new ConditionSyntaxException(token.start() + 1 + e.index(), message);
        }
    }
}
