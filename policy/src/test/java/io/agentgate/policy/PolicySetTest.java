package io.agentgate.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentgate.policy.text.PolicyText;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicySetTest {

    /** Each rule is "id tool action", then further keys of its table separated by semicolons. */
    private static PolicySet set(String... rules) {
        StringBuilder text = new StringBuilder();
        for (String rule : rules) {
            if (rule.startsWith("default")) {
                text.insert(0, rule + "\n");
                continue;
            }
            String[] words = rule.split(" ", 4);
            text.append("[[rules]]\nid='").append(words[0]).append("'\ntool='").append(words[1]);
            text.append("'\naction='").append(words[2]).append("'\n");
            if (words.length > 3) {
                text.append(words[3].replace(';', '\n')).append('\n');
            }
        }
        String metadata = "metadata = {name='p', version='1'}\n";
        try {
            return PolicyText.parse(metadata + text, "p.toml");
        } catch (PolicyException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> ids(List<Rule> rules) {
        return rules.stream().map(Rule::id).toList();
    }

    @Test
    void withoutRulesTheDefaultDecides() {
        Decision allowed = PolicySet.ALLOW_ALL.decide(Calls.call("t", "{}"));
        Decision denied = set("default='deny'").decide(Calls.call("t", "{}"));

        assertThat(allowed.denied()).isFalse();
        assertThat(allowed.rule()).isNull();
        assertThat(allowed.trace()).isEmpty();
        assertThat(allowed.revision()).isEqualTo("none");
        assertThat(denied.denied()).isTrue();
        assertThat(denied.reason()).isEqualTo("No policy rule allows this call");
    }

    @Test
    void rulesRunFromTopToBottomAcrossExactNamesAndWildcards() {
        PolicySet set =
                set(
                        "a x rate_limit",
                        "b * rate_limit",
                        "c x rate_limit",
                        "d x* rate_limit",
                        "e y deny");

        assertThat(ids(set.decide(Calls.call("x", "{}")).rateLimits()))
                .containsExactly("a", "b", "c", "d");
        assertThat(ids(set.decide(Calls.call("xx", "{}")).rateLimits())).containsExactly("b", "d");
        assertThat(ids(set.decide(Calls.call("z", "{}")).rateLimits())).containsExactly("b");
    }

    @Test
    void laterDenyBeatsEarlierRedact() {
        Decision decision =
                set("m * redact pattern='a'", "d * deny").decide(Calls.call("t", "{`x`:`a`}"));

        assertThat(decision.denied()).isTrue();
        assertThat(decision.argumentRedactions()).isEmpty();
    }

    @Test
    void deniedCallIsChargedToNoLimit() {
        assertThat(set("l * rate_limit", "d * deny").decide(Calls.call("t", "{}")).rateLimits())
                .isEmpty();
    }

    @Test
    void allowEndsTheWalkBeforeLaterModifiers() {
        PolicySet set = set("m t redact pattern='a'", "a t allow", "n t redact pattern='b'");
        Decision decision = set.decide(Calls.call("t", "{`x`:`a`}"));

        assertThat(ids(decision.argumentRedactions())).containsExactly("m");
        assertThat(decision.rule()).isNotNull().extracting(Rule::id).isEqualTo("a");
        assertThat(decision.trace()).hasSize(2);
    }

    @Test
    void redactWithoutArgumentsFallsThrough() {
        PolicySet set = set("m * redact pattern='a'");

        assertThat(set.decide(Calls.callWithoutArguments("t")).argumentRedactions()).isEmpty();
        assertThat(set.decide(Calls.call("t", "{}")).argumentRedactions()).hasSize(1);
        assertThat(set.decide(Calls.callWithBrokenArguments("t")).argumentRedactions()).hasSize(1);
    }

    @Test
    void theUnknownMatchesEveryRuleThatRestrictsAndNoneThatAllows() {
        String condition = "condition=\"arguments.p matches 'x'\"";
        PolicySet set =
                set(
                        "a t allow " + condition,
                        "m t redact pattern='q';" + condition,
                        "l t rate_limit " + condition);

        Decision decision = set.decide(Calls.call("t", "{`p`:7}"));

        assertThat(decision.rule()).isNull();
        assertThat(ids(decision.argumentRedactions())).containsExactly("m");
        assertThat(ids(decision.rateLimits())).containsExactly("l");
        assertThat(decision.trace())
                .extracting(Decision.Step::truth)
                .containsExactly(Truth.UNKNOWN, Truth.UNKNOWN, Truth.UNKNOWN);
        assertThat(set("d t deny " + condition).decide(Calls.call("t", "{`p`:7}")).denied())
                .isTrue();
        assertThat(
                        set("d t deny " + condition.replace("arg", "not arg"))
                                .decide(Calls.callWithBrokenArguments("t"))
                                .denied())
                .isTrue();
    }

    @Test
    void resultRedactionsIgnoreConditionsAndTheEndOfTheWalk() {
        PolicySet set =
                set(
                        "d t deny",
                        "both t redact pattern='a';condition='time.hour == 3'",
                        "sent t redact pattern='a';on='arguments'",
                        "back * redact pattern='a';on='results'",
                        "other u redact pattern='a'",
                        "part t* redact pattern='a'");

        assertThat(ids(set.resultRedactions("t"))).containsExactly("both", "back", "part");
        assertThat(ids(set.resultRedactions("nobody"))).containsExactly("back");
        assertThat(ids(set.resultRedactions(null))).containsExactly("back");
        assertThat(ids(set.storageRedactions("t"))).containsExactly("both", "sent", "back", "part");
    }

    @Test
    void redactionsOfResultsTakeNoPartInACall() {
        Decision decision =
                set("m * redact pattern='a';on='results'").decide(Calls.call("t", "{`x`:`a`}"));

        assertThat(decision.argumentRedactions()).isEmpty();
        assertThat(decision.trace()).isEmpty();
    }

    @Test
    void argumentsAreAskedForOnceAndOnlyWhenNeeded() {
        AtomicInteger asked = new AtomicInteger();
        PolicySet set =
                set(
                        "a t deny condition=\"arguments.p matches 'x'\"",
                        "b t deny condition=\"arguments contains_pattern 'x'\"",
                        "c u deny condition='time.hour == 3'");
        for (String tool : List.of("t", "u", "v")) {
            Facts facts =
                    new Facts(
                            "srv",
                            tool,
                            "agent",
                            () -> {
                                asked.incrementAndGet();
                                return null;
                            },
                            Calls.NOON);
            set.decide(facts);
            set.explain(facts);
        }

        assertThat(asked).hasValue(1);
    }

    @Test
    void explainsWhyRulesDidNotMatch() {
        PolicySet set =
                set(
                        "a t deny condition=\"arguments.p matches 'in' and (time.hour < 9 or"
                                + " time.hour > 20)\"",
                        "b t allow condition=\"not arguments.p matches 'in'\"",
                        "c t redact pattern='a'",
                        "d t deny");

        Explanation explanation = set.explain(Calls.call("t", "{`p`:`in`}"));

        assertThat(explanation.decision().rule()).isNotNull().extracting(Rule::id).isEqualTo("d");
        assertThat(explanation.lines())
                .extracting(line -> line.rule().id() + " " + line.truth() + " " + line.failing())
                .containsExactly(
                        "a FALSE time.hour < 9",
                        "b FALSE not arguments.p matches 'in'",
                        "c TRUE null",
                        "d TRUE null");
    }

    @Test
    void refusesTwinIds() {
        Rule rule = set("a t deny").rules().getFirst();

        assertThatThrownBy(
                        () ->
                                new PolicySet(
                                        new PolicySet.Metadata("n", "1"),
                                        Decision.Outcome.ALLOW,
                                        List.of(rule, rule),
                                        "r",
                                        List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("two rules have the id `a`");
    }

    @Test
    void foreignNamesDoNotFillTheMemory() {
        PolicySet set = set("a t* deny", "b * redact pattern='x'");
        for (int i = 0; i < 2_000; i++) {
            assertThat(set.decide(Calls.call("t" + i, "{}")).denied()).isTrue();
            assertThat(set.decide(Calls.call("u" + i, "{}")).denied()).isFalse();
        }
        assertThat(set.decide(Calls.call("t" + "x".repeat(1_000), "{}")).denied()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "*, anything, true",
        "write_*, write_file, true",
        "write_*, write_, true",
        "write_*, write, false",
        "*_file, write_file, true",
        "*_file, write_files, false",
        "a*c, ac, true",
        "a*a, a, false",
        "a*b*c, a-b-c, true",
        "a*b*c, a-c-b, false",
        "a*bc*c, abcc, true",
        "a*bc*c, abc, false",
        "*b*, abc, true",
        "*b*, ac, false",
        "**, x, true",
        "a**b, ab, true",
        "a.c, abc, false",
        "shell, Shell, false",
        "shell, 'shell ', false",
    })
    void starsStandForAnything(String pattern, String name, boolean matches) {
        assertThat(new NamePattern(pattern).matches(name)).isEqualTo(matches);
    }

    @Test
    void hostileNamePatternsStayLinear() {
        NamePattern pattern = new NamePattern("*a".repeat(50) + "b");

        assertThat(pattern.matches("a".repeat(1_000_000))).isFalse();
    }

    private static Facts callOf(String server, String tool) {
        return new Facts(server, tool, "agent", () -> null, Instant.EPOCH);
    }

    @Test
    void ruleMayBeForToolsOfSomeServers() {
        PolicySet set =
                set(
                        "own read allow server='files'",
                        "like * deny server='web-*'",
                        "rest read rate_limit");

        assertThat(set.decide(callOf("files", "read")).rule())
                .extracting(Rule::id)
                .isEqualTo("own");
        assertThat(set.decide(callOf("web-one", "read")).denied()).isTrue();
        assertThat(set.decide(callOf("web", "read")).denied()).isFalse();
        assertThat(ids(set.decide(callOf("web", "read")).rateLimits())).containsExactly("rest");
        assertThat(ids(set.decide(callOf("files", "read")).rateLimits())).isEmpty();
    }

    @Test
    void partForAServerHasItsRulesAndThoseForAll() {
        PolicySet set =
                set(
                        "a t redact pattern='x';server='one'",
                        "b t redact pattern='x';server='two'",
                        "c * redact pattern='x'");

        PolicySet ofOne = set.forServer("one");

        assertThat(ids(ofOne.resultRedactions("t"))).containsExactly("a", "c");
        assertThat(ids(ofOne.storageRedactions("t"))).containsExactly("a", "c");
        assertThat(ids(ofOne.resultRedactions(null))).containsExactly("c");
        assertThat(ofOne.revision()).isEqualTo(set.revision());
        assertThat(ofOne.whole()).isSameAs(set);
        assertThat(set.forServer("one")).isSameAs(ofOne);
        assertThat(ids(set.forServer("three").rules())).containsExactly("c");
    }

    @Test
    void setThatSpeaksOfNoServerIsItsOwnPart() {
        PolicySet set = set("a t deny", "b t allow server='*'");

        assertThat(set.forServer("one")).isSameAs(set);
    }
}
