package io.agentgate.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.policy.text.ConditionParser;
import io.agentgate.policy.text.ConditionSyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
