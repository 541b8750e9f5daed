package io.agentgate.testkit.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.quota.Charge;
import io.agentgate.gateway.quota.QuotaGuard;
import io.agentgate.gateway.quota.QuotaLedger;
import io.agentgate.gateway.quota.RateLimits;
import io.agentgate.gateway.quota.Reservation;
import io.agentgate.testkit.time.ManualTicker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** What every quota ledger promises within one process. */
public abstract class QuotaLedgerContract {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration MICROSECOND = Duration.ofNanos(1000);
    private static final int THREADS = 16;

    private final ManualTicker ticker = new ManualTicker();

    /** The ledger under test; each call gives the same one within a test. */
    protected abstract QuotaLedger ledger();

    private static Charge charge(String key, long capacity) {
        return new Charge("rule-" + key, key, capacity, MINUTE);
    }

    private Reservation reserve(Charge... charges) {
        return ledger().reserve(List.of(charges), ticker.getAsLong());
    }

    private Reservation.Granted granted(Charge... charges) {
        Reservation reservation = reserve(charges);
        assertThat(reservation).isInstanceOf(Reservation.Granted.class);
        return (Reservation.Granted) reservation;
    }

    private Reservation.Exhausted exhausted(Charge... charges) {
        Reservation reservation = reserve(charges);
        assertThat(reservation).isInstanceOf(Reservation.Exhausted.class);
        return (Reservation.Exhausted) reservation;
    }

    private int takeAll(Charge charge) {
        int taken = 0;
        while (reserve(charge) instanceof Reservation.Granted grant) {
            grant.commit();
            taken++;
        }
        return taken;
    }

    /** A wait may be rounded up, never down. */
    private static void assertWait(Reservation.Exhausted refusal, Duration expected) {
        assertThat(refusal.retryAfter()).isBetween(expected, expected.plus(MICROSECOND));
    }

    @Test
    void bucketStartsFull() {
        assertThat(takeAll(charge("a", 3))).isEqualTo(3);
    }

    @Test
    void bucketsOfDifferentKeysAreApart() {
        takeAll(charge("a", 3));

        assertThat(takeAll(charge("b", 3))).isEqualTo(3);
    }

    /** What nobody knows is counted with what destroys. */
    @Test
    void eachOperationHasABucketOfItsOwn() {
        RuledCalls calls =
                new RuledCalls(
                        "action = \"rate_limit\"\nmax_calls = 2\nper = [\"agent\", \"operation\"]",
                        new QuotaGuard(ledger(), RateLimits.NONE),
                        ticker);

        assertThat(calls.pass("put_a")).isTrue();
        assertThat(calls.pass("put_b")).isTrue();
        assertThat(calls.pass("put_a")).isFalse();
        assertThat(calls.pass("get_a")).isTrue();
        assertThat(calls.pass("drop_a")).isTrue();
        assertThat(calls.pass("unlisted")).isTrue();
        assertThat(calls.pass("unlisted")).isFalse();
        assertThat(calls.pass("drop_a")).isFalse();
        assertThat(calls.pass("get_b")).isTrue();
        assertThat(calls.pass("get_b")).isFalse();
    }

    @Test
    void refillIsEvenOverTheWindow() {
        takeAll(charge("a", 3));

        ticker.advance(Duration.ofSeconds(20));

        assertThat(takeAll(charge("a", 3))).isEqualTo(1);
    }

    @Test
    void idleBucketHoldsNoMoreThanItsCapacity() {
        takeAll(charge("a", 3));

        ticker.advance(Duration.ofDays(30));

        assertThat(takeAll(charge("a", 3))).isEqualTo(3);
    }

    @Test
    void refusalSaysWhichChargeAndHowLongToWait() {
        takeAll(charge("a", 3));
        ticker.advance(Duration.ofSeconds(5));

        Reservation.Exhausted refusal = exhausted(charge("b", 3), charge("a", 3));

        assertThat(refusal.charge()).isEqualTo(charge("a", 3));
        assertWait(refusal, Duration.ofSeconds(15));
    }

