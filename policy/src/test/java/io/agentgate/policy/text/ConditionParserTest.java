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
                "arguments.a MATCHES 'x' | 12 | expected `matches`, found `MATCHES`; keywords are"
                        + " lower case",
                "true | 0 | expected `arguments` or `time.hour`, found `true`",
                "tool matches 'x' | 0 | expected `arguments` or `time.hour`, found `tool`",
                "not | 3 | expected `arguments` or `time.hour`, found the end",
                "time.minute < 3 | 5 | unknown time field `minute`; there is only `time.hour`",
                "time < 3 | 5 | expected `.hour`, found `<`",
                "time.hour = 3 | 10 | `=` is no comparison; write `==`",
                "time.hour < 24 | 12 | `24` is no hour; hours run from 0 to 23",
                "time.hour > 99999999999 | 12 | `99999999999` is no hour; hours run from 0 to 23",
                "time.hour > -1 | 12 | unexpected `-`",
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
