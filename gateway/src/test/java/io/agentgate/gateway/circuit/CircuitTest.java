package io.agentgate.gateway.circuit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CircuitTest {
    private static final long SECOND = 1_000_000_000L;

    private final Circuit circuit =
            new Circuit(new CircuitSettings(3, Duration.ofSeconds(30), Duration.ofSeconds(60)));

    /** Close to where a monotonic clock wraps round. */
    private long now = Long.MAX_VALUE - 20 * SECOND;

    private int calls;

    private String next() {
        return "call-" + ++calls;
    }

    private long admit(String call) {
        return circuit.admit(call, now);
    }

    private String admitted() {
        String call = next();
        assertThat(admit(call)).as("wait of %s", call).isZero();
        return call;
    }

    private void fail(String call) {
        circuit.failed(call, now, now);
    }

    private void succeed(String call) {
        circuit.succeeded(call, now);
    }

    /**
     * Plays a story of calls that begin and end at once: {@code f} fails, {@code s} succeeds,
     * {@code w} is withdrawn, {@code l} is never heard of again, {@code r} is rejected; {@code +n}
     * is n seconds later.
     */
    private void play(String story) {
        for (String step : story.split(" ")) {
            switch (step.charAt(0)) {
                case 'f' -> fail(admitted());
                case 's' -> succeed(admitted());
                case 'w' -> circuit.withdrawn(admitted());
                case 'l' -> admitted();
                case 'r' -> assertThat(admit(next())).isPositive();
                case '+' -> now += Long.parseLong(step.substring(1)) * SECOND;
                default -> throw new IllegalArgumentException(step);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        // Closed: failures count, inside the window only.
        "f f, CLOSED",
        "f f f, OPEN",
        "f +29 f f, OPEN",
        "f +30 f f, CLOSED",
        "f +15 f +15 f, CLOSED",
        "f +15 f +15 f +14 f, OPEN",
        "f s f s f, OPEN",
        "w w w w, CLOSED",
        "f f l l, CLOSED",
        // Open: nothing passes before the cooldown is over.
        "f f f r r +59 r, OPEN",
        "f f f +60 l, HALF_OPEN",
        // Half-open: one probe decides.
        "f f f +60 l r r, HALF_OPEN",
        "f f f +60 s, CLOSED",
        "f f f +60 s f f, CLOSED",
        "f f f +60 s f f f r, OPEN",
        "f f f +60 f r, OPEN",
        "f f f +60 f +59 r, OPEN",
        "f f f +60 f +60 s s, CLOSED",
        // A probe that says nothing leaves its place to the next call.
        "f f f +60 w, OPEN",
        "f f f +60 w l r, HALF_OPEN",
        "f f f +60 w w s, CLOSED",
        // A probe that is never heard of again does so after another cooldown.
        "f f f +60 l +59 r, HALF_OPEN",
        "f f f +60 l +60 l r, HALF_OPEN",
        "f f f +60 l +60 s, CLOSED",
        "f f f +60 l +60 f r, OPEN",
        "f f f +100000 s, CLOSED"
    })
    void storyEndsIn(String story, CircuitState state) {
        play(story);

        assertThat(circuit.state()).isEqualTo(state);
    }

    @Test
    void rejectedCallIsToldHowLongToWait() {
        play("f f f +20");

        assertThat(admit(next())).isEqualTo(40 * SECOND);
        now += 40 * SECOND - 1;
        assertThat(admit(next())).isEqualTo(1);
        now++;
        assertThat(admit(next())).isZero();
        assertThat(admit(next())).isEqualTo(60 * SECOND);
    }

    @Test
    void onlyTheProbeDecides() {
        String before = admitted();
        String alsoBefore = admitted();
        play("f f f +60");
        String probe = admitted();

        succeed(before);
        fail(alsoBefore);
        circuit.withdrawn(alsoBefore);

        assertThat(circuit.state()).isEqualTo(CircuitState.HALF_OPEN);
        succeed(probe);
        assertThat(circuit.state()).isEqualTo(CircuitState.CLOSED);
    }

    @Test
    void lostProbeThatComesBackDecidesNothingAnyMore() {
        play("f f f +60");
        String lost = admitted();
        play("+60");
        String second = admitted();

        succeed(lost);
        fail(lost);
        circuit.withdrawn(lost);

        assertThat(circuit.state()).isEqualTo(CircuitState.HALF_OPEN);
        fail(second);
        assertThat(circuit.state()).isEqualTo(CircuitState.OPEN);
        succeed(lost);
        assertThat(circuit.state()).isEqualTo(CircuitState.OPEN);
    }

    @Test
    void stragglersOfTheOutageDoNotReopenAClosedCircuit() {
        long sent = now;
        play("f f f +60 s +1");

        for (int straggler = 0; straggler < 5; straggler++) {
            circuit.failed(next(), sent, now);
        }

        assertThat(circuit.state()).isEqualTo(CircuitState.CLOSED);
        play("f f f");
        assertThat(circuit.state()).isEqualTo(CircuitState.OPEN);
    }

    @Test
    void circuitIsCleanWhenItHasNothingToRemember() {
        assertThat(circuit.isClean(now)).isTrue();
        play("f");
        assertThat(circuit.isClean(now)).isFalse();
        play("+30");
        assertThat(circuit.isClean(now)).isTrue();
        play("f f f +1000");
        assertThat(circuit.isClean(now)).isFalse();
        play("s");
        assertThat(circuit.isClean(now)).isTrue();
    }

    @Test
    void figuresThatMakeNoCircuitAreRefused() {
        Duration second = Duration.ofSeconds(1);

        assertThatThrownBy(() -> new CircuitSettings(0, second, second))
                .hasMessageContaining("errorThreshold");
        assertThatThrownBy(() -> new CircuitSettings(1, Duration.ZERO, second))
                .hasMessageContaining("window");
        assertThatThrownBy(() -> new CircuitSettings(1, second, second.negated()))
                .hasMessageContaining("cooldown");
    }
}
