package io.agentgate.policy.text;

import static io.agentgate.policy.text.TokenReader.error;
import static io.agentgate.policy.text.TokenReader.expected;

import io.agentgate.policy.Comparison;
import io.agentgate.policy.Condition;
import io.agentgate.policy.Literal;
import io.agentgate.policy.Moment;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

/**
 * Reads conditions of the time.
 *
 * <pre>
 *   time     = "time" "." ( hour | weekday )
 *   hour     = "hour" [ zone ] comparison number
 *   weekday  = "weekday" [ zone ] ( ( "==" | "!=" ) string | "in" "[" string { "," string } "]" )
 *   zone     = "(" string ")"
 * </pre>
 */
final class TimeParser {
    private static final int HOURS = 24;
    private static final List<String> DAYS =
            List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");

    private final TokenReader tokens;
    private final LiteralParser literals;

    TimeParser(TokenReader tokens, LiteralParser literals) {
        this.tokens = tokens;
        this.literals = literals;
    }

    /** Behind {@code time}. */
    Condition parse(Token first) throws ConditionSyntaxException {
        tokens.take(Token.Kind.DOT, "`.hour` or `.weekday`");
        Token field = tokens.take(Token.Kind.WORD, "`hour` or `weekday`");
        return switch (field.text()) {
            case "hour" -> hour(first);
            case "weekday" -> weekday(first);
            default ->
                    throw error(
                            field,
                            "unknown time field `"
                                    + field.text()
                                    + "`; there are `time.hour` and `time.weekday`");
        };
    }

    private Condition hour(Token first) throws ConditionSyntaxException {
        ZoneId zone = zone();
        Comparison comparison = literals.comparison();
        long hour = literals.whole(0, HOURS - 1, "hour");
        int accepted = 0;
        for (int each = 0; each < HOURS; each++) {
            accepted |= comparison.holds(each, hour) ? 1 << each : 0;
        }
        String text = tokens.sourceFrom(first.start());
        if (accepted == 0) {
            throw error(first, "`" + text + "` can never be true; hours run from 0 to 23");
        }
        return new Condition.AtTime(new Moment(Moment.Unit.HOUR, zone, accepted), text);
    }

    private Condition weekday(Token first) throws ConditionSyntaxException {
        ZoneId zone = zone();
        int accepted = days();
        return new Condition.AtTime(
                new Moment(Moment.Unit.WEEKDAY, zone, accepted), tokens.sourceFrom(first.start()));
    }

    private int days() throws ConditionSyntaxException {
        Token verb = tokens.take();
        if (verb.isWord("in")) {
            Token list = tokens.peek();
            int accepted = 0;
            for (Literal literal : literals.list()) {
                accepted |= day(literal, list);
            }
            return accepted;
        }
        if (!verb.is(Token.Kind.COMPARISON) || !literals.comparison(verb).isOfEquals()) {
            throw error(verb, expected("`in`, `==` or `!=`", verb));
        }
        Token token = tokens.peek();
        int day = day(literals.literal(), token);
        boolean other = literals.comparison(verb) == Comparison.DIFFERENT;
        return other ? (1 << DAYS.size()) - 1 & ~day : day;
    }

    private static int day(Literal literal, Token at) throws ConditionSyntaxException {
        String day = literal instanceof Literal.Text(String text) ? text : "";
        int index = DAYS.indexOf(day);
        if (index < 0) {
            throw error(
                    at,
                    day.isEmpty()
                            ? "a weekday is a text such as `'mon'`"
                            : "`" + day + "` is no weekday" + Suggestion.of(day, DAYS));
        }
        return 1 << index;
    }

    /** The clock that is meant: that of UTC where none is named. */
    private ZoneId zone() throws ConditionSyntaxException {
        if (!tokens.peek().is(Token.Kind.OPEN)) {
            return ZoneOffset.UTC;
        }
        tokens.take();
        Token name = tokens.take(Token.Kind.STRING, "a time zone in quotes");
        tokens.take(Token.Kind.CLOSE, "`)`");
        try {
            if (ZoneId.getAvailableZoneIds().contains(name.text())) {
                return ZoneId.of(name.text());
            }
        } catch (DateTimeException unreadable) {
            // As if it were not known.
        }
        throw error(
                name, "unknown time zone `" + name.text() + "`; zones are named `Europe/Berlin`");
    }
}
