package io.agentgate.policy.text;

import static io.agentgate.policy.text.TokenReader.error;
import static io.agentgate.policy.text.TokenReader.expected;

import io.agentgate.policy.Comparison;
import io.agentgate.policy.Condition;
import io.agentgate.policy.FieldPath;
import io.agentgate.policy.FieldTest;
import io.agentgate.policy.Literal;
import io.agentgate.policy.NamePattern;
import io.agentgate.policy.regex.Regex;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the smallest conditions.
 *
 * <pre>
 *   atom   = field ( test | "exists" )
 *          | "arguments" "contains_pattern" string
 *          | "size" "(" ( field | "arguments" ) ")" comparison whole-number
 *          | "caller" "." ( "agent" | "name" ) test
 *          | "caller" "." "roles" "contains" string
 *          | "session" "." "called" "(" string ")"
 *          | "session" "." "calls" "(" string ")" comparison whole-number
 *          | the time, see {@link TimeParser}
 *   field  = "arguments" { "." name }
 *   test   = "matches" string | comparison literal | "in" "[" literal { "," literal } "]"
 * </pre>
 *
 * <p>A name is made of letters, digits, {@code _} and inner {@code -}; keywords are names behind a
 * dot. What can never be true is refused.
 */
final class AtomParser {
    private static final long MOST = 1_000_000_000;

    private final TokenReader tokens;
    private final LiteralParser literals;
    private final TimeParser times;

    AtomParser(TokenReader tokens) {
        this.tokens = tokens;
        this.literals = new LiteralParser(tokens);
        this.times = new TimeParser(tokens, literals);
    }

    Condition parse() throws ConditionSyntaxException {
        Token first = tokens.take();
        return switch (first.is(Token.Kind.WORD) ? first.text() : "") {
            case "arguments" ->
                    tokens.peek().is(Token.Kind.DOT) ? field(first) : wholeArguments(first);
            case "size" -> size(first);
            case "caller" -> caller(first);
            case "session" -> session(first);
            case "time" -> times.parse(first);
            default ->
                    throw error(
                            first,
                            expected("`arguments`, `size`, `caller`, `session` or `time`", first));
        };
    }

    private Condition field(Token first) throws ConditionSyntaxException {
        FieldPath path = path();
        Token verb = tokens.peek();
        if (verb.isWord("contains_pattern")) {
            throw error(
                    verb,
                    "`contains_pattern` searches all arguments; for one field write `matches`");
        }
        FieldTest test = tokens.takeWord("exists") ? new FieldTest.Exists() : test();
        refuseNever(test, first);
        return new Condition.Field(path, test, tokens.sourceFrom(first.start()));
    }

