package io.agentgate.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.policy.regex.Regex;
import io.agentgate.policy.text.ConditionParser;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** To look into the text of arguments first changes no answer. */
class PlainTextTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private static final List<String> WORDS =
            List.of(
                    "rm", " ", "sk-", "a", "S", "k", "/etc", ":", ",", "{", "]", "1", "null",
                    "%72m", "/", ";");

    private static final List<String> PATTERNS =
            List.of(
                    "rm",
                    "rm sk",
                    "(?i)SK-",
                    "(?i)rmrm|/ETC",
                    "^rm$",
                    "a:1",
                    ",.a",
                    ".:1",
                    "1,.rm",
                    "[{].a",
                    ":null",
                    ":[{].rm",
                    "null",
                    "x*",
                    "");

    private final Random random = new Random(20261121);
    private int ruledOut;

    private String word() {
        StringBuilder word = new StringBuilder();
        for (int i = random.nextInt(3); i >= 0; i--) {
            word.append(WORDS.get(random.nextInt(WORDS.size())));
        }
        return word.toString();
    }

    private String blank() {
        return random.nextInt(4) == 0 ? " \n" : "";
    }

    private String value(int depth) {
        return switch (random.nextInt(depth > 2 ? 3 : 5)) {
            case 0 -> "1";
            case 1 -> "null";
            case 2 -> '"' + word() + '"';
            case 3 -> '[' + blank() + value(depth + 1) + blank() + ',' + value(depth + 1) + ']';
            default -> object(depth + 1);
        };
    }

    private String object(int depth) {
        String first = "{\"a" + word() + '"' + blank() + ':' + blank() + value(depth);
        return random.nextBoolean()
                ? first + '}'
                : first + ',' + blank() + "\"b" + word() + "\":" + value(depth) + blank() + '}';
    }

    @Test
    void conditionsAreAsTrueAsWithoutIt() throws Exception {
        for (int round = 0; round < 3_000; round++) {
            String json = object(0);
            for (String pattern : PATTERNS) {
                Condition condition =
                        ConditionParser.parse("arguments contains_pattern '" + pattern + "'");
                Facts read = facts(json, null);
                Facts searched = facts(json, json);
                for (Reading reading : Reading.values()) {
                    assertThat(condition.truth(searched, reading))
                            .as("%s in %s, %s", pattern, json, reading)
                            .isEqualTo(condition.truth(read, reading));
                }
                ruledOut += searched.rulesOut(Regex.compile(pattern)) ? 1 : 0;
            }
        }
        assertThat(ruledOut).isGreaterThan(3_000);
    }

    private static Facts facts(String json, @Nullable String plain) {
        return new Facts("srv", "tool", "agent", Set.of(), () -> Json.members(json), NOON, plain);
    }
}
