package io.agentgate.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Patterns mean what ECMA-262 says. */
class EcmaPatternTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "^\\d+$ | 12 | true",
                "^\\d+$ | \u0967 | false",
                "^\\w+$ | a_1 | true",
                "^\\w+$ | \u00e9 | false",
                "^\\W$ | \u00e9 | true",
                "^\\s$ | `\u00a0` | true",
                "^[\\s\\d]$ | `\ufeff` | true",
                "^[^\\d]$ | 5 | false",
                "^[\\D]$ | 5 | false",
                "^[\\W]$ | `-` | true",
                "^[\\S]$ | ` ` | false",
                "^.$ | `\u2028` | false",
                "^[^]$ | `\u2028` | true",
                "^{.*}$ | {x} | true",
                "^a{2,3}$ | aaa | true",
                "^[[&~]+$ | [&~ | true",
                "^[a-z]+(?:-[a-z]+)?$ | ab-cd | true",
                "^(?<year>[0-9]{4})$ | 2026 | true",
                "^\\uD83D\\uDE00$ | \uD83D\uDE00 | true",
                "^\\u00e9$ | \u00e9 | true",
                "^\\p{Letter}+$ | \u0394x | true",
                "^\\p{Script=Greek}$ | x | false",
                "^\\/a\\-b$ | /a-b | true",
                "b | abc | true"
            })
    void matches(String pattern, String text, boolean matches) throws Exception {
        assertThat(EcmaPattern.compile(pattern).foundIn(text)).isEqualTo(matches);
    }
}
