package io.agentgate.policy.regex;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequiredLiteralsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            quoteCharacter = '~',
            value = {
                "abc abc",
                "\\bsk-[A-Za-z0-9_-]{20,} sk-",
                "(sk-[a-z]{3}|ghp_[a-z]+) sk-,ghp_",
                "\\b(?:sk-[A-Z]{20,}|gh[pousr]_[A-Z]{36,}|xox[abe]-[A-Z]{10,}) sk-,gh,xox",
                "ab?c a,c",
                "ab+c ab",
                "ab{2}c ab",
                "ab{0,2}cd cd",
                "(?P<key>token)=(?<value>.+) token",
                "(?:abc)?d d",
                "(?:abc)+d abc",
                "[^/]etc/passwd etc/passwd",
                "[]x]abc abc",
                "[[:alpha:]]abc abc",
                "[\\]x]abc abc",
                "a\\.b\\-c a.b-c",
                "\\p{L}abc abc",
                "\\pLabc abc",
                "\\x41bcd bcd",
                "\\x{41}bcd bcd",
                "\\u0041\\u{42}\\U00000043def def",
                "^abc$ abc",
                "a.b.cd cd",
                "\ud83d\ude00+ \ud83d\ude00",
            })
    void namesWhatEveryMatchHolds(String pattern, String literals) {
        assertThat(RequiredLiterals.of(pattern).texts())
                .isSubsetOf(literals.split(","))
                .isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            quoteCharacter = '~',
            value = {
                "a*",
                "a|b*",
                "(?i)\u00e4bc",
                "[0-9]{16}",
                "(abc|)",
                ".*",
                "^$",
                "\\d+\\s",
            })
    void namesNothingWhereAMatchMayDoWithout(String pattern) {
        assertThat(RequiredLiterals.of(pattern).texts()).doesNotContain("abc", "a", "b");
    }

    @ParameterizedTest
    @CsvSource({
        "(?i)password|secret, my PassWord",
        "(?i)password|secret, SECRET!",
        "(?i)salar(?:y|ies), no SALARIES here",
        "x(?i:abc), xABC",
        "(?i:abc)x, ABCx",
        "(?i)kelvin, 300 \u212aelvin",
        "(?i)secret, \u017fecret",
        "(?i)a\\s+drop, A   DROP",
        "(?i)(?-i)abc, abc"
    })
    void caseIsNoHidingPlace(String pattern, String text) throws Exception {
        assertThat(RequiredLiterals.of(pattern).anyCase()).isTrue();
        assertThat(Regex.compile(pattern).foundIn(text)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "(?i)password|secret, all about passwor and secre",
        "(?i)drop\\s+table, DROP DOWN",
        "(?i)union, ''"
    })
    void textsWithoutTheLiteralsDoNotMatchInAnyCase(String pattern, String text) throws Exception {
        assertThat(Regex.compile(pattern).foundIn(text)).isFalse();
    }

    @Test
    void neverHidesAMatchOfAShippedPattern() throws Exception {
        Random random = new Random(20261120);
        List<String> patterns = shippedPatterns();
        assertThat(patterns).hasSizeGreaterThan(20);
        for (String source : patterns) {
            Regex regex = Regex.compile(source);
            Pattern bare = Pattern.compile(new Dialect(source).translate());
            for (int i = 0; i < 300; i++) {
                String text = textLike(source, random);
                assertThat(regex.foundIn(text))
                        .as("%s in %s", source, text)
                        .isEqualTo(bare.matcher(text).find());
            }
        }
    }

    @Test
    void neverHidesAMatchOfARandomPattern() {
        Random random = new Random(42);
        String[] parts = {
            "a",
            "b",
            "ab",
            "[ab]",
            "(a|b)",
            "(?:ab|c)",
            ".",
            "a?",
            "b*",
            "c+",
            "a{2}",
            "b{0,1}",
            "|",
            "\\.",
            "\\d",
            "^",
            "$",
            "(",
            ")",
            "(?:",
            "(?s)",
            "[^a]",
            "(?i)"
        };
        int compiled = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder source = new StringBuilder();
            for (int part = random.nextInt(6); part >= 0; part--) {
                source.append(parts[random.nextInt(parts.length)]);
            }
            Regex regex;
            Pattern bare;
            try {
                regex = Regex.compile(source.toString());
                bare = Pattern.compile(new Dialect(source.toString()).translate());
            } catch (RegexSyntaxException notAPattern) {
                continue;
            }
            compiled++;
            for (int text = 0; text < 10; text++) {
                String words = letters(random, "abcAB.1", 8);
                assertThat(regex.foundIn(words))
                        .as("%s in %s", source, words)
                        .isEqualTo(bare.matcher(words).find());
            }
        }
        assertThat(compiled).isGreaterThan(5_000);
    }

    private static String letters(Random random, String alphabet, int most) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(most); i >= 0; i--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    /** Pieces of the pattern itself, shuffled: likelier to match than any other text. */
    private static String textLike(String source, Random random) {
        List<String> words =
                java.util.regex.Pattern.compile("[A-Za-z0-9_/.@:-]+|\\s")
                        .matcher(source)
                        .results()
                        .map(MatchResult::group)
                        .collect(ArrayList::new, List::add, List::addAll);
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i >= 0 && !words.isEmpty(); i--) {
            text.append(words.get(random.nextInt(words.size())));
            text.append(random.nextBoolean() ? " " : letters(random, "aZ09_-", 30));
        }
        return text.toString();
    }

    private static List<String> shippedPatterns() throws IOException {
        List<String> patterns = new ArrayList<>();
        java.util.regex.Pattern quoted =
                java.util.regex.Pattern.compile(
                        "(?:pattern = |matches |contains_pattern )(?:'([^'\n]+)'|\"([^\"\n]+)\")");
        try (Stream<Path> files = Files.list(Path.of("../policies"))) {
            for (Path file : files.sorted().toList()) {
                quoted.matcher(Files.readString(file))
                        .results()
                        .map(found -> found.group(1) != null ? found.group(1) : found.group(2))
                        .forEach(patterns::add);
            }
        }
        return patterns;
    }
}
