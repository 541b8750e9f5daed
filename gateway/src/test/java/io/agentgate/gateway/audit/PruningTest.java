package io.agentgate.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PruningTest {
    private final List<String> asked = new ArrayList<>();
    private int left;

    private void prune(Retention retention) throws Exception {
        AuditLog log =
                new AuditLog() {
                    @Override
                    public List<CallRecord> calls(CallQuery query) {
                        return List.of();
                    }

                    @Override
                    public CallPage search(CallSearch search, Duration budget) {
                        return CallPage.EMPTY;
                    }

                    @Override
                    public Optional<CallRecord> call(String decisionId) {
                        return Optional.empty();
                    }

                    @Override
                    public int prune(Instant before, long maxRows, int most) {
                        asked.add(before + " " + maxRows);
                        return left-- > 0 ? most : 0;
                    }

                    @Override
                    public void close() {}
                };
        try (Pruning pruning = new Pruning(log, retention, () -> Samples.NOON, line -> {})) {
            pruning.start();
            pruning.prune();
        }
    }

    @Test
    void goesOnUntilNothingIsLeft() throws Exception {
        left = 2;
        prune(new Retention(30, 500));

        String every = Samples.NOON.minus(Duration.ofDays(30)) + " 500";
        assertThat(asked).containsExactly(every, every, every);
    }

    @Test
    void zeroKeepsForEverAndAnyNumber() throws Exception {
        prune(new Retention(0, 500));
        prune(new Retention(1, 0));

        assertThat(asked)
                .containsExactly(
                        Instant.MIN + " 500",
                        Samples.NOON.minus(Duration.ofDays(1)) + " " + Long.MAX_VALUE);
        assertThat(new Retention(0, 0).isUnlimited()).isTrue();
    }
}
