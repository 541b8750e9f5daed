package io.agentgate.transports.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentgate.gateway.credential.SecretReference;
import io.agentgate.gateway.credential.SubjectToken;
import io.agentgate.gateway.credential.TokenSource;
import io.agentgate.testkit.time.ManualTicker;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FetchedProofTest {
    private static final TokenSource SOURCE =
            new TokenSource(
                    URI.create("https://login.example/token"),
                    new TokenSource.Client("gate", new SecretReference.Environment("S")),
                    List.of("read", "write"),
                    "tickets",
                    URI.create("https://tickets.example/mcp"),
                    null);
    private static final SubjectToken ANN = new SubjectToken("ann's");

    private final ManualTicker ticker = new ManualTicker();

    /** What the endpoint was asked, and how it is to answer. */
    private final List<String> forms = new ArrayList<>();

    private final List<CompletableFuture<IssuedToken>> asked = new ArrayList<>();

    private final FetchedProof own = proof(new Grant.OfClient(SOURCE));
    private final FetchedProof exchanged = proof(new Grant.Exchange(SOURCE));

    private FetchedProof proof(Grant grant) {
        return new FetchedProof(
                form -> {
                    forms.add(form);
                    CompletableFuture<IssuedToken> answer = new CompletableFuture<>();
                    asked.add(answer);
                    return answer;
                },
                grant,
                ticker);
    }

    private static IssuedToken token(String text, long seconds) {
        return new IssuedToken(text, seconds, null);
    }

    private static String text(byte @Nullable [] lines) {
        return lines == null ? "none" : new String(lines, StandardCharsets.US_ASCII);
    }

    private static String line(String token) {
        return "authorization: Bearer " + token + "\r\n";
    }

    @Test
    void allWhoWaitForATokenHaveTheSameOne() {
        CompletionStage<byte[]> first = own.fetch(null);
        CompletionStage<byte[]> second = own.fetch(ANN);
        assertThat(own.atHand(null)).isNull();
        asked.getFirst().complete(token("a", 300));

        assertThat(text(first.toCompletableFuture().join())).isEqualTo(line("a"));
        assertThat(text(second.toCompletableFuture().join())).isEqualTo(line("a"));
        assertThat(text(own.atHand(ANN))).isEqualTo(line("a"));
        assertThat(asked).hasSize(1);
    }

    @Test
    void aTokenIsNotUsedForTheLastHalfMinuteOfItsLife() {
        own.fetch(null);
        asked.getFirst().complete(token("a", 300));

        ticker.advance(Duration.ofSeconds(269));
        assertThat(text(own.atHand(null))).isEqualTo(line("a"));
        ticker.advance(Duration.ofSeconds(1));
        assertThat(own.atHand(null)).isNull();
        own.fetch(null);
        assertThat(asked).hasSize(2);
    }

    @Test
    void aTokenOfSecondsIsUsedForMostOfThem() {
        own.fetch(null);
        asked.getFirst().complete(token("a", 5));

        ticker.advance(Duration.ofMillis(3_999));
        assertThat(text(own.atHand(null))).isEqualTo(line("a"));
        ticker.advance(Duration.ofMillis(1));
        assertThat(own.atHand(null)).isNull();
    }

    @Test
    void whatFailedIsNotTriedAgainAtOnce() {
        CompletionStage<byte[]> first = own.fetch(null);
        asked.getFirst().completeExceptionally(new ProofException("no"));

        assertThatThrownBy(() -> first.toCompletableFuture().join()).hasMessageContaining("no");
        assertThat(own.fetch(null).toCompletableFuture()).isCompletedExceptionally();
        assertThat(asked).hasSize(1);
        ticker.advance(Duration.ofSeconds(1));
        own.fetch(null);
        assertThat(asked).hasSize(2);
    }

    @Test
    void aTokenThatTheServerRefusesIsFetchedAnewUnlessItIsYoung() {
        own.fetch(null);
        asked.getFirst().complete(token("a", 300));
        byte[] lines = Objects.requireNonNull(own.atHand(null));
        own.refused(null, lines);
        assertThat(text(own.atHand(null))).isEqualTo(line("a"));

        ticker.advance(Duration.ofSeconds(11));
        own.refused(null, lines);
        assertThat(own.atHand(null)).isNull();

        own.fetch(null);
        asked.getLast().complete(token("b", 300));
        ticker.advance(Duration.ofSeconds(11));
        own.refused(null, lines);
        assertThat(text(own.atHand(null))).isEqualTo(line("b"));
    }

    @Test
    void everyCallerHasATokenOfItsOwn() {
        SubjectToken bob = new SubjectToken("bob's");
        exchanged.fetch(ANN);
        exchanged.fetch(bob);
        asked.getFirst().complete(token("for-ann", 300));
        asked.getLast().complete(token("for-bob", 300));

        assertThat(text(exchanged.atHand(new SubjectToken("ann's")))).isEqualTo(line("for-ann"));
        assertThat(text(exchanged.atHand(bob))).isEqualTo(line("for-bob"));
        assertThat(exchanged.atHand(null)).isNull();
        assertThat(exchanged.fetch(null).toCompletableFuture()).isCompletedExceptionally();
    }

    @Test
    void theTokenUsedLongestAgoMakesRoom() {
        for (int i = 0; i <= FetchedProof.MAX_TOKENS; i++) {
            exchanged.fetch(new SubjectToken("caller " + i));
            asked.getLast().complete(token("t" + i, 300));
        }

        assertThat(exchanged.atHand(new SubjectToken("caller 0"))).isNull();
        assertThat(text(exchanged.atHand(new SubjectToken("caller 1")))).isEqualTo(line("t1"));
    }

    @Test
    void theFormSaysOnWhatGroundsAndForWhom() {
        own.fetch(null);
        exchanged.fetch(ANN);

        String target =
                "&scope=read+write&audience=tickets"
                        + "&resource=https%3A%2F%2Ftickets.example%2Fmcp";
        assertThat(forms.getFirst()).isEqualTo("grant_type=client_credentials" + target);
        assertThat(forms.getLast())
                .startsWith("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange")
                .contains("&subject_token=ann%27s&")
                .endsWith(target);
    }

    @Test
    void noTextShowsAToken() {
        assertThat(ANN.toString()).doesNotContain("ann");
        assertThat(token("SECRET", 1).toString()).doesNotContain("SECRET");
    }
}
