package io.agentgate.policy.regex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegexTest {
    /** A character that a table cannot hold as it is. */
    private static final Pattern CODE_POINT = Pattern.compile("<([0-9a-f]+)>");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                // Unicode-aware classes, outside and inside brackets.
                "^\\d$|٣|true",
                "^\\D$|٣|false",
                "^[\\d]$|٣|true",
                "^[^\\d]$|٣|false",
                "^[\\D]$|٣|false",
                "^[\\Dx]$|x|true",
                "^\\s$|<a0>|true",
                "^\\s$|<3000>|true",
                "^\\s$|<b>|true",
                "^\\S$|<2028>|false",
                "^[\\s_]$|<2003>|true",
                "^[\\S]$|<2003>|false",
                "^[\\S]$|a|true",
                "^\\w+$|größe_1|true",
                "^\\w$|<200d>|true",
                "^\\w$|ⓐ|true",
                "^\\W$|ß|false",
                "^[\\w-]+$|naïve-x|true",
                "^[\\W]$|é|false",
                "^[\\W_]$|-|true",
                "^[^\\W]$|é|true",
                "^[^\\W_]$|_|false",
                "^\\w$|e\u0301|false",
                "^\\w\\w$|e\u0301|true",
                "(?i)STRASSE|Strasse|true",
                "(?i)ÄPFEL|äpfel|true",
                // Anchors, dots, groups.
                "a$|a<a>|false",
                "(?m)a$|a<a>|true",
                "a\\z|a<a>|false",
                "a.b|a<a>b|false",
                "a.b|a<d>b|true",
                "(?s)a.b|a<a>b|true",
                "(?P<n>a)(?<m>b)|ab|true",
                "(?i:A)b|ab|true",
                "b|abc|true",
                "\\x41\\x{42}\\u0043\\u{44}\\U00000045|ABCDE|true",
                "^\\p{Greek}\\pL$|αb|true",
                "^[[:alpha:]_]$|_|true",
                "^[[:alpha:]]$|é|false",
                "^[]a]+$|]a|true",
                "^[^]]$|]|false",
                "^[\\[\\]\\-&]+$|[]-&|true",
                "a{2,3}?|aa|true",
                "^\\{x\\}$|{x}|true",
                "x}]|x}]|true",
            })
    void readsPatternsAsTheRustCrateDoes(String pattern, String text, boolean found)
            throws RegexSyntaxException {
        String decoded =
                CODE_POINT
                        .matcher(text)
                        .replaceAll(m -> Character.toString(Integer.parseInt(m.group(1), 16)));

        assertThat(Regex.compile(pattern).foundIn(decoded)).isEqualTo(found);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "x(?!y) | 1 | look-ahead `(?!`",
                "x(?=y) | 1 | look-ahead `(?=`",
                "(?<=x)y | 0 | look-behind `(?<=`",
                "(?<!x)y | 0 | look-behind `(?<!`",
                "(a)\\1 | 3 | back-reference `\\1`",
                "(?P<a>b)(?P=a) | 8 | back-reference `(?P=`",
                "(a)\\k<a> | 3 | back-reference `\\k`",
                "(?>a) | 0 | atomic group",
                "a++ | 1 | possessive quantifier `++`",
                "a** | 2 | `*` has nothing to repeat",
                "+a | 0 | `+` has nothing to repeat",
                "(*) | 1 | `*` has nothing to repeat",
                "a{2000} | 1 | repeat count `2000` is above 1000",
                "a{3,2} | 1 | ends before it begins",
                "a{,2} | 1 | write `\\{` for the character",
                "{x} | 0 | write `\\{` for the character",
                "(?x) a | 2 | flag `x`",
                "(?-u:a) | 3 | flag `u`",
                "(a | 0 | missing `)`",
                "a) | 1 | `)` closes nothing",
                "[a | 0 | missing `]`",
                "[] | 0 | missing `]`",
                "[a[b]] | 2 | nested class",
                "[a&&b] | 2 | set operation `&&`",
                "[a--b] | 2 | set operation `--`",
                "[a~~b] | 2 | set operation `~~`",
                "[z-a] | 1 | invalid regular expression",
                "[\\b] | 1 | no meaning inside a character class",
                "a\\Z | 1 | write `\\z`",
                "\\Qa\\E | 0 | escape each character",
                "\\b{start}a | 0 | write `\\b`",
                "\\y | 0 | unknown escape `\\y`",
                "\\0 | 0 | unknown escape `\\0`",
                "\\é | 0 | unknown escape",
                "\\xZZ | 0 | hexadecimal digits",
                "\\x{110000} | 0 | no Unicode character",
                "\\p{Nonsense} | 0 | unknown Unicode class",
                "(?P<1a>b) | 4 | group name",
                "a\\ | 1 | lone `\\`",
            })
    void refusesByName(String pattern, int index, String message) {
        RegexSyntaxException refusal = refusal(pattern);

        assertThat(refusal).hasMessageContaining(message);
        assertThat(refusal.index()).isEqualTo(index);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(a{1000}){1000}",
                "((((a{50}){50}){50}){50}){50}",
                "(\\w{500}|\\w{500}){10}",
                "(a{1,1000}b{1,1000}){9}"
            })
    void boundsWhatRepeatsGrowTo(String pattern) {
        assertThat(refusal(pattern)).hasMessageContaining("grows beyond");
    }

    @Test
    void boundsLengthAndDepth() {
        assertThat(refusal("a".repeat(9_000))).hasMessageContaining("longer than 8192");
        assertThat(refusal("(".repeat(1_000))).hasMessageContaining("nested deeper than 64");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(a+)+$", "(a|aa)+$", "(.*)*x", "(a*)*b", "(\\w+\\s?)+$"})
    void hostilePatternsStayLinear(String pattern) throws RegexSyntaxException {
        Regex regex = Regex.compile(pattern);
        String text = "a".repeat(100_000) + "!";

        Assertions.assertTimeout(
                Duration.ofSeconds(10), () -> assertThat(regex.foundIn(text)).isFalse());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "(b)(c)|[$1]|abcd|a[b]d",
                "(b)(c)|$2${1}|abcd|acbd",
                "b|$$1|abc|a$1c",
                "(b)|$1x|abc|ac",
                "(b)|${1}x|abc|abxc",
                "(?P<who>b)|<$who>|abc|a<b>c",
                "(?P<who>b)|${who}x|abc|abxc",
                "(?P<who>b)|$whom|abc|ac",
                "b|[$0]|abc|a[b]c",
                "b|$9|abc|ac",
                "b|$|abc|a$c",
                "b|${|abc|a${c",
                "b|$-|abc|a$-c",
                "b|\\1|abc|a\\1c",
                "(x)?b|<$1>|abc|a<>c",
                "x*|-|abc|-a-b-c-",
                "b*|-|abc|-a-c-",
            })
    void expandsReplacements(String pattern, String replacement, String text, String expected)
            throws RegexSyntaxException {
        Regex regex = Regex.compile(pattern);

        assertThat(regex.replaceAll(text, Replacement.of(replacement, regex))).isEqualTo(expected);
    }

    @Test
    void returnsTheSameTextWhenNothingChanges() throws RegexSyntaxException {
        Regex regex = Regex.compile("b");
        String text = "acd";
        String same = "abc";

        assertThat(regex.replaceAll(text, Replacement.of("x", regex))).isSameAs(text);
        assertThat(regex.replaceAll(same, Replacement.of("$0", regex))).isSameAs(same);
    }

    private static RegexSyntaxException refusal(String pattern) {
        RegexSyntaxException refusal =
                catchThrowableOfType(RegexSyntaxException.class, () -> Regex.compile(pattern));
        assertThat(refusal).as(pattern).isNotNull();
        return refusal;
    }
}
