package io.agentgate.transports.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SessionSealTest {
    private static final SessionSeal.Facts FACTS =
            new SessionSeal.Facts(
                    UUID.fromString("01234567-89ab-4cde-8f01-23456789abcd"),
                    Instant.parse("2026-11-20T12:00:00Z"),
                    SessionSeal.mark("files"),
                    "home",
                    "billing-bot");

    private final SessionSeal seal = new SessionSeal(new byte[32]);

    @Test
    void readsBackWhatItSealed() {
        assertThat(seal.open(seal.seal(FACTS))).isEqualTo(FACTS);
    }

    @Test
    void sealsTheSameFactsDifferentlyEachTime() {
        assertThat(seal.seal(FACTS)).isNotEqualTo(seal.seal(FACTS));
    }

    @Test
    void longestNamesFitInVisibleAscii() {
        String long128 = "n".repeat(128);
        String name =
                seal.seal(new SessionSeal.Facts(FACTS.id(), FACTS.created(), -1, long128, long128));

        assertThat(name).hasSizeLessThanOrEqualTo(512).matches("[!-~]+");
    }

    @Test
    void showsNeitherCallerNorHome() {
        assertThat(seal.seal(FACTS)).doesNotContain("billing").doesNotContain("home");
    }

    @Test
    void doesNotReadWhatAnotherKeySealed() {
        byte[] other = new byte[32];
        other[0] = 1;

        assertThat(seal.open(new SessionSeal(other).seal(FACTS))).isNull();
    }

    @Test
    void doesNotReadWhatWasChanged() {
        String name = seal.seal(FACTS);
        for (int i = 0; i < name.length(); i++) {
            char changed = name.charAt(i) == 'A' ? 'B' : 'A';
            String tampered = name.substring(0, i) + changed + name.substring(i + 1);
            assertThat(seal.open(tampered)).as("character %d", i).isNull();
        }
    }

    @Test
    void doesNotReadWhatIsNoSeal() {
        assertThat(seal.open("")).isNull();
        assertThat(seal.open("attacker-chosen-0001")).isNull();
        assertThat(seal.open("a".repeat(100_000))).isNull();
        assertThat(seal.open("\u00e9\n%")).isNull();
    }
}
