package io.agentgate.transports.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HealthTest {
    private static final Duration TRIES = Duration.ofSeconds(10);

    private final List<String> said = new ArrayList<>();
    private long nanos = Long.MAX_VALUE - 5;
    private final Health health = new Health("endpoint a", TRIES, said::add, () -> nanos);

    private void missed() {
        health.missed(new ConnectException("Connection refused"));
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }

    private void goOut() {
        for (int each = 0; each < Health.MOST_FAILURES; each++) {
            health.broken();
        }
        assertThat(health.isOut()).isTrue();
    }

    private String lastSaid() {
        return said.getLast();
    }

    @Test
    void fiveFailuresInARowTakeAnEndpointOut() {
        for (int each = 0; each < 3; each++) {
            missed();
            health.broken();
            health.answered(503);
            health.answered(502);
            health.reached();
            health.answered(500);
        }
        assertThat(health.isOut()).isFalse();
        assertThat(said).isEmpty();

        missed();
        missed();
        missed();
        missed();
        health.answered(504);
        missed();

        assertThat(health.isOut()).isTrue();
        assertThat(said).containsExactly("endpoint a takes nothing new for 30 s: HTTP 504");
    }

    @Test
    void itComesBackAfterATimeThatDoublesUpToALimit() {
        for (int seconds : new int[] {30, 60, 120, 240, 300, 300}) {
            goOut();
            assertThat(lastSaid()).contains(" for " + seconds + " s:");
            pass(Duration.ofSeconds(seconds).minusNanos(1));
            assertThat(health.look()).isFalse();
            assertThat(health.isOut()).isTrue();
            pass(Duration.ofNanos(1));
            assertThat(health.look()).isFalse();
            assertThat(health.isOut()).isFalse();
            assertThat(lastSaid()).isEqualTo("endpoint a is back");
        }
    }

    @Test
    void anAnswerBringsItBackAndForgetsThePast() {
        goOut();
        pass(Duration.ofSeconds(30));
        health.look();
        goOut();

        health.answered(200);

        assertThat(health.isOut()).isFalse();
        goOut();
        assertThat(lastSaid()).contains(" for 30 s:");
    }

    @Test
    void aConnectionBringsItBackWhereNoneCouldBeMade() {
        for (int each = 0; each < Health.MOST_FAILURES; each++) {
            missed();
        }
        pass(TRIES.minusNanos(1));
        assertThat(health.look()).isFalse();
        pass(Duration.ofNanos(1));
        assertThat(health.look()).isTrue();
        assertThat(health.look()).as("asked of one loop").isFalse();

        health.reached();

        assertThat(health.isOut()).isFalse();
    }

    @Test
    void aConnectionSaysNothingOfAnEndpointThatFailedWithOne() {
        goOut();
        pass(TRIES);

        assertThat(health.look()).isFalse();
        health.reached();

        assertThat(health.isOut()).isTrue();
    }

    private Instances three() {
        return Instances.several(
                new UpstreamSettings(URI.create("http://a/mcp"), "server", List.of()),
                List.of(
                        URI.create("http://a/mcp?key=secret"),
                        URI.create("http://b:1/mcp"),
                        URI.create("http://c/mcp")),
                TRIES,
                said::add,
                () -> nanos);
    }

    private static String url(Instance instance) {
        return instance.settings().uri().getHost();
    }

    private static void takeOut(Instance instance) {
        for (int each = 0; each < Health.MOST_FAILURES; each++) {
            instance.contact().broken();
        }
    }

    @Test
    void whatIsNewGoesToTheEndpointWithTheFewestInProgress() {
        Instances all = three();
        all.all().get(0).contact().began();
        all.all().get(2).contact().began();

        assertThat(url(all.choose())).isEqualTo("b");
        all.all().get(2).contact().ended();
        assertThat(List.of(url(all.choose()), url(all.choose()), url(all.choose())))
                .containsOnly("b", "c");
    }

    @Test
    void equalEndpointsAreUsedInTurn() {
        Instances all = three();

        assertThat(List.of(url(all.choose()), url(all.choose()), url(all.choose())))
                .containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    void oneThatIsOutIsUsedOnlyWhereAllAre() {
        Instances all = three();
        takeOut(all.all().get(0));
        takeOut(all.all().get(1));
        for (int each = 0; each < 6; each++) {
            assertThat(url(all.choose())).isEqualTo("c");
        }
        assertThat(all.states())
                .containsExactly(
                        new Instances.State("http://a/mcp", true, 0),
                        new Instances.State("http://b:1/mcp", true, 0),
                        new Instances.State("http://c/mcp", false, 0));

        takeOut(all.all().get(2));

        assertThat(List.of(url(all.choose()), url(all.choose()), url(all.choose())))
                .containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    void anotherIsOneThatWasNotTried() {
        Instances all = three();
        Instance first = all.choose();
        Instance second = all.other(Set.of(first));

        assertThat(second).isNotNull().isNotEqualTo(first);
        assertThat(all.other(Set.copyOf(all.all()))).isNull();
        assertThat(Instances.of(first).other(Set.of(first))).isNull();
    }
}