    @Test
    void waitingAsToldIsEnough() {
        takeAll(charge("a", 7));

        Duration wait = exhausted(charge("a", 7)).retryAfter();
        assertThat(wait).isNotNull();
        ticker.advance(wait.minus(MICROSECOND));
        exhausted(charge("a", 7));
        ticker.advance(MICROSECOND);

        granted(charge("a", 7));
    }

    @Test
    void capacityZeroAllowsNothingForEver() {
        Reservation.Exhausted refusal = exhausted(charge("a", 0));
        ticker.advance(Duration.ofDays(365));

        assertThat(refusal.retryAfter()).isNull();
        exhausted(charge("a", 0));
    }

    @Test
    void chargesThatDoNotAllFitTakeNothing() {
        takeAll(charge("c", 1));

        exhausted(charge("a", 3), charge("b", 3), charge("c", 1));
        exhausted(charge("a", 3), charge("zero", 0));

        assertThat(takeAll(charge("a", 3))).isEqualTo(3);
        assertThat(takeAll(charge("b", 3))).isEqualTo(3);
    }

    @Test
    void oneKeyNamedTwiceIsChargedTwice() {
        Charge charge = charge("a", 3);

        granted(charge, charge);
        exhausted(charge, charge);

        assertThat(takeAll(charge)).isEqualTo(1);
    }

    @Test
    void aCallTakesWhatItCosts() {
        Charge dear = new Charge("rule-a", "a", 10, MINUTE, 4);
        granted(dear);
        Reservation.Granted second = granted(dear);
        assertWait(exhausted(dear), Duration.ofSeconds(12));

        second.release();
        granted(dear);
        assertThat(takeAll(charge("a", 10))).isEqualTo(2);
    }

    @Test
    void whatCostsMoreThanThereEverIsNeverFits() {
        Charge dear = new Charge("rule-a", "a", 3, MINUTE, 4);

        assertThat(exhausted(dear).retryAfter()).isNull();
        assertThat(takeAll(charge("a", 3))).isEqualTo(3);
    }

    @Test
    void whatIsLeftIsToldOfEachChargeInItsPlace() {
        granted(charge("a", 3));

        Reservation.Granted grant = granted(charge("a", 3), charge("b", 7));
        ticker.advance(Duration.ofSeconds(50));
        granted(charge("a", 3), charge("b", 7));

        assertThat(grant.left(0)).isEqualTo(1);
        assertThat(grant.left(1)).isEqualTo(6);
    }

    @Test
    void whatIsLeftAreWholeCalls() {
        takeAll(charge("a", 3));
        ticker.advance(Duration.ofSeconds(39));

        assertThat(granted(charge("a", 3)).left(0)).isZero();
        assertThat(exhausted(charge("b", 3), charge("a", 3)).left()).isZero();
        assertThat(exhausted(charge("zero", 0)).left()).isZero();
        assertThat(granted(charge("b", 3)).left(0)).isEqualTo(2);
    }

    @Test
    void releaseGivesEveryChargeBack() {
        Reservation.Granted grant = granted(charge("a", 1), charge("b", 1));

        grant.release();

        granted(charge("a", 1), charge("b", 1));
    }

    @Test
    void releaseHappensOnce() {
        granted(charge("a", 2));
        Reservation.Granted grant = granted(charge("a", 2));

        grant.release();
        grant.release();
        grant.commit();
        grant.release();

        assertThat(takeAll(charge("a", 2))).isEqualTo(1);
    }

    @Test
    void commitIsFinal() {
        Reservation.Granted grant = granted(charge("a", 1));

        grant.commit();
        grant.release();

        exhausted(charge("a", 1));
    }

    @Test
    void releaseNeverOverfillsABucket() {
        Reservation.Granted grant = granted(charge("a", 2));
        ticker.advance(Duration.ofHours(1));

        grant.release();

        assertThat(takeAll(charge("a", 2))).isEqualTo(2);
    }