    private FieldPath path() throws ConditionSyntaxException {
        List<String> names = new ArrayList<>();
        while (tokens.peek().is(Token.Kind.DOT)) {
            tokens.take();
            names.add(name(tokens.take()));
        }
        return new FieldPath(names);
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

    private FieldTest test() throws ConditionSyntaxException {
        Token verb = tokens.take();
        if (verb.is(Token.Kind.COMPARISON)) {
            return literals.compared(literals.comparison(verb));
        }
        return switch (verb.is(Token.Kind.WORD) ? verb.text() : "") {
            case "matches" -> new FieldTest.Found(literals.regex());
            case "in" -> FieldTest.OneOf.of(literals.list());
            default ->
                    throw error(verb, expected("`matches`, `in`, `exists` or a comparison", verb));
        };
    }

    /** No text stands before the empty one. */
    private void refuseNever(FieldTest test, Token first) throws ConditionSyntaxException {
        if (test instanceof FieldTest.Compared(Comparison comparison, Literal literal)
                && comparison == Comparison.LESS
                && literal instanceof Literal.Text(String text)
                && text.isEmpty()) {
            throw never(first, "no text stands before the empty one");
        }
    }

    private ConditionSyntaxException never(Token first, String why) {
        return error(first, "`" + tokens.sourceFrom(first.start()) + "` can never be true; " + why);
    }

    private Condition wholeArguments(Token first) throws ConditionSyntaxException {
        Token verb = tokens.take();
        if (verb.isWord("matches")) {
            throw error(
                    verb,
                    "`matches` needs a field; write `arguments.NAME matches`, or `arguments"
                            + " contains_pattern` to search everything");
        }
        if (!verb.isWord("contains_pattern")) {
            throw error(verb, expected("`.` or `contains_pattern`", verb));
        }
        Regex regex = literals.regex();
        return new Condition.ContainsPattern(regex, tokens.sourceFrom(first.start()));
    }

    private Condition size(Token first) throws ConditionSyntaxException {
        tokens.take(Token.Kind.OPEN, "`(arguments`");
        Token arguments = tokens.take();
        if (!arguments.isWord("arguments")) {
            throw error(arguments, expected("`arguments`", arguments));
        }
        FieldPath path = path();
        tokens.take(Token.Kind.CLOSE, "`)`");
        Comparison comparison = literals.comparison();
        long count = literals.whole(0, MOST, "size");
        if (comparison == Comparison.LESS && count == 0) {
            throw never(first, "sizes begin at 0");
        }
        return new Condition.Field(
                path, new FieldTest.Size(comparison, count), tokens.sourceFrom(first.start()));
    }

    private Condition session(Token first) throws ConditionSyntaxException {
        tokens.take(Token.Kind.DOT, "`.called` or `.calls`");
        Token verb = tokens.take(Token.Kind.WORD, "`called` or `calls`");
        if (!verb.isWord("called") && !verb.isWord("calls")) {
            throw error(verb, expected("`called` or `calls`", verb));
        }
        tokens.take(Token.Kind.OPEN, "`(`");
        Token name = tokens.take(Token.Kind.STRING, "a tool in quotes");
        tokens.take(Token.Kind.CLOSE, "`)`");
        if (!name.text().strip().equals(name.text()) || name.text().isEmpty()) {
            throw error(name, "`" + name.text() + "` is no tool");
        }
        NamePattern tools = new NamePattern(name.text());
        if (verb.isWord("called")) {
            return new Condition.EarlierCalls(
                    tools, Comparison.AT_LEAST, 1, tokens.sourceFrom(first.start()));
        }
        Comparison comparison = literals.comparison();
        long count = literals.whole(0, MOST, "number");
        if (comparison == Comparison.LESS && count == 0) {
            throw never(first, "calls are counted from 0");
        }
        return new Condition.EarlierCalls(
                tools, comparison, count, tokens.sourceFrom(first.start()));
    }

    private Condition caller(Token first) throws ConditionSyntaxException {
        tokens.take(Token.Kind.DOT, "`.agent`, `.name` or `.roles`");
        Token part = tokens.take(Token.Kind.WORD, "`agent`, `name` or `roles`");
        return switch (part.text()) {
            case "agent" -> nameOf(Condition.OfCaller.NameOf.AGENT, first);
            case "name" -> nameOf(Condition.OfCaller.NameOf.CALLER, first);
            case "roles" -> role(first);
            default ->
                    throw error(
                            part,
                            "nothing is known of a caller's `"
                                    + part.text()
                                    + "`; there are `caller.agent`, `caller.name` and"
                                    + " `caller.roles`");
        };
    }

    private Condition nameOf(Condition.OfCaller.NameOf of, Token first)
            throws ConditionSyntaxException {
        Token verb = tokens.peek();
        FieldTest test = test();
        for (Literal literal : literals(test)) {
            if (!(literal instanceof Literal.Text(String text))) {
                throw error(verb, "a name is compared with texts in quotes");
            }
            if (text.isEmpty()) {
                throw never(first, "no name is empty");
            }
        }
        if (test instanceof FieldTest.Compared compared && !compared.comparison().isOfEquals()) {
            throw error(verb, "names have no order; write `==` or `!=`");
        }
        return new Condition.OfCaller(of, test, tokens.sourceFrom(first.start()));
    }

    private static List<Literal> literals(FieldTest test) {
        return switch (test) {
            case FieldTest.Compared compared -> List.of(compared.literal());
            case FieldTest.OneOf one ->
                    one.each().stream().map(FieldTest.Compared::literal).toList();
            case FieldTest.Found _, FieldTest.Exists _, FieldTest.Size _ -> List.of();
        };
    }

    private Condition role(Token first) throws ConditionSyntaxException {
        Token verb = tokens.take();
        if (!verb.isWord("contains")) {
            throw error(verb, expected("`contains`", verb));
        }
        String role = tokens.take(Token.Kind.STRING, "a role in quotes").text();
        if (role.isBlank()) {
            throw never(first, "no role is empty");
        }
        return new Condition.HasRole(role, tokens.sourceFrom(first.start()));
    }
}
