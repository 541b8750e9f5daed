package io.agentgate.transports.entrance;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.caller.Caller;
import io.agentgate.gateway.caller.CallerKeys;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ApiKeyAuthenticationTest {
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final String HERE = "192.0.2.1";

    private final List<String> failures = new ArrayList<>();
    private long nanoTime;
    private boolean empty;

    /** Knows one key, {@code good}. */
    private final CallerKeys keys =
            new CallerKeys() {
                @Override
                public @Nullable Caller verify(String presented, Instant now) {
                    return presented.equals("good") ? new Caller("bot") : null;
                }

                @Override
                public boolean isEmpty() {
                    return empty;
                }
            };

    private ApiKeyAuthentication in(String header) {
        return new ApiKeyAuthentication(
                keys, header, new FailedLogins(failures::add, () -> nanoTime), () -> NOON);
    }

    private final ApiKeyAuthentication bearer = in("Authorization");

    private static int status(Login login) {
        return login instanceof Login.Denied denied ? denied.rejection().status() : 200;
    }

    @Test
    void aKeyProvesItsCaller() {
        assertThat(bearer.login("Bearer good", HERE)).isEqualTo(new Login.Accepted("bot", true));
        assertThat(bearer.login("bearer good", HERE)).isEqualTo(new Login.Accepted("bot", true));
    }

    @Test
    void aKeyMayStandBareInAnotherHeader() {
        assertThat(in("X-Api-Key").login("good", HERE)).isEqualTo(new Login.Accepted("bot", true));
        assertThat(in("X-Api-Key").header()).isEqualTo("X-Api-Key");
    }

    @Test
    void nobodyIsAskedBeforeThereAreKeys() {
        empty = true;

        assertThat(bearer.isRequired()).isFalse();
        assertThat(bearer.login(null, HERE)).isEqualTo(Login.ANONYMOUS);
    }

    @Test
    void whoShowsNoKeyIsAskedForOneAndHasNotFailed() {
        assertThat(bearer.login(null, HERE))
                .isEqualTo(
                        new Login.Denied(
                                new Rejection(
                                        401,
                                        "an API key is needed",
                                        "WWW-Authenticate",
                                        "Bearer")));
        assertThat(status(bearer.login("Basic Z29vZA==", HERE))).isEqualTo(401);
        assertThat(failures).isEmpty();
    }

    @Test
    void aWrongKeyIsAFailedLogin() {
        assertThat(status(bearer.login("Bearer bad", HERE))).isEqualTo(401);
        assertThat(failures).containsExactly(HERE);
    }

    @Test
    void whoFailsTooOftenHasToWaitEvenWithARightKey() {
        for (int i = 0; i < 10; i++) {
            assertThat(status(bearer.login("Bearer bad", HERE))).isEqualTo(401);
        }

        Login blocked = bearer.login("Bearer good", HERE);
        assertThat(blocked)
                .isEqualTo(
                        new Login.Denied(
                                new Rejection(429, "too many failed logins", "Retry-After", "60")));
        assertThat(status(bearer.login("Bearer good", "192.0.2.2"))).isEqualTo(200);
        nanoTime += 60_000_000_000L;
        assertThat(status(bearer.login("Bearer good", HERE))).isEqualTo(200);
    }

    @Test
    void oneNetworkOfIpv6IsOneAddress() {
        for (int i = 0; i < 10; i++) {
            bearer.login("Bearer bad", "2001:db8:0:1::" + i);
        }

        assertThat(status(bearer.login("Bearer good", "2001:db8:0:1::ffff"))).isEqualTo(429);
        assertThat(status(bearer.login("Bearer good", "2001:db8:0:2::1"))).isEqualTo(200);
    }
}
