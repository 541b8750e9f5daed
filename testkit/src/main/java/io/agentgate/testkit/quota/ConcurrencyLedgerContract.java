package io.agentgate.testkit.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.quota.ConcurrencyGuard;
import io.agentgate.gateway.quota.ConcurrencyLedger;
import io.agentgate.gateway.quota.ConcurrencyLedger.Admission;
import io.agentgate.gateway.quota.ConcurrencyLedger.Claim;
import io.agentgate.testkit.time.ManualTicker;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What every ledger of calls in flight promises within one process. */
public abstract class ConcurrencyLedgerContract {
    /** The ledger under test; each call gives the same one within a test. */
    protected abstract ConcurrencyLedger ledger();

    private static Claim claim(String key, long most) {
        return new Claim("rule-" + key, key, most);
    }

    private Admission.Counted counted(Claim... claims) {
        Admission admission = ledger().admit(List.of(claims));
        assertThat(admission).isInstanceOf(Admission.Counted.class);
        return (Admission.Counted) admission;
    }

    private void full(Claim by, Claim... claims) {
        assertThat(ledger().admit(List.of(claims))).isEqualTo(new Admission.Full(by));
    }

    @Test
    void soManyAreInFlightAndNoMore() {
        counted(claim("a", 2));
        Admission.Counted second = counted(claim("a", 2));
        full(claim("a", 2), claim("a", 2));

        second.over();
        counted(claim("a", 2));
        full(claim("a", 2), claim("a", 2));
    }

    @Test
    void keysAreCountedApart() {
        counted(claim("a", 1));
        counted(claim("b", 1));
        full(claim("a", 1), claim("a", 1));
    }

    @Test
    void callsOfEachOperationAreCountedApart() {
        RuledCalls calls =
                new RuledCalls(
                        "action = \"limit_concurrency\"\nper = [\"operation\"]",
                        new ConcurrencyGuard(ledger()),
                        new ManualTicker());

        assertThat(calls.pass("put_a")).isTrue();
        assertThat(calls.pass("put_b")).isFalse();
        assertThat(calls.pass("get_a")).isTrue();
        assertThat(calls.pass("unlisted")).isTrue();
        assertThat(calls.pass("drop_a")).isFalse();
    }

    @Test
    void noneIsLetThroughByZero() {
        full(claim("a", 0), claim("a", 0));
    }

    @Test
    void allClaimsOrNone() {
        counted(claim("b", 1));
        full(claim("b", 1), claim("a", 1), claim("b", 1));

        counted(claim("a", 1));
    }

    @Test
    void endingTwiceEndsOnce() {
        Admission.Counted first = counted(claim("a", 2));
        counted(claim("a", 2));
        first.over();
        first.over();

        counted(claim("a", 2));
        full(claim("a", 2), claim("a", 2));
    }

    @Test
    void changedRuleCountsThoseThatAreInFlight() {
        counted(claim("a", 3));
        counted(claim("a", 3));

        full(claim("a", 1), claim("a", 1));
        counted(claim("a", 3));
    }

    @Test
    void manyThreadsNeverHaveMoreInFlight() throws Exception {
        Claim five = claim("a", 5);
        AtomicLong now = new AtomicLong();
        AtomicLong most = new AtomicLong();
        List<Future<Integer>> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
            for (int thread = 0; thread < 16; thread++) {
                results.add(
                        threads.submit(
                                () -> {
                                    int admitted = 0;
                                    for (int i = 0; i < 2_000; i++) {
                                        if (ledger().admit(List.of(five))
                                                instanceof Admission.Counted counted) {
                                            admitted++;
                                            most.accumulateAndGet(now.incrementAndGet(), Math::max);
                                            now.decrementAndGet();
                                            counted.over();
                                        }
                                    }
                                    return admitted;
                                }));
            }
        }
        int admitted = 0;
        for (Future<Integer> result : results) {
            admitted += result.get();
        }
        assertThat(admitted).isPositive();
        assertThat(most.get()).isBetween(1L, 5L);
        for (int i = 0; i < 5; i++) {
            counted(five);
        }
        full(five, five);
    }
}
