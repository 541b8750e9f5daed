package io.agentgate.gateway.caller;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CallerKeyTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final ApiKey TEXT = ApiKey.generate(new SecureRandom());

    private static CallerKey key(Duration life) {
        return CallerKey.of(TEXT, new Caller("ci"), NOW, NOW.plus(life));
    }

    @Test
    void keyWithoutAnEndIsActiveForEver() {
        CallerKey key = CallerKey.of(TEXT, new Caller("ci"), NOW, null);

        assertThat(key.state(NOW.plus(Duration.ofDays(100_000)))).isEqualTo(KeyState.ACTIVE);
    }

    @Test
    void keyIsExpiringInItsLastWeekAndExpiredFromItsEndOn() {
        CallerKey key = key(Duration.ofDays(8));

        assertThat(key.state(NOW)).isEqualTo(KeyState.ACTIVE);
        assertThat(key.state(NOW.plus(Duration.ofDays(2)))).isEqualTo(KeyState.EXPIRING);
        assertThat(key.state(NOW.plus(Duration.ofDays(8)).minusNanos(1)))
                .isEqualTo(KeyState.EXPIRING);
        assertThat(key.state(NOW.plus(Duration.ofDays(8)))).isEqualTo(KeyState.EXPIRED);
        assertThat(key.isUsable(NOW.plus(Duration.ofDays(8)))).isFalse();
    }

    @Test
    void revokedKeyStaysRevokedSinceTheFirstTime() {
        CallerKey key = key(Duration.ofDays(8)).revokedAt(NOW);

        assertThat(key.revokedAt(NOW.plusSeconds(60)).revoked()).isEqualTo(NOW);
        assertThat(key.state(NOW)).isEqualTo(KeyState.REVOKED);
        assertThat(key.state(NOW.plus(Duration.ofDays(9)))).isEqualTo(KeyState.REVOKED);
    }

    @Test
    void overlapNeverLengthensAKeysLife() {
        CallerKey key = key(Duration.ofDays(8));

        assertThat(key.expiringBy(NOW.plusSeconds(60)).expires()).isEqualTo(NOW.plusSeconds(60));
        assertThat(key.expiringBy(NOW.plus(Duration.ofDays(9))).expires())
                .isEqualTo(NOW.plus(Duration.ofDays(8)));
    }
}
