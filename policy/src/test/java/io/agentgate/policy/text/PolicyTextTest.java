package io.agentgate.policy.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.agentgate.policy.Calls;
import io.agentgate.policy.Decision;
import io.agentgate.policy.Effect;
import io.agentgate.policy.PolicyException;
import io.agentgate.policy.PolicySet;
import io.agentgate.policy.Problem;
import io.agentgate.policy.Rule;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyTextTest {

    private static final String HEAD = "[metadata]\nname = 'p'\nversion = '1'\n";

    @Test
    void readsEveryKey() throws PolicyException {
        PolicySet set =
                PolicyText.parse(
                        """
                        default = "deny"
                        [metadata]
                        name = "n"
                        version = "2"
                        [[rules]]
                        id = "a"
                        tool = "x"
                        action = "allow"
                        condition = "time.hour < 9"
                        [[rules]]
                        id = "d"
                        tool = "*"
                        action = "deny"
                        condition = 'arguments.a matches "x"'
                        message = "no"
                        [[rules]]
                        id = "r"
                        tool = "x"
                        action = "redact"
                        on = "results"
                        pattern = 'a(b)'
                        replacement = "$1"
                        [[rules]]
                        id = "l"
                        tool = "x"
                        action = "rate_limit"
                        max_calls = 0
                        window_seconds = 5
                        """,
                        "p.toml");

        assertThat(set.metadata()).isEqualTo(new PolicySet.Metadata("n", "2"));
        assertThat(set.byDefault()).isEqualTo(Decision.Outcome.DENY);
        assertThat(set.warnings()).isEmpty();
        assertThat(set.rules()).extracting(Rule::id).containsExactly("a", "d", "r", "l");
        assertThat(set.rules().get(1).effect()).isEqualTo(new Effect.Deny("no"));
        assertThat(set.rules().get(3).effect())
                .isEqualTo(new Effect.RateLimit(0, Duration.ofSeconds(5)));
        assertThat(set.rules().get(2).position()).hasToString("p.toml:16:1");
    }

    @Test
    void fillsInDefaults() throws PolicyException {
        String rules =
                "rules = [ {id='r', tool='x', action='redact', pattern='a'},"
                        + " {id='l', tool='x', action='rate_limit'} ]\n";

        PolicySet set = PolicyText.parse(rules + HEAD, "p.toml");

        Effect.Redact redact = (Effect.Redact) set.rules().getFirst().effect();
        assertThat(redact.apply("xax")).isEqualTo("x[REDACTED]x");
        assertThat(redact.phase()).isEqualTo(Effect.Phase.BOTH);
        assertThat(set.rules().get(1).effect())
                .isEqualTo(new Effect.RateLimit(100, Duration.ofMinutes(1)));
        assertThat(set.byDefault()).isEqualTo(Decision.Outcome.ALLOW);
    }

    @Test
    void theRevisionIsTheBeginningOfTheDigest() throws PolicyException {
        assertThat(PolicyText.parse(HEAD, "p").revision()).matches("[0-9a-f]{16}");
        assertThat(PolicyText.parse(HEAD, "p").revision())
                .isEqualTo(PolicyText.parse(HEAD, "q").revision())
                .isNotEqualTo(PolicyText.parse(HEAD + "# x", "p").revision());
    }

    /** The rule stands from line 4 on: table header, id, tool, then the lines given here. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "action = 'dney' | p:7:10: unknown action `dney`; did you mean `deny`?",
                "action = 'block' | p:7:10: unknown action `block`; valid here: `allow`, `deny`,"
                        + " `redact`, `rate_limit`, `spend`, `limit_concurrency`,"
                        + " `limit_repeats`",
                "action = 3 | p:7:10: `action` must be a string in quotes, not a whole number",
                "mesage = 'x'¶action='deny' | p:7:1: unknown key `mesage`; did you mean `message`?",
                "action='deny'¶fields = ['a'] | p:8:1: unknown key `fields`; redaction looks at"
                        + " every string, so leave it out and narrow `pattern`",
                "action='deny'¶priority = 1 | p:8:1: unknown key `priority`; rules run from top to"
                        + " bottom, so move the rule",
                "action='deny'¶default = 'deny' | p:8:1: unknown key `default`; `default` must"
                        + " stand above the first table of the file",
                "action='deny'¶pattern = 'x' | p:8:1: `pattern` belongs to action `redact`, not to"
                        + " `deny`",
                "action='allow'¶message = 'x' | p:8:1: `message` belongs to action `deny`, not to"
                        + " `allow`",
                "action='deny'¶on = 'both' | p:8:1: `on` belongs to action `redact`, not to `deny`",
                "action='redact' | p:4:1: rule has no `pattern`",
                "action='redact'¶pattern='' | p:8:9: `pattern` is empty",
                "action='redact'¶pattern='ab(?=c)' | p:8:12: look-ahead `(?=` is not supported, so"
                        + " that matching takes linear time",
                "action='redact'¶pattern = \"\\\\d\\u0041(?=c)\" | p:8:21: look-ahead `(?=` is not"
                        + " supported, so that matching takes linear time",
                "action='redact'¶pattern='x'¶on='answers' | p:9:4: unknown phase `answers`; valid"
                        + " here: `arguments`, `results`, `both`",
                "action='rate_limit'¶max_calls=-1 | p:8:11: `max_calls` must be between 0 and"
                        + " 1000000000, not `-1`",
                "action='rate_limit'¶max_calls=9223372036854775807 | p:8:11: `max_calls` must be"
                        + " between 0 and 1000000000, not `9223372036854775807`",
                "action='rate_limit'¶max_calls=99999999999999999999 | p:8:11: integer is too large",
                "action='rate_limit'¶max_calls=1.5 | p:8:11: `max_calls` must be a whole number,"
                        + " not a number with a fraction",
                "action='rate_limit'¶max_calls='9' | p:8:11: `max_calls` must be a whole number,"
                        + " not a string",
                "action='rate_limit'¶window_seconds=0 | p:8:16: `window_seconds` must be between 1"
                        + " and 31622400, not `0`",
                "action='rate_limit'¶max_calls=0¶burst=5 | p:9:1: `burst` is for limits that let"
                        + " calls through",
                "action='deny'¶max_repeats=2 | p:8:1: `max_repeats` belongs to action"
                        + " `limit_repeats`, not to `deny`",
                "action='deny'¶per=['agent'] | p:8:1: `per` belongs to action `rate_limit` or"
                        + " `limit_concurrency`, not to `deny`",
                "action='spend'¶budget='money' | p:8:8: there is no budget `money`",
                "action='spend' | p:4:1: rule has no `budget`",
                "action='limit_concurrency'¶max_in_flight=-1 | p:8:15: `max_in_flight` must be"
                        + " between 0 and 1000000000, not `-1`",
                "action='deny'¶condition='' | p:8:12: condition is empty; leave the key out for a"
                        + " rule that always matches",
                "action='deny'¶condition=true | p:8:11: `condition` must be a string in quotes, not"
                        + " true or false",
                "action='deny'¶condition = \"time.hour = 3\" | p:8:24: `=` is no comparison; write"
                        + " `==`",
                "action='deny'¶condition = 'time.hour = 3' | p:8:24: `=` is no comparison; write"
                        + " `==`",
                "action='deny'¶'condition' = 'time.hour = 3' | p:8:26: `=` is no comparison; write"
                        + " `==`",
                "action='deny'¶condition = \"arguments.é𝒳 = 3\" | p:8:27: `=` is no comparison;"
                        + " write `==`",
                "action='deny'¶condition = \"arguments.a matches '\\\\d\\\\1'\" | p:8:38:"
                    + " back-reference `\\1` is not supported, so that matching takes linear time",
                "action='deny'¶condition = '''¶time.hour = 3''' | p:8:13: `=` is no comparison;"
                        + " write `==`",
                "action='deny'¶id = 'b' | p:8:1: `id` was already defined at line 5, column 1",
                "action= | p:7:8: unexpected",
            })
    void refusesRulesAtTheCharacter(String lines, String problem) {
        List<Problem> problems =
                problems(HEAD + "[[rules]]\nid = 'a'\ntool = 't'\n" + lines.replace('¶', '\n'));

        assertThat(problems.getFirst().toString()).startsWith(problem);
        assertThat(problems).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "x = 1 | p:1:1: missing table `[metadata]` with `name` and `version`",
                "[metadata]¶name='x' | p:1:1: `[metadata]` has no `version`",
                "[metadata]¶name='x'¶version=1 | p:3:9: `version` must be a string in quotes, not a"
                        + " whole number",
                "[metadata]¶name=' '¶version='1' | p:2:6: `name` is empty",
                "[metadata]¶name='x'¶version='1'¶defualt='x' | p:4:1: unknown key `defualt`; valid"
                        + " here: `name`, `version`",
                "default='block'¶[metadata]¶name='x'¶version='1' | p:1:9: unknown default `block`;"
                        + " valid here: `allow`, `deny`",
                "rule=1¶[metadata]¶name='x'¶version='1' | p:1:1: unknown key `rule`; did you mean"
                        + " `rules`?",
                "rules=1¶[metadata]¶name='x'¶version='1' | p:1:1: `rules` must be a list of tables;"
                        + " begin each rule with `[[rules]]`",
                "rules=[3]¶[metadata]¶name='x'¶version='1' | p:1:8: a rule must be a table, not a"
                        + " whole number",
                "[metadata]¶name='x'¶version='1'¶[rules]¶id='x' | p:4:1: `rules` must be a list of"
                        + " tables; begin each rule with `[[rules]]`",
            })
    void refusesFilesAtTheCharacter(String text, String problem) {
        assertThat(problems(text.replace('¶', '\n')))
                .extracting(Problem::toString)
                .contains(problem);
    }

    @Test
    void reportsAllProblemsInOrder() {
        assertThat(
                        problems(
                                HEAD
                                        + "[[rules]]\n"
                                        + "tool = ''\n"
                                        + "action = 'alow'\n"
                                        + "condition = 'x'\n"
                                        + "[[rules]]\n"
                                        + "id='a'\n"
                                        + "tool='t'\n"
                                        + "action='deny'\n"
                                        + "nope=1\n"
                                        + "[[rules]]\n"
                                        + "id='a'\n"
                                        + "tool='t'\n"
                                        + "action='redact'\n"
                                        + "pattern='('\n"
                                        + "on='x'\n"))
                .extracting(Problem::toString)
                .containsExactly(
                        "p:4:1: rule has no `id`",
                        "p:5:8: `tool` is empty",
                        "p:6:10: unknown action `alow`; did you mean `allow`?",
                        "p:7:14: expected `arguments`, `size`, `caller`, `session` or `time`, found"
                                + " `x`",
                        "p:12:1: unknown key `nope`; valid here: `id`, `server`, `servers`, `tool`,"
                                + " `tools`, `resources`, `prompts`, `methods`, `annotations`,"
                                + " `operations`, `agents`, `roles`, `action`, `mode`, `condition`,"
                                + " `message`, `pattern`, `replacement`, `on`, `max_calls`,"
                                + " `window_seconds`, `burst`, `per`, `budget`, `cost`,"
                                + " `max_in_flight`, `max_repeats`",
                        "p:14:4: rule id `a` is already taken by the rule on line 8",
                        "p:17:10: missing `)`",
                        "p:18:4: unknown phase `x`; valid here: `arguments`, `results`, `both`");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "methods=['tools/cal'] | unknown method `tools/cal`; did you mean `tools/call`?",
                "methods=[] | `methods` is empty, so the rule is for none",
                "methods='tools/call' | `methods` must be an array of strings, not a string",
                "resources=['a'];tool='b' | a rule is for tools, resources or prompts; `resources`"
                        + " stands here already",
                "resources=[] | `resources` is empty, so the rule is for none",
                "resources=['a'];methods=['tools/call'] | `tools/call` is about something else",
                "tool='a';methods=['sampling/createMessage'] | `sampling/createMessage` is about no"
                        + " tool",
                "agents=['a'] | rule has no `tool`",
                "tool='a';annotations={readOnlyHint='yes'} | `readOnlyHint` must be true or false,"
                        + " not a string",
                "tool='a';annotations={readonlyHint=true} | unknown key `readonlyHint`; did you"
                        + " mean `readOnlyHint`?",
                "tool='a';mode='shade' | unknown mode `shade`; valid here: `enforce`, `shadow`",
                "tool='a';annotations={} | `annotations` is empty",
                "prompts=['a'];annotations={readOnlyHint=true} | only tools have annotations",
                "tool='a';operations=['writes'] | unknown operation `writes`; did you mean"
                        + " `write`?",
                "tool='a';operations=[] | `operations` is empty",
                "tool='a';operations='read' | `operations` must be an array of strings, not a"
                        + " string",
                "prompts=['a'];operations=['write'] | these requests only `read`",
                "methods=['roots/list'];operations=['read'] | what a server asks for is no"
                        + " operation",
            })
    void refusesRulesForNothing(String keys, String message) {
        assertThat(problems(HEAD + "[[rules]]\nid='r'\naction='deny'\n" + keys.replace(';', '\n')))
                .extracting(Problem::message)
                .containsExactly(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "[operations];erase=['a'] | unknown key `erase`; valid here: `read`, `write`,"
                        + " `destructive`",
                "[operations];read=['{a,b}'] | `{a,b}` matches no tool; only `*` is a wildcard, so"
                        + " list each tool",
                "[operations];read=[''] | `` matches no tool; only `*` is a wildcard, so list each"
                        + " tool",
                "[operations];read='a' | `read` must be an array of strings, not a string",
                "[[operations]];read=['a'] | `operations` must be a table, not an array",
                "[[roles]];role='r';operations=['erase'] | unknown operation `erase`; valid here:"
                        + " `read`, `write`, `destructive`",
                "[[roles]];role='r';prompts=['a'];operations=['write'] | prompts and resources are"
                        + " only `read`, which is not in `operations`",
                "[[budgets]];id='b';limit=1;per=['operations'] | unknown `operations`; did you mean"
                        + " `operation`?",
            })
    void refusesOperationsOfNothing(String lines, String message) {
        assertThat(problems(HEAD + lines.replace(';', '\n')))
                .extracting(Problem::message)
                .containsExactly(message);
    }

    @Test
    void warnsOfToolsThatAreListedTwice() throws PolicyException {
        PolicySet set =
                PolicyText.parse(
                        HEAD
                                + "[operations]\nread=['a', 'b']\ndestructive=['a']\n"
                                + "[[rules]]\nid='r'\ntool='*'\naction='deny'\n"
                                + "operations=['write']\n",
                        "p");

        assertThat(set.warnings())
                .extracting(Problem::toString)
                .containsExactly(
                        "p:6:14: `a` is listed as `read` already, and the most dangerous holds");
    }

    @Test
    void refusesRedactionsThatFindNothing() {
        String redact = HEAD + "[[rules]]\nid='r'\naction='redact'\npattern='a'\n";

        assertThat(problems(redact + "resources=['a']\non='arguments'"))
                .extracting(Problem::message)
                .containsExactly("these requests have no arguments to rewrite");
        assertThat(problems(redact + "methods=['roots/list']"))
                .extracting(Problem::message)
                .containsExactly(
                        "what a server asks is rewritten by rules for all its messages, whose"
                                + " `tool` is `*`");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"", "[", "a.b.c", "\u0000", "\ufeff[metadata]", "= =", "[[[[", "é"})
    void refusesWhatIsNoToml(String text) {
        assertThat(problems(text)).isNotEmpty();
    }

    @Test
    void refusesBottomlessNesting() {
        assertThat(problems("a = " + "[".repeat(50_000)).getFirst().message())
                .isEqualTo("arrays or tables are nested too deeply");
    }

    @Test
    void warnsOfGroupsThatAReplacementMisses() throws PolicyException {
        PolicySet set =
                PolicyText.parse(
                        HEAD
                                + "[[rules]]\n"
                                + "id='r'\n"
                                + "tool='*'\n"
                                + "action='redact'\n"
                                + "pattern='(a)'\n"
                                + "replacement='$1x'",
                        "p");

        assertThat(set.warnings().toString())
                .contains("p:9:13: `1x` is no group of the pattern and is replaced by nothing");
    }

    @Test
    void aRuleBehindAConditionalWildcardIsReachable() throws PolicyException {
        PolicySet set =
                PolicyText.parse(
                        HEAD
                                + "[[rules]]\n"
                                + "id='a'\n"
                                + "tool='*'\n"
                                + "action='deny'\n"
                                + "condition='time.hour < 9'\n"
                                + "[[rules]]\n"
                                + "id='b'\n"
                                + "tool='x'\n"
                                + "action='allow'\n"
                                + "[[rules]]\n"
                                + "id='c'\n"
                                + "tool='*'\n"
                                + "action='deny'\n"
                                + "[[rules]]\n"
                                + "id='d'\n"
                                + "tool='x'\n"
                                + "action='redact'\n"
                                + "pattern='x'\n"
                                + "on='results'\n",
                        "p");

        assertThat(set.warnings()).isEmpty();
    }

    @Test
    void readsAndDecidesTenThousandRules() throws PolicyException {
        StringBuilder text = new StringBuilder(HEAD);
        for (int i = 0; i < 10_000; i++) {
            text.append("[[rules]]\nid = 'r").append(i).append("'\ntool = 't").append(i);
            text.append("'\naction = 'deny'\ncondition = \"arguments.a matches '^x").append(i);
            text.append("$'\"\n");
        }

        PolicySet set = PolicyText.parse(text.toString(), "p");

        Decision hit = set.decide(Calls.call("t9999", "{`a`:`x9999`}"));
        assertThat(hit.reason()).isEqualTo("Blocked by policy rule 'r9999'");
        assertThat(hit.trace()).hasSize(1);
        assertThat(set.decide(Calls.call("t9999", "{`a`:`x1`}")).denied()).isFalse();
    }

    private static List<Problem> problems(String text) {
        PolicyException refusal =
                catchThrowableOfType(PolicyException.class, () -> PolicyText.parse(text, "p"));
        assertThat(refusal).as(text.length() > 500 ? "long text" : text).isNotNull();
        return refusal.problems();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{write,edit}_file",
                "write|edit",
                "write_?ile",
                "write_[ab]",
                "(write)_file",
                " write_file",
                "write_file "
            })
    void toolThatCouldNeverBeCalledIsRefused(String tool) {
        String text =
                "[metadata]\nname='n'\nversion='1'\n[[rules]]\nid='r'\ntool='"
                        + tool
                        + "'\naction='deny'\n";

        assertThatThrownBy(() -> PolicyText.parse(text, "p"))
                .hasMessageContaining("p:6:6: `" + tool + "` matches no tool");
    }

    @Test
    void wildcardsAreADifferenceThatIsNamedOnceAndNoWarning() throws Exception {
        String rule = "[[rules]]\nid='%s'\ntool='%s_*'\naction='deny'\n";
        String text =
                "[metadata]\nname='n'\nversion='1'\n"
                        + rule.formatted("a", "read")
                        + rule.formatted("b", "write");

        assertThat(PolicyText.parse(text, "p").warnings()).isEmpty();
        assertThat(PolicyText.differences(text, "p").toString())
                .isEqualTo(
                        "[p:6:6: `*` in `read_*` is a wildcard; AgentGate for Rust took it"
                                + " literally]");
    }

    @Test
    void serverIsANameOrAPatternLikeATool() {
        String rule = HEAD + "[[rules]]\nid='r'\nserver='%s'\ntool='t'\naction='deny'\n";

        assertThat(problems(rule.formatted("{a,b}")).toString())
                .contains("p:6:8: `{a,b}` matches no server; only `*` is a wildcard");
        assertThat(problems(rule.formatted("")).toString()).contains("p:6:").contains("server");
    }

    @Test
    void ruleIsReachedWhereEarlierOnesAreForOtherServers() throws PolicyException {
        String rule = "[[rules]]\nid='%s'\nserver='%s'\ntool='%s'\naction='deny'\n";

        assertThat(
                        PolicyText.parse(
                                        HEAD
                                                + rule.formatted("a", "one", "t")
                                                + rule.formatted("b", "two", "t")
                                                + rule.formatted("c", "*", "t"),
                                        "p")
                                .warnings())
                .isEmpty();
        assertThat(
                        PolicyText.parse(
                                        HEAD
                                                + rule.formatted("a", "o*", "*")
                                                + rule.formatted("b", "one", "t"),
                                        "p")
                                .warnings()
                                .toString())
                .contains("rule `b` can never be reached: rule `a`");
    }
}
