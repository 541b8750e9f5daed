package io.agentgate.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.policy.text.ConditionParser;
import io.agentgate.policy.text.ConditionSyntaxException;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThreeValuedLogicTest {

    @ParameterizedTest
    @CsvSource({
        "FALSE, FALSE, FALSE, FALSE",
        "FALSE, UNKNOWN, FALSE, UNKNOWN",
        "FALSE, TRUE, FALSE, TRUE",
        "UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN",
        "UNKNOWN, TRUE, UNKNOWN, TRUE",
        "TRUE, TRUE, TRUE, TRUE",
    })
    void joinsAsKleeneDoes(Truth one, Truth other, Truth both, Truth either) {
        assertThat(one.and(other)).isEqualTo(both);
        assertThat(other.and(one)).isEqualTo(both);
        assertThat(one.or(other)).isEqualTo(either);
        assertThat(other.or(one)).isEqualTo(either);
        assertThat(one.and(other).not()).isEqualTo(one.not().or(other.not()));
    }

    @Test
    void notUnknownIsUnknown() {
        assertThat(Truth.UNKNOWN.not()).isEqualTo(Truth.UNKNOWN);
    }

    /** Columns: arguments, condition, read as catching, read as granting. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                // A missing field is the empty text, a field of another type is unknown.
                "{} | arguments.p matches '^$' | TRUE | TRUE",
                "{} | arguments.p.q matches '^$' | TRUE | TRUE",
                "{`p`:{}} | arguments.p.q matches '^$' | TRUE | TRUE",
                "{`p`:5} | arguments.p matches '5' | UNKNOWN | UNKNOWN",
                "{`p`:true} | arguments.p matches 'x' | UNKNOWN | UNKNOWN",
                "{`p`:null} | arguments.p matches 'x' | UNKNOWN | UNKNOWN",
                "{`p`:{`q`:`x`}} | arguments.p matches 'x' | UNKNOWN | UNKNOWN",
                "{`p`:`x`} | arguments.p.q matches 'x' | UNKNOWN | UNKNOWN",
                "{`p`:5} | not arguments.p matches '5' | UNKNOWN | UNKNOWN",
                "{`p`:5,`q`:`x`} | arguments.p matches '5' and arguments.q matches 'x' | UNKNOWN |"
                        + " UNKNOWN",
                "{`p`:5,`q`:`x`} | arguments.p matches '5' and arguments.q matches 'y' | FALSE |"
                        + " FALSE",
                "{`p`:5,`q`:`x`} | arguments.p matches '5' or arguments.q matches 'x' | TRUE |"
                        + " TRUE",
                // Lists: any when catching, all when granting, turned round by not.
                "{`p`:[`in`,`out`]} | arguments.p matches 'in' | TRUE | FALSE",
                "{`p`:[`in`,`in`]} | arguments.p matches 'in' | TRUE | TRUE",
                "{`p`:[`out`,`out`]} | arguments.p matches 'in' | FALSE | FALSE",
                "{`p`:[`in`,`out`]} | not arguments.p matches 'in' | TRUE | FALSE",
                "{`p`:[`in`,`in`]} | not arguments.p matches 'in' | FALSE | FALSE",
                "{`p`:[`in`,`out`]} | not not arguments.p matches 'in' | TRUE | FALSE",
                "{`p`:[`in`,`out`]} | not (arguments.p matches 'in' or time.hour == 3) | TRUE |"
                        + " FALSE",
                "{`p`:[]} | arguments.p matches 'in' | UNKNOWN | UNKNOWN",
                "{`p`:[]} | not arguments.p matches 'in' | UNKNOWN | UNKNOWN",
                "{`p`:[5,`in`]} | arguments.p matches 'in' | TRUE | UNKNOWN",
                "{`p`:[5,`out`]} | arguments.p matches 'in' | UNKNOWN | FALSE",
                "{`p`:[[`out`],[`out`,`in`]]} | arguments.p matches 'in' | TRUE | FALSE",
                "{`p`:[{`q`:`in`},{`q`:`out`}]} | arguments.p.q matches 'in' | TRUE | FALSE",
                "{`p`:[{`q`:[`in`]},{`q`:`in`}]} | arguments.p.q matches 'in' | TRUE | TRUE",
                "{`p`:[{`q`:`in`},{}]} | arguments.p.q matches '^$' | TRUE | FALSE",
                "{`p`:[{`q`:`in`},`in`]} | arguments.p.q matches 'in' | TRUE | UNKNOWN",
                // Comparisons: exact, of one kind, with lists as above.
                "{`p`:5} | arguments.p == 5 | TRUE | TRUE",
                "{`p`:5.0} | arguments.p == 5 | TRUE | TRUE",
                "{`p`:0.1} | arguments.p == 1e-1 | TRUE | TRUE",
                "{`p`:9007199254740993} | arguments.p == 9007199254740992 | FALSE | FALSE",
                "{`p`:9007199254740993} | arguments.p > 9007199254740992 | TRUE | TRUE",
                "{`p`:-7} | arguments.p < -6.5 and arguments.p <= -7 | TRUE | TRUE",
                "{`p`:`5`} | arguments.p == 5 | UNKNOWN | UNKNOWN",
                "{`p`:5} | arguments.p == '5' | UNKNOWN | UNKNOWN",
                "{`p`:true} | arguments.p == 1 | UNKNOWN | UNKNOWN",
                "{`p`:true} | arguments.p == true and arguments.p != false | TRUE | TRUE",
                "{`p`:`true`} | arguments.p == true | UNKNOWN | UNKNOWN",
                "{`p`:null} | arguments.p == null | TRUE | TRUE",
                "{`p`:null} | arguments.p == false | UNKNOWN | UNKNOWN",
                "{`p`:`x`} | arguments.p == null | FALSE | FALSE",
                "{`p`:{}} | arguments.p != null | TRUE | TRUE",
                "{`p`:{}} | arguments.p == 'x' | UNKNOWN | UNKNOWN",
                "{} | arguments.p == '' | TRUE | TRUE",
                "{} | arguments.p == true | FALSE | FALSE",
                "{} | arguments.p != true | TRUE | TRUE",
                "{} | arguments.p == null | FALSE | FALSE",
                "{} | arguments.p < 5 | UNKNOWN | UNKNOWN",
                "{} | arguments.p in [1, 2] | FALSE | FALSE",
                "{`p`:2} | arguments.p in [1, 2] | TRUE | TRUE",
                "{`p`:`2`} | arguments.p in [1, 2] | UNKNOWN | UNKNOWN",
                "{`p`:`b`} | arguments.p in ['a', 'b'] | TRUE | TRUE",
                "{`p`:`c`} | arguments.p in ['a', 'b'] | FALSE | FALSE",
                "{`p`:[`a`,`c`]} | arguments.p in ['a', 'b'] | TRUE | FALSE",
                "{`p`:[1,9]} | arguments.p > 5 | TRUE | FALSE",
                "{`p`:[1,9]} | not arguments.p > 5 | TRUE | FALSE",
                "{`p`:[]} | arguments.p > 5 | UNKNOWN | UNKNOWN",
                "{`p`:[{`q`:1},{`q`:9}]} | arguments.p.q > 5 | TRUE | FALSE",
                // Presence and size: of a list itself, of each list on the way.
                "{`p`:null} | arguments.p exists | TRUE | TRUE",
                "{`p`:[]} | arguments.p exists | TRUE | TRUE",
                "{`p`:[{`q`:1},{}]} | arguments.p.q exists | TRUE | FALSE",
                "{`p`:[]} | arguments.p.q exists | UNKNOWN | UNKNOWN",
                "{`p`:5} | arguments.p.q exists | UNKNOWN | UNKNOWN",
                "{`p`:[1,2,3]} | size(arguments.p) > 2 | TRUE | TRUE",
                "{`p`:[]} | size(arguments.p) == 0 | TRUE | TRUE",
                "{`p`:{`q`:1}} | size(arguments.p) == 1 | TRUE | TRUE",
                "{`p`:`abc`} | size(arguments.p) > 2 | UNKNOWN | UNKNOWN",
                "{`p`:[{`q`:[1]},{`q`:[]}]} | size(arguments.p.q) > 0 | TRUE | FALSE",
                // contains_pattern: decoded keys and scalars, and JSON text only when catching.
                "{`a`:{`b`:[1,{`key`:`rm\\t-rf`}]}} | arguments contains_pattern 'rm\\s-rf' | TRUE"
                        + " | TRUE",
                "{`a`:{`b`:[1,{`key`:`x`}]}} | arguments contains_pattern '^key$' | TRUE | TRUE",
                "{`a`:{`b`:[17]}} | arguments contains_pattern '^17$' | TRUE | TRUE",
                "{`a`:true,`n`:null} | arguments contains_pattern '^null$' | TRUE | TRUE",
                "{`b`:`x`,`a`:1} | arguments contains_pattern '^\\{\"a\":1,\"b\":\"x\"\\}$' | TRUE"
                        + " | FALSE",
                "{`b`:`x`,`a`:1} | not arguments contains_pattern '\"a\":1' | TRUE | FALSE",
                "{} | arguments contains_pattern '^$' | FALSE | FALSE",
            })
    void readsFieldsAndLists(String arguments, String condition, Truth catching, Truth granting)
            throws ConditionSyntaxException {
        Condition parsed = ConditionParser.parse(condition);

        assertThat(parsed.truth(Calls.call("t", arguments), Reading.CATCHING)).isEqualTo(catching);
        assertThat(parsed.truth(Calls.call("t", arguments), Reading.GRANTING)).isEqualTo(granting);
        assertThat(catching).isGreaterThanOrEqualTo(granting);
    }

    @Test
    void callsWithoutArgumentsReadAsEmptyText() throws ConditionSyntaxException {
        for (String condition :
                new String[] {"arguments.p matches '^$'", "arguments contains_pattern '^$'"}) {
            assertThat(
                            ConditionParser.parse(condition)
                                    .truth(Calls.callWithoutArguments("t"), Reading.GRANTING))
                    .isEqualTo(Truth.TRUE);
        }
    }

    @Test
    void unreadableArgumentsAreUnknown() throws ConditionSyntaxException {
        for (String condition :
                new String[] {"arguments.p matches '^$'", "not arguments contains_pattern 'x'"}) {
            assertThat(
                            ConditionParser.parse(condition)
                                    .truth(Calls.callWithBrokenArguments("t"), Reading.CATCHING))
                    .isEqualTo(Truth.UNKNOWN);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e2147483649", "1e99999999999"})
    void numbersBeyondAllExponentsAreUnknown(String number) throws ConditionSyntaxException {
        Value.Members members = new Value.Members(Map.of("p", new Value.Scalar(number)));
        Facts facts = new Facts("srv", "t", "agent", () -> members, Calls.NOON);

        assertThat(ConditionParser.parse("arguments.p > 5").truth(facts, Reading.CATCHING))
                .isEqualTo(Truth.UNKNOWN);
    }

    @Test
    void callersAreAskedForWhatTheirCredentialSays() throws ConditionSyntaxException {
        Facts facts =
                new Facts(
                        "srv",
                        "t",
                        new Caller("codex", "anna", Set.of("ops", "dev")),
                        () -> null,
                        Calls.NOON,
                        null);

        assertThat(
                        ConditionParser.parse(
                                        "caller.agent == 'codex' and caller.name == 'anna' and"
                                                + " caller.roles contains 'dev' and not"
                                                + " caller.roles contains 'de'")
                                .truth(facts, Reading.GRANTING))
                .isEqualTo(Truth.TRUE);
    }

    @Test
    void clocksHangInTheirZonesInSummerAndWinter() throws ConditionSyntaxException {
        Condition opening = ConditionParser.parse("time.hour('Europe/Berlin') == 9");
        Condition sunday = ConditionParser.parse("time.weekday('Europe/Berlin') == 'sun'");

        assertThat(at(opening, "2026-01-05T08:30:00Z")).isEqualTo(Truth.TRUE);
        assertThat(at(opening, "2026-07-05T07:30:00Z")).isEqualTo(Truth.TRUE);
        assertThat(at(opening, "2026-07-05T08:30:00Z")).isEqualTo(Truth.FALSE);
        assertThat(at(sunday, "2026-07-04T22:30:00Z")).isEqualTo(Truth.TRUE);
        assertThat(at(sunday, "1969-12-28T12:00:00Z")).isEqualTo(Truth.TRUE);
    }

    private static Truth at(Condition condition, String time) {
        return condition.truth(Calls.callAt(Instant.parse(time), "t", "{}"), Reading.GRANTING);
    }

    @Test
    void writesCompactJsonAsSerdeDoes() {
        assertThat(
                        CompactJson.of(
                                Json.members(
                                        "{`z`:[1,-2.5e3,true,null,[],{}],`é`:`\\u0001\\u001f\\b\\f\\n"
                                            + "\\r"
                                            + "\\t\\\\`,`\\uffee`:`\\ud83d\\ude00`,`\\ud83d\\ude00`:`/\\u007f`,`a`:`\\u0022`}")))
                .isEqualTo(
                        "{\"a\":\"\\\"\",\"z\":[1,-2500.0,true,null,[],{}],\"é\":\"\\u0001\\u001f\\b\\f\\n"
                            + "\\r"
                            + "\\t\\\\\","
                            + "\"\uffee\":\"\ud83d\ude00\",\"\ud83d\ude00\":\"/\u007f\"}");
    }
}
