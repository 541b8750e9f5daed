package io.agentgate.policy.text;

import io.agentgate.policy.Condition;
import java.util.ArrayList;
import java.util.List;

/**
 * A recursive-descent parser of conditions.
 *
 * <pre>
 *   any    = all { "or" all }
 *   all    = one { "and" one }
 *   one    = ( "not" | "!" ) one | "(" any ")" | atom
 * </pre>
 *
 * <p>Atoms are those of {@link AtomParser}.
 */
public final class ConditionParser {
    static final int MAX_LENGTH = 16_384;
    static final int MAX_DEPTH = 64;

    private final TokenReader tokens;
    private final AtomParser atoms;
    private int depth;

    private ConditionParser(String source) throws ConditionSyntaxException {
        this.tokens = new TokenReader(source);
        this.atoms = new AtomParser(tokens);
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
        Token rest = tokens.peek();
        return switch (rest.kind()) {
            case END -> condition;
            case CLOSE -> throw TokenReader.error(rest, "`)` closes nothing");
            case WORD, STRING, NUMBER, DOT, COMMA, OPEN, OPEN_LIST, CLOSE_LIST, COMPARISON, BANG ->
                    throw TokenReader.error(
                            rest,
                            "unexpected "
                                    + rest.shown()
                                    + " after a complete condition; join two with `and` or `or`");
        };
    }

    private Condition any() throws ConditionSyntaxException {
        int start = tokens.peek().start();
        List<Condition> terms = new ArrayList<>();
        terms.add(all());
        while (tokens.takeWord("or")) {
            terms.add(all());
        }
        return terms.size() == 1
                ? terms.getFirst()
                : new Condition.Or(terms, tokens.sourceFrom(start));
    }

    private Condition all() throws ConditionSyntaxException {
        int start = tokens.peek().start();
        List<Condition> terms = new ArrayList<>();
        terms.add(one());
        while (tokens.takeWord("and")) {
            terms.add(one());
        }
        return terms.size() == 1
                ? terms.getFirst()
                : new Condition.And(terms, tokens.sourceFrom(start));
    }

    private Condition one() throws ConditionSyntaxException {
        Token first = tokens.peek();
        if (++depth > MAX_DEPTH) {
            throw TokenReader.error(first, "condition is nested deeper than " + MAX_DEPTH);
        }
        Condition condition;
        if (first.is(Token.Kind.BANG) || first.isWord("not")) {
            tokens.take();
            Condition term = one();
            condition = new Condition.Not(term, tokens.sourceFrom(first.start()));
        } else if (first.is(Token.Kind.OPEN)) {
            tokens.take();
            condition = any();
            if (!tokens.peek().is(Token.Kind.CLOSE)) {
                throw TokenReader.error(
                        tokens.peek(), "expected `)`, found " + tokens.peek().shown());
            }
            tokens.take();
        } else {
            condition = atoms.parse();
        }
        depth--;
        return condition;
    }
}