    @Test
    void changedRuleKeepsWhatWasTaken() {
        for (int i = 0; i < 4; i++) {
            granted(charge("a", 10));
        }

        assertThat(takeAll(charge("a", 6))).isEqualTo(2);
        assertThat(takeAll(charge("a", 10))).isEqualTo(4);
    }

    @Test
    void shrinkingBelowWhatWasTakenAllowsNothingNow() {
        for (int i = 0; i < 4; i++) {
            granted(charge("a", 10));
        }

        assertWait(exhausted(charge("a", 3)), Duration.ofSeconds(20));
    }

    @Test
    void detourOverCapacityZeroDoesNotRefill() {
        takeAll(charge("a", 3));

        exhausted(charge("a", 0));

        exhausted(charge("a", 3));
    }

    @Test
    void changedWindowTakesEffect() {
        takeAll(charge("a", 3));
        Charge quicker = new Charge("rule-a", "a", 3, Duration.ofSeconds(3));

        assertWait(exhausted(quicker), Duration.ofSeconds(1));
    }

    @Test
    void timeThatStepsBackRefillsNothing() {
        long now = ticker.getAsLong();
        Charge charge = charge("a", 1);
        ledger().reserve(List.of(charge), now);

        assertThat(ledger().reserve(List.of(charge), now - MINUTE.toNanos()))
                .isInstanceOf(Reservation.Exhausted.class);
        assertThat(ledger().reserve(List.of(charge), now))
                .isInstanceOf(Reservation.Exhausted.class);
    }

    @Test
    void hugeFiguresAreNoMistake() {
        Charge huge = new Charge("r", "a", Long.MAX_VALUE, Duration.ofNanos(1));
        Charge rare = new Charge("r", "b", 1, Duration.ofSeconds(Long.MAX_VALUE));

        granted(huge);
        granted(rare);
        assertThat(exhausted(rare).retryAfter()).isPositive();
    }

    @Test
    void manyThreadsTakeExactlyTheCapacity() throws Exception {
        Charge shared = charge("shared", 1000);
        Charge tight = charge("tight", 700);

        List<Integer> taken =
                inParallel(
                        () -> {
                            int count = 0;
                            for (int i = 0; i < 500; i++) {
                                if (reserve(shared, tight) instanceof Reservation.Granted grant) {
                                    grant.commit();
                                    count++;
                                }
                            }
                            return count;
                        });

        assertThat(taken.stream().mapToInt(Integer::intValue).sum()).isEqualTo(700);
        assertThat(takeAll(shared)).isEqualTo(300);
    }

    @Test
    void theLastCallGoesToOneThread() throws Exception {
        for (int round = 0; round < 200; round++) {
            Charge last = charge("last-" + round, 1);

            List<Integer> taken =
                    inParallel(() -> reserve(last) instanceof Reservation.Granted ? 1 : 0);

            assertThat(taken.stream().mapToInt(Integer::intValue).sum()).isEqualTo(1);
        }
    }

    @Test
    void manyThreadsThatReleaseLeaveTheBucketAsItWas() throws Exception {
        Charge shared = charge("shared", 10);

        inParallel(
                () -> {
                    for (int i = 0; i < 1000; i++) {
                        if (reserve(shared) instanceof Reservation.Granted grant) {
                            grant.release();
                            if (ThreadLocalRandom.current().nextBoolean()) {
                                grant.release();
                            }
                        }
                    }
                    return 0;
                });

        assertThat(takeAll(shared)).isEqualTo(10);
    }

    private interface Work {
        int run();
    }

    private static List<Integer> inParallel(Work work) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<Integer>> results = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                results.add(
                        threads.submit(
                                () -> {
                                    start.await();
                                    return work.run();
                                }));
            }
            start.countDown();
            List<Integer> taken = new ArrayList<>();
            for (Future<Integer> result : results) {
                taken.add(result.get());
            }
            return taken;
        }
    }
}
