package io.agentgate.proxy.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.testkit.time.FixedClock;
import io.agentgate.testkit.time.ManualTicker;
import io.agentgate.transports.entrance.FailedLogins;
import io.agentgate.transports.entrance.Login;
import io.agentgate.transports.entrance.Rejection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class TokenAuthenticationTest {
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
    private static final String TOKEN = TokenFormTest.token("{\"alg\":\"RS256\"}");
    private static final String ADDRESS = "192.0.2.1";

    private final FixedClock clock = new FixedClock(NOW);
    private final List<String> failures = new ArrayList<>();
    private int asked;
    private CompletionStage<TokenVerifier.Verified> answer =
            CompletableFuture.completedStage(
                    new TokenVerifier.Verified(
                            Map.of("sub", "bob", "azp", "codex"), NOW.plusSeconds(30)));

    private final TokenAuthentication tokens =
            new TokenAuthentication(
                    new TokenForm(Set.of("RS256")),
                    token -> {
                        asked++;
                        return answer;
                    },
                    new Claims(
                            new ClaimNames("sub", "azp", "roles", List.of()),
                            claims -> Collections.emptySortedSet()),
                    new FailedLogins(failures::add, new ManualTicker()),
                    new TokenAuthentication.Manner("Authorization", true),
                    clock);

    @Test
    void aTokenThatHoldsIsVerifiedOnce() {
        assertThat(login()).isInstanceOf(Login.Accepted.class);
        assertThat(tokens.login("Bearer " + TOKEN, ADDRESS)).isInstanceOf(Login.Accepted.class);
        assertThat(asked).isEqualTo(1);
    }

    @Test
    void aVerifiedTokenStaysWithItsCallerAndIsNotShown() {
        Login.Accepted login = (Login.Accepted) login();

        assertThat(login.subject()).isNotNull();
        assertThat(login.subject().reveal()).isEqualTo(TOKEN);
        assertThat(login.toString()).doesNotContain(TOKEN);
    }

    @Test
    void aTokenIsNotRememberedBeyondItsEnd() {
        login();
        clock.advance(Duration.ofSeconds(31));
        answer = CompletableFuture.failedStage(new TokenRefusedException());

        assertThat(status(login())).isEqualTo(401);
        assertThat(asked).isEqualTo(2);
    }

    @Test
    void aTokenThatDoesNotHoldIsAFailedLogin() {
        answer = CompletableFuture.failedStage(new TokenRefusedException());

        assertThat(status(login())).isEqualTo(401);
        assertThat(failures).containsExactly(ADDRESS);
    }

    @Test
    void whoeverCannotBeAskedIsNobodysFault() {
        answer = CompletableFuture.failedStage(new IllegalStateException("no provider"));

        assertThat(status(login())).isEqualTo(503);
        assertThat(failures).isEmpty();
    }

    @Test
    void whatIsNoTokenIsTurnedAwayWithoutAsking() {
        assertThat(tokens.login("Bearer x", ADDRESS)).isInstanceOf(Login.Denied.class);
        assertThat(tokens.login(null, ADDRESS)).isInstanceOf(Login.Denied.class);
        assertThat(tokens.login("Basic Ym9i", ADDRESS)).isInstanceOf(Login.Denied.class);
        assertThat(asked).isZero();
        assertThat(failures).hasSize(1);
    }

    @Test
    void whoeverFailsTooOftenHasToWait() {
        for (int i = 0; i < 10; i++) {
            tokens.login("Bearer x", ADDRESS);
        }

        assertThat(status((Login.Known) tokens.login("Bearer " + TOKEN, ADDRESS))).isEqualTo(429);
    }

    private Login.Known login() {
        return switch (tokens.login("Bearer " + TOKEN, ADDRESS)) {
            case Login.Known known -> known;
            case Login.Later later -> later.answer().toCompletableFuture().join();
        };
    }

    private static int status(Login.Known known) {
        return known instanceof Login.Denied(Rejection why) ? why.status() : 200;
    }
}
