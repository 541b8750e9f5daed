package io.agentgate.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.policy.text.ConditionParser;
import io.agentgate.policy.text.PolicyText;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written to dodge a rule, and what is not. In JSON a backtick stands for a quote. */
class ArgumentEvasionTest {
    private static final String POLICY =
            """
            [metadata]
            name = "argdeny"
            version = "1"
            [[rules]]
            id = "no-parents"
            tool = "*"
            action = "deny"
            condition = '''arguments.path matches '(^|/)\\.\\.(/|$)' '''
            """;

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "AR-01 | `../etc/passwd`",
                "AR-02 | `a/../../etc/passwd`",
                "AR-04 | `%2e%2e/etc`",
                "AR-05 | `%2e%2e%2fetc`",
                "AR-07 | `..%252fetc`",
                "AR-08 | `\\u002e\\u002e/etc`",
                "AR-10 | `..\\u0000/etc`",
                "AR-11 | `....//....//etc`",
                "AR-13 | `\\uff0e\\uff0e/etc`",
                "AR-14 | `..;/etc`",
                "AR-16 | [`..`,`etc`]",
                "backslash | `..\\\\etc`",
                "escaped backslash | `..%5cetc`",
                "twice escaped, in capitals | `%252E%252E%255C`",
                "overlong dots | `%c0%ae%c0%ae/etc`",
                "overlong slash of three bytes | `..%e0%80%afetc`",
                "escapes of another kind | `%u002e%u002e/etc`",
                "escaped full width | `%ef%bc%8e%ef%bc%8e/etc`",
                "full width per cent | `\\uff052e\\uff052e/etc`",
                "division slash | `..\\u2215etc`",
                "full width backslash | `..\\uff3cetc`",
                "two dot leader | `\\u2025/etc`",
                "zero width | `.\\u200b./etc`",
                "escaped NUL | `..%00/etc`",
                "with a parameter | `/srv/..;jsessionid=1/etc`",
                "taken out once | `/srv/.../...//etc`",
                "tab between dots | `.\\t./etc`",
                "escaped end of line between dots | `/srv/%2e%0d%0a%2e/etc`",
                "tab before dots | `/srv/\\t../etc`",
                "end of line behind dots | `/srv/..\\n`",
                "hidden among others | [`/srv/a`,`%2e%2e/etc`]",
            })
    void deniesWhatEscapes(String id, String path) throws PolicyException {
        PolicySet policy = PolicyText.parse(POLICY, "p.toml");

        assertThat(policy.decide(Calls.call("read_file", "{`path`:" + path + "}")).denied())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/srv/a..b/c",
                "100% of it",
                "50%...",
                "https://example.com/a/b?c=d",
                "Wait... what; and then / or",
                "größe/straße",
                "a/.hidden/b",
                "One.\\n\\n.. two",
                "./a\\n./b",
                "%zz%2",
                "",
            })
    void letsTextsPassThatDoNotEscape(String path) throws PolicyException {
        PolicySet policy = PolicyText.parse(POLICY, "p.toml");
        Value.Members members = new Value.Members(Map.of("path", new Value.Text(path)));
        Facts facts = new Facts("srv", "t", "agent", () -> members, Calls.NOON);

        assertThat(policy.decide(facts).denied()).isFalse();
    }

    /** Columns: arguments, condition, read as catching, read as granting. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{`p`:`%2e/x`} | arguments.p matches '^[.]' | TRUE | FALSE",
                "{`p`:`%2e/x`} | arguments.p matches '^[^.]*$' | TRUE | FALSE",
                "{`p`:`/srv/%2e`} | not arguments.p matches '^[^.]*$' | TRUE | FALSE",
                "{`p`:`ma%69n`} | arguments.p == 'main' | TRUE | FALSE",
                "{`p`:`ma%69n`} | arguments.p != 'main' | TRUE | FALSE",
                "{`p`:`ma%69n`} | arguments.p in ['main', 'ma%69n'] | TRUE | TRUE",
                "{`p`:[`ma%69n`,`main`]} | arguments.p == 'main' | TRUE | FALSE",
                "{`p`:`a//b`} | arguments.p == 'a/b' | TRUE | FALSE",
                "{`p`:`a/./b`} | arguments.p == 'a/b' | TRUE | FALSE",
                "{`p`:`drop%20table`} | arguments contains_pattern 'drop\\s+table' | TRUE | FALSE",
                "{`dr%6fp`:1} | arguments contains_pattern 'drop' | TRUE | FALSE",
                // Who writes a separator another way means it.
                "{`p`:`C:\\\\srv\\\\x`} | arguments.p matches '^C:\\\\srv\\\\' | TRUE | TRUE",
                "{`p`:`C:\\\\srv\\\\x`} | arguments.p == 'C:\\srv\\x' | TRUE | TRUE",
                "{`p`:`C:\\\\srv\\\\x`} | arguments.p matches '^C:/srv/' | TRUE | FALSE",
                "{`p`:`https://x.org//a`} | arguments.p matches '^https://x.org/' | TRUE | TRUE",
                "{`p`:`https://x.org/a`} | arguments.p matches '^https:/{2}x.org/' | TRUE | TRUE",
                "{`p`:`select 1; drop x`} | arguments.p matches '^select 1; drop x$' | TRUE | TRUE",
                "{`p`:`select 1; drop x`} | arguments.p matches '^select .* x$' | TRUE | TRUE",
                "{`p`:`/admin;v=1/x`} | arguments.p matches '^/admin/' | TRUE | FALSE",
            })
    void holdsRulesAgainstEachForm(
            String arguments, String condition, Truth catching, Truth granting) throws Exception {
        Condition parsed = ConditionParser.parse(condition);

        assertThat(parsed.truth(Calls.call("t", arguments), Reading.CATCHING)).isEqualTo(catching);
        assertThat(parsed.truth(Calls.call("t", arguments), Reading.GRANTING)).isEqualTo(granting);
    }

    @Test
    void textsWithOneFormAreKnownAtAGlance() {
        assertThat(Forms.of("/srv/project/src/Main.java")).isSameAs(Forms.NONE);
        assertThat(Forms.of("https://example.com/")).isSameAs(Forms.NONE);
        assertThat(Forms.of("stra\u00dfe")).isSameAs(Forms.NONE);
        assertThat(Forms.of("%41%2f/..;x")).isEqualTo(new Forms("A//..;x", "A/.."));
        assertThat(Forms.of("a%25252fb").decoded()).isEqualTo("a%2fb");
        assertThat(Forms.of("%ff%c3%a4%c3").decoded()).isEqualTo("\u00ff\u00e4\u00c3");
    }
}
