package io.agentgate.policy.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.agentgate.policy.Calls;
import io.agentgate.policy.Reading;
import io.agentgate.policy.Truth;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionParserTest {

    private static final String ARGUMENTS =
            "{`a`:`1`,`b`:`2`,`o`:{`x`:{`y`:`deep`}},`time`:`t`,`user-id`:`u`,`größe`:`g`,`not`:`n`,`2fa`:`f`}";

    private static Truth truth(String condition) throws ConditionSyntaxException {
        return ConditionParser.parse(condition)
                .truth(
                        Calls.callAt(Instant.parse("2026-01-05T09:30:00Z"), "t", ARGUMENTS),
                        Reading.CATCHING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "arguments.a matches '1'",
                "arguments.a matches \"1\"",
                "  arguments . a   matches\n'1'  ",
                "arguments.o.x.y matches '^deep$'",
                "arguments . o . x . y matches 'deep'",
                "arguments.time matches 't'",
                "arguments.not matches 'n'",
                "arguments.user-id matches 'u'",
                "arguments.größe matches 'g'",
                "arguments.2fa matches 'f'",
                "arguments contains_pattern 'deep'",
                "not arguments.a matches '2'",
                "!arguments.a matches '2'",
                "not not arguments.a matches '1'",
                "! ! (arguments.a matches '1')",
                "((arguments.a matches '1'))",
                "arguments.a matches '9' and arguments.a matches '9' or arguments.a matches '1'",
                "arguments.a matches '1' or arguments.a matches '9' and arguments.a matches '9'",
                "not arguments.a matches '9' and arguments.b matches '2'",
                "time.hour == 9",
                "time . hour >= 9 and time.hour<=9",
                "time.hour != 10",
                "time.hour < 10 and time.hour > 8",
                "arguments.a matches 'it\"s' or arguments.a matches '1'",
                "arguments.a == '1' and arguments.a!='2' and arguments.2fa==\"f\"",
                "arguments.a in ['0', '1'] and not arguments.a in ['0']",
                "arguments.a < '2' and arguments.a >= '1'",
                "arguments.o.x.y exists and not arguments.o.x.z exists",
                "size(arguments) == 8 and size( arguments . o ) == 1 and size(arguments.zz) == 0",
                "caller.agent == 'agent' and caller.name in ['nobody', 'agent']",
                "caller.agent matches '^ag' and not caller.roles contains 'admin'",
                "time.weekday == 'mon' and time.weekday in ['sun', 'mon'] and time.weekday !="
                        + " 'sun'",
                "time.hour('Europe/Berlin') == 10 and time.hour(\"America/New_York\") == 4",
                "time.hour('UTC') == 9 and time.hour('Asia/Kolkata') == 15",
                "time.weekday('Pacific/Kiritimati') == 'mon'",
            })
    void acceptsAndIsTrue(String condition) throws ConditionSyntaxException {
        assertThat(truth(condition)).isEqualTo(Truth.TRUE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "arguments.a matches '1' and arguments.a matches '9'",
                "(arguments.a matches '1' or arguments.a matches '1') and arguments.a matches '9'",
                "not (arguments.a matches '1' and arguments.b matches '2')",
                "!(arguments.a matches '9' or arguments.b matches '2')",
                "time.hour != 9",
                "time.hour > 9",
            })
    void acceptsAndIsFalse(String condition) throws ConditionSyntaxException {
        assertThat(truth(condition)).isEqualTo(Truth.FALSE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "arguments.a = 'x' | 12 | `=` is no comparison; write `==`",
                "arguments.a matches 'x' && arguments.b matches 'y' | 24 | unexpected `&`; write"
                        + " `and`",
                "arguments.a matches 'x' arguments.b matches 'y' | 24 | unexpected `arguments`"
                        + " after a complete condition; join two with `and` or `or`",
                "arguments.a matches 'x') | 23 | `)` closes nothing",
                "(arguments.a matches 'x' | 24 | expected `)`, found the end",
                "arguments.a matches 'x | 20 | string has no closing `'`",
                "arguments.a matches x | 20 | expected a pattern in quotes, found `x`",
                "arguments.a contains_pattern 'x' | 12 | `contains_pattern` searches all arguments;"
                        + " for one field write `matches`",
                "arguments matches 'x' | 10 | `matches` needs a field; write `arguments.NAME"
                        + " matches`, or `arguments contains_pattern` to search everything",
                "arguments.'a' matches 'x' | 10 | expected a field name, found a string",
                "arguments.0 matches 'x' | 10 | `0` is no field name; a list is searched whole,"
                        + " without an index",
                "arguments.a MATCHES 'x' | 12 | expected `matches`, `in`, `exists` or a comparison,"
                        + " found `MATCHES`; keywords are lower case",
                "true | 0 | expected `arguments`, `size`, `caller`, `session` or `time`, found"
                        + " `true`",
                "tool matches 'x' | 0 | expected `arguments`, `size`, `caller`, `session` or"
                        + " `time`, found `tool`",
                "not | 3 | expected `arguments`, `size`, `caller`, `session` or `time`, found the"
                        + " end",
                "time.minute < 3 | 5 | unknown time field `minute`; there are `time.hour` and"
                        + " `time.weekday`",
                "time < 3 | 5 | expected `.hour` or `.weekday`, found `<`",
                "time.hour = 3 | 10 | `=` is no comparison; write `==`",
                "time.hour < 24 | 12 | `24` is no hour; hours run from 0 to 23",
                "time.hour > 99999999999 | 12 | `99999999999` is no hour; hours run from 0 to 23",
                "time.hour > -1 | 12 | `-1` is no hour; hours run from 0 to 23",
                "time.hour > 1.5 | 12 | `1.5` is no hour; hours run from 0 to 23",
                "time.hour(UTC) > 1 | 10 | expected a time zone in quotes, found `UTC`",
                "time.hour('Europe/Atlantis') > 1 | 10 | unknown time zone `Europe/Atlantis`; zones"
                        + " are named `Europe/Berlin`",
                "time.hour('+02:00') > 1 | 10 | unknown time zone `+02:00`; zones are named"
                        + " `Europe/Berlin`",
                "time.weekday == 'mo' | 16 | `mo` is no weekday; did you mean `mon`?",
                "time.weekday == 1 | 16 | a weekday is a text such as `'mon'`",
                "time.weekday > 'mon' | 13 | expected `in`, `==` or `!=`, found `>`",
                "time.weekday in [] | 16 | `[]` can never be true; list at least one value",
                "arguments.a == | 14 | expected a string in quotes, a number, `true`, `false` or"
                        + " `null`, found the end",
                "arguments.a == 1x | 15 | expected a string in quotes, a number, `true`, `false` or"
                        + " `null`, found `1x`",
                "arguments.a < true | 14 | `true` has no order; write `==` or `!=`",
                "arguments.a < '' | 0 | `arguments.a < ''` can never be true; no text stands before"
                        + " the empty one",
                "arguments.a in ['x', 1] | 21 | values of one list are of one kind",
                "arguments.a in 'x' | 15 | expected `[`, found a string",
                "arguments.a in ['x' 'y'] | 20 | expected `,` or `]`, found a string",
                "arguments.a in ['x',] | 20 | expected a string in quotes, a number, `true`,"
                        + " `false` or `null`, found `]`",
                "size(arguments.a) < 0 | 0 | `size(arguments.a) < 0` can never be true; sizes begin"
                        + " at 0",
                "size(arguments.a) == 1.5 | 21 | `1.5` is no size; sizes run from 0 to 1000000000",
                "size(a) > 1 | 5 | expected `arguments`, found `a`",
                "session.call('x') | 8 | expected `called` or `calls`, found `call`",
                "session.called(x) | 15 | expected a tool in quotes, found `x`",
                "session.called('') | 15 | `` is no tool",
                "session.calls('x') < 0 | 0 | `session.calls('x') < 0` can never be true; calls are"
                        + " counted from 0",
                "session.calls('x') == 1.5 | 22 | `1.5` is no number; numbers run from 0 to"
                        + " 1000000000",
                "caller.email == 'x' | 7 | nothing is known of a caller's `email`; there are"
                        + " `caller.agent`, `caller.name` and `caller.roles`",
                "caller.name == '' | 0 | `caller.name == ''` can never be true; no name is empty",
                "caller.agent < 'x' | 13 | names have no order; write `==` or `!=`",
                "caller.agent == 1 | 13 | a name is compared with texts in quotes",
                "caller.roles matches 'x' | 13 | expected `contains`, found `matches`",
                "caller.roles contains '' | 0 | `caller.roles contains ''` can never be true; no"
                        + " role is empty",
                "time.hour < 0 | 0 | `time.hour < 0` can never be true; hours run from 0 to 23",
                "time.hour > 23 | 0 | `time.hour > 23` can never be true; hours run from 0 to 23",
                "time.hour == '9' | 13 | expected an hour from 0 to 23, found a string",
                "arguments.a matches 'ab(?!c)' | 23 | look-ahead `(?!` is not supported, so that"
                        + " matching takes linear time",
            })
    void refusesWithAMessageAtTheCharacter(String condition, int index, String message) {
        ConditionSyntaxException refusal = refusal(condition);

        assertThat(refusal).hasMessage(message);
        assertThat(refusal.index()).isEqualTo(index);
    }

    @Test
    void refusesEmptyConditionsAndPipes() {
        assertThat(refusal("")).hasMessageStartingWith("condition is empty");
        assertThat(refusal(" \t")).hasMessageStartingWith("condition is empty");
        assertThat(refusal("time.hour == 1 || time.hour == 2"))
                .hasMessage("unexpected `|`; write `or`");
    }

    @Test
    void boundsLengthAndDepth() {
        assertThat(refusal("!".repeat(100_000))).hasMessageContaining("longer than 16384");
        assertThat(refusal("(".repeat(10_000))).hasMessageContaining("nested deeper than 64");
        assertThat(refusal("not ".repeat(1_000))).hasMessageContaining("nested deeper than 64");
    }

    @Test
    void signsBeyondTheBasicPlaneAreNotMistakenForOthers() {
        assertThat(refusal("\ud840\udc27 \ud83d\ude00")).isNotNull();
        assertThat(refusal("\ud83d\ude00")).hasMessage("unexpected `\ud83d\ude00`");
    }

    @Test
    void keepsTheSourceOfEveryPart() throws ConditionSyntaxException {
        assertThat(ConditionParser.parse(" not ( time.hour < 9 ) ").source())
                .isEqualTo("not ( time.hour < 9 )");
    }

    private static ConditionSyntaxException refusal(String condition) {
        ConditionSyntaxException refusal =
                catchThrowableOfType(
                        ConditionSyntaxException.class, () -> ConditionParser.parse(condition));
        assertThat(refusal).as(condition).isNotNull();
        return refusal;
    }
}
