package io.agentgate.transports.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class StateSealTest {
    private static final UUID SESSION = UUID.fromString("01234567-89ab-4cde-8f01-23456789abcd");
    private static final Instant LATER = Instant.parse("2026-11-20T12:10:00Z");
    private static final byte[] DIGEST = new byte[32];

    private final SessionSeal sessions = new SessionSeal(new byte[32]);
    private final StateSeal seal = new StateSeal(sessions);

    private static StateSeal.Facts facts(String caller) {
        return new StateSeal.Facts(
                SESSION, 7, LATER, SessionSeal.mark("files"), DIGEST, "home", caller);
    }

    @Test
    void readsBackWhatItSealed() {
        StateSeal.Facts facts = seal.open(seal.seal(facts("billing-bot")));

        assertThat(facts).isNotNull();
        assertThat(facts.session()).isEqualTo(SESSION);
        assertThat(facts.call()).isEqualTo(7);
        assertThat(facts.expires()).isEqualTo(LATER);
        assertThat(facts.server()).isEqualTo(SessionSeal.mark("files"));
        assertThat(facts.home()).isEqualTo("home");
        assertThat(facts.caller()).isEqualTo("billing-bot");
        assertThat(facts.isOf(new byte[32])).isTrue();
        assertThat(facts.isOf(new byte[] {1})).isFalse();
    }

    @Test
    void longestNamesFit() {
        String long128 = "n".repeat(128);
        String state =
                seal.seal(new StateSeal.Facts(SESSION, 7, LATER, -1, DIGEST, long128, long128));

        assertThat(state).hasSizeLessThanOrEqualTo(StateSeal.MAX_LENGTH);
        assertThat(seal.open(state)).isNotNull();
    }

    @Test
    void anyChangeMakesItNothing() {
        byte[] state = Base64.getUrlDecoder().decode(seal.seal(facts("a")));
        for (int at = 0; at < state.length; at++) {
            byte[] changed = state.clone();
            changed[at] ^= 1;

            assertThat(seal.open(Base64.getUrlEncoder().withoutPadding().encodeToString(changed)))
                    .isNull();
        }
        assertThat(seal.open("")).isNull();
        assertThat(seal.open("no base64!")).isNull();
        assertThat(seal.open("A".repeat(StateSeal.MAX_LENGTH + 1))).isNull();
    }

    @Test
    void aSessionIdIsNoStateAndAStateNoSessionId() {
        String session =
                sessions.seal(
                        new SessionSeal.Facts(
                                SESSION, LATER, SessionSeal.mark("files"), "home", "c".repeat(60)));

        assertThat(seal.open(session)).isNull();
        assertThat(sessions.open(seal.seal(facts("a")))).isNull();
    }

    @Test
    void anotherKeyReadsNothing() {
        byte[] other = new byte[32];
        other[0] = 1;

        assertThat(new StateSeal(new SessionSeal(other)).open(seal.seal(facts("a")))).isNull();
    }
}
