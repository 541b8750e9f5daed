package io.agentgate.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.cluster.redis.RedisQuotaLedger.WithoutRedis;
import io.agentgate.embedded.bucket4j.Bucket4jQuotaLedger;
import io.agentgate.gateway.quota.Charge;
import io.agentgate.gateway.quota.QuotaLedger;
import io.agentgate.gateway.quota.Reservation;
import io.agentgate.testkit.quota.QuotaLedgerContract;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two ledgers over one real Redis; alone, either keeps the contract of every ledger. */
class RedisQuotaLedgerIT extends QuotaLedgerContract {
    private static RealRedis redis;

    private final List<RedisQuotaLedger> ledgers = new ArrayList<>();
    private RedisQuotaLedger first;
    private RedisQuotaLedger second;

    @BeforeAll
    static void start() throws Exception {
        redis = RealRedis.start();
    }

    @AfterAll
    static void stop() throws Exception {
        redis.close();
    }

    @BeforeEach
    void open() throws Exception {
        redis.command("FLUSHALL");
        first = ledger(WithoutRedis.ADMIT);
        second = ledger(WithoutRedis.ADMIT);
    }

    private RedisQuotaLedger ledger(WithoutRedis without) throws Exception {
        RedisQuotaLedger ledger =
                new RedisQuotaLedger(
                        new Bucket4jQuotaLedger(), redis.link(), without, System::nanoTime);
        ledgers.add(ledger);
        return ledger;
    }

    @AfterEach
    void close() {
        ledgers.forEach(RedisQuotaLedger::close);
    }

    @Override
    protected QuotaLedger ledger() {
        return first;
    }

    private static Charge charge(long capacity) {
        return new Charge("rule", UUID.randomUUID().toString(), capacity, Duration.ofHours(1));
    }

    private static boolean take(QuotaLedger ledger, Charge charge) {
        Reservation reservation = ledger.reserve(List.of(charge), System.nanoTime());
        if (reservation instanceof Reservation.Granted granted) {
            granted.commit();
            return true;
        }
        return false;
    }

    private static int takeAll(QuotaLedger ledger, Charge charge) {
        int taken = 0;
        while (take(ledger, charge)) {
            taken++;
        }
        return taken;
    }

    private static void breathe() {
        LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
    }

    @Test
    void limitIsHeldByBothTogether() throws Exception {
        Charge hundred = charge(100);
        int admitted = 0;
        for (int call = 0; call < 400; call++) {
            admitted += take(call % 2 == 0 ? first : second, hundred) ? 1 : 0;
            breathe();
        }

        assertThat(admitted).isBetween(100, 110);
    }

    @Test
    void whatOneTakesAtOnceTheOtherLearnsOf() throws Exception {
        Charge hundred = charge(100);
        take(second, hundred);
        assertThat(takeAll(first, hundred)).isBetween(99, 100);

        RealRedis.await(() -> !take(second, hundred));
    }

    @Test
    void whatWasAdmittedTooMuchIsTakenFromWhatRefills() throws Exception {
        Charge second100 = new Charge("rule", "soon", 100, Duration.ofSeconds(1));
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Future<Integer> one = threads.submit(() -> drive(first, second100));
            Future<Integer> other = threads.submit(() -> drive(second, second100));
            // A full bucket each at the worst, and what refills in two seconds for both together.
            assertThat(one.get() + other.get()).isBetween(280, 400);
        }
    }

    private static int drive(QuotaLedger ledger, Charge charge) {
        long end = System.nanoTime() + Duration.ofSeconds(2).toNanos();
        int admitted = 0;
        while (System.nanoTime() < end) {
            admitted += take(ledger, charge) ? 1 : 0;
            LockSupport.parkNanos(Duration.ofNanos(200_000).toNanos());
        }
        return admitted;
    }

    @Test
    void whoeverComesLaterFindsTheBucketAsItIs() throws Exception {
        Charge hundred = charge(100);
        takeAll(first, hundred);
        RealRedis.await(() -> !take(second, hundred));

        RedisQuotaLedger third = ledger(WithoutRedis.ADMIT);
        take(third, hundred);
        RealRedis.await(() -> !take(third, hundred));
    }

    @Test
    void releasedCallsAreEverybodysAgain() throws Exception {
        Charge one = charge(1);
        take(second, charge(1));
        Reservation reservation = first.reserve(List.of(one), System.nanoTime());
        assertThat(reservation).isInstanceOf(Reservation.Granted.class);
        ((Reservation.Granted) reservation).release();
        for (int i = 0; i < 50; i++) {
            breathe();
        }

        assertThat(take(second, one)).isTrue();
    }

    @Test
    void eachHoldsTheLimitForItselfWhileRedisIsAway() throws Exception {
        redis.stop();
        Charge ten = charge(10);

        assertThat(takeAll(first, ten)).isEqualTo(10);
        assertThat(takeAll(second, ten)).isEqualTo(10);
        redis.restart();
        RedisQuotaLedger third = ledger(WithoutRedis.ADMIT);
        RealRedis.await(() -> !take(third, ten));
    }

    @Test
    void nothingIsAdmittedWithoutRedisIfThatIsWanted() throws Exception {
        RedisQuotaLedger strict = ledger(WithoutRedis.REFUSE);
        Charge ten = charge(10);
        assertThat(take(strict, ten)).isTrue();

        redis.stop();
        RealRedis.await(() -> !take(strict, ten));
        assertThat(strict.reserve(List.of(ten), System.nanoTime()))
                .isEqualTo(new Reservation.Exhausted(ten, Duration.ofSeconds(1)));
        redis.restart();
        RealRedis.await(() -> take(strict, ten));
    }
}
