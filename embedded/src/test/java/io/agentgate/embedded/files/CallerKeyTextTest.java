package io.agentgate.embedded.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentgate.gateway.caller.ApiKey;
import io.agentgate.gateway.caller.Caller;
import io.agentgate.gateway.caller.CallerKey;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallerKeyTextTest {
    private static final Path FILE = Path.of("keys.toml");
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    /** {@code [[keys]]} is line 1, and a name each on the lines behind it. */
    private static final String GOOD =
            """
            [[keys]]
            id = "4f7k2m9q"
            caller = "ci"
            hash = "sha256:%s"
            created = 2026-11-20T12:00:00Z
            """
                    .formatted("0f".repeat(32));

    @Test
    void whatIsWrittenIsReadAsItWas() throws Exception {
        SecureRandom random = new SecureRandom();
        Caller odd = new Caller("a \"b\" \\ \\u0041 # ] = ' \ud83d\ude80");
        List<CallerKey> keys =
                List.of(
                        CallerKey.of(ApiKey.generate(random), odd, NOW, null),
                        CallerKey.of(
                                ApiKey.generate(random),
                                new Caller("ci"),
                                NOW.plusNanos(1),
                                NOW.plus(Duration.ofDays(90))),
                        CallerKey.of(ApiKey.generate(random), odd, NOW, NOW).revokedAt(NOW));

        assertThat(CallerKeyText.parse(CallerKeyText.of(keys), FILE)).isEqualTo(keys);
        assertThat(CallerKeyText.parse(CallerKeyText.of(List.of()), FILE)).isEmpty();
        assertThat(CallerKeyText.parse("", FILE)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "id = \"4f7k2m9q\"        | id = \"4f7k2m9\"           | 2:1 | 8 characters",
                "id = \"4f7k2m9q\"        | id = \"4F7K2M9Q\"          | 2:1 | 8 characters",
                "id = \"4f7k2m9q\"        | id = 7                     | 2:1 | in quotes",
                "id = \"4f7k2m9q\"        |                            | 1:1 | key without `id`",
                "caller = \"ci\"          | caller = \" ci\"           | 3:1 | blank",
                "caller = \"ci\"          | caller = \"\\u202Eci\"     | 3:1 | printed",
                "caller = \"ci\"          | caler = \"ci\"             | 3:1 | unknown name",
                "created = 2026-11-20T12:00:00Z | created = 2026-11-20  | 5:1 | must be a time",
                "created = 2026-11-20T12:00:00Z | created = \"today\"   | 5:1 | must be a time",
                "created = 2026-11-20T12:00:00Z |                       | 1:1 | without `created`",
                "[[keys]]                 | [keys]                     | 1:1 | `[[keys]]`",
                "[[keys]]                 | [[key]]                    | 1:1 | `[[keys]]`",
                "[[keys]]                 | x = 1                      | 1:1 | `[[keys]]`",
                "[[keys]]                 | keys = [7]                 | 1:9 | `[[keys]]`",
            })
    void mistakeIsRefusedAtItsPlace(String good, String wrong, String place, String reason) {
        String text = GOOD.replace(good.strip(), wrong == null ? "" : wrong.strip());

        assertThatThrownBy(() -> CallerKeyText.parse(text, FILE))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining("keys.toml:" + place + ": ")
                .hasMessageContaining(reason);
    }

    @Test
    void keyPastedAnywhereIsNotRepeated() {
        ApiKey key = ApiKey.generate(new SecureRandom());
        String secret = key.reveal().substring(13);
        for (String line :
                List.of(
                        "hash = \"" + key.reveal() + "\"",
                        "hash = " + key.reveal(),
                        "id = \"" + key.reveal() + "\"",
                        key.reveal() + " = 1",
                        "caller = \"" + key.reveal() + "\\u0007\"",
                        "expires = \"" + key.reveal() + "\"")) {
            assertThatThrownBy(() -> CallerKeyText.parse(GOOD + "[[keys]]\n" + line, FILE))
                    .isInstanceOf(KeyFileException.class)
                    .hasMessageContaining("keys.toml:")
                    .hasMessageNotContaining(secret);
        }
    }

    @Test
    void twoKeysWithOneIdAreRefused() {
        assertThatThrownBy(() -> CallerKeyText.parse(GOOD + GOOD, FILE))
                .hasMessage("keys.toml:7:1: the key on line 1 has the same `id`");
    }

    @Test
    void tooManyKeysAreRefused() {
        StringBuilder text = new StringBuilder("keys = [");
        text.repeat("{},", CallerKeyText.MAX_KEYS).append("{}]");

        assertThatThrownBy(() -> CallerKeyText.parse(text.toString(), FILE))
                .hasMessageContaining("more than 1000 keys");
    }

    @Test
    void deepNestingIsRefused() {
        assertThatThrownBy(() -> CallerKeyText.parse("keys = " + "[".repeat(100_000), FILE))
                .isInstanceOf(KeyFileException.class);
    }

    @Test
    void manyMistakesAreNotAllListed() {
        String wrong = "[[keys]]\n".repeat(100);

        assertThatThrownBy(() -> CallerKeyText.parse(wrong, FILE))
                .hasMessageEndingWith("and 390 more");
    }
}
