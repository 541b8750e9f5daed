package io.agentgate.gateway.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class LoginLimiterTest {
    private static final long SECOND = 1_000_000_000L;

    /** A monotonic clock may be negative, and may run over. */
    private static final long START = Long.valueOf(Long.MAX_VALUE) - 10 * SECOND;

    private final LoginLimiter limiter = new LoginLimiter(3, Duration.ofSeconds(60), 4);

    private void fail(String address, int times, long at) {
        for (int i = 0; i < times; i++) {
            limiter.failed(address, at);
        }
    }

    @Test
    void addressIsBlockedAtTheLastFailureAllowed() {
        fail("a", 2, START);
        assertThat(limiter.blockedFor("a", START)).isNull();

        fail("a", 1, START);
        assertThat(limiter.blockedFor("a", START)).isEqualTo(Duration.ofSeconds(60));
        assertThat(limiter.blockedFor("b", START)).isNull();
    }

    @Test
    void blockedAddressIsToldHowLongToWait() {
        fail("a", 2, START);
        fail("a", 1, START + 20 * SECOND);

        assertThat(limiter.blockedFor("a", START + 20 * SECOND)).isEqualTo(Duration.ofSeconds(40));
        assertThat(limiter.blockedFor("a", START + 60 * SECOND - 1)).isEqualTo(Duration.ofNanos(1));
        assertThat(limiter.blockedFor("a", START + 60 * SECOND)).isNull();
    }

    @Test
    void failuresWhileBlockedDoNotLengthenTheWait() {
        fail("a", 3, START);
        fail("a", 50, START + 30 * SECOND);

        assertThat(limiter.blockedFor("a", START + 30 * SECOND)).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void windowBeginsAnewAfterItsEnd() {
        fail("a", 3, START);
        fail("a", 2, START + 60 * SECOND);
        assertThat(limiter.blockedFor("a", START + 60 * SECOND)).isNull();

        fail("a", 1, START + 61 * SECOND);
        assertThat(limiter.blockedFor("a", START + 61 * SECOND)).isEqualTo(Duration.ofSeconds(59));
    }

    @Test
    void addressWhoseWindowBeganFirstMakesRoom() {
        for (String address : List.of("a", "b", "c", "d")) {
            fail(address, 3, START);
        }
        fail("e", 3, START + SECOND);

        assertThat(limiter.blockedFor("a", START + SECOND)).isNull();
        assertThat(limiter.blockedFor("b", START + SECOND)).isNotNull();
        assertThat(limiter.blockedFor("e", START + SECOND)).isNotNull();
    }

    @Test
    void manyThreadsAreCountedExactly() throws Exception {
        LoginLimiter many = new LoginLimiter(4_000, Duration.ofSeconds(60), 4);
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                running.add(
                        threads.submit(
                                () -> {
                                    for (int n = 0; n < 1_000; n++) {
                                        assertThat(many.blockedFor("a", START)).isNull();
                                        if (n < 999) {
                                            many.failed("a", START);
                                        }
                                    }
                                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        }
        for (int i = 0; i < 3; i++) {
            many.failed("a", START);
        }
        assertThat(many.blockedFor("a", START)).isNull();
        many.failed("a", START);
        assertThat(many.blockedFor("a", START)).isNotNull();
    }

    @Test
    void limitsThatAllowNothingAreRefused() {
        assertThatThrownBy(() -> new LoginLimiter(0, Duration.ofSeconds(1), 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LoginLimiter(1, Duration.ZERO, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LoginLimiter(1, Duration.ofSeconds(1), 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
