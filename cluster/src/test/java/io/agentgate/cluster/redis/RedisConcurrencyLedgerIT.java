package io.agentgate.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.cluster.redis.RedisQuotaLedger.WithoutRedis;
import io.agentgate.gateway.quota.ConcurrencyLedger;
import io.agentgate.gateway.quota.ConcurrencyLedger.Admission;
import io.agentgate.gateway.quota.ConcurrencyLedger.Claim;
import io.agentgate.testkit.quota.ConcurrencyLedgerContract;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two ledgers over one real Redis; alone, either keeps the contract of every ledger. */
class RedisConcurrencyLedgerIT extends ConcurrencyLedgerContract {
    private static final Claim THREE = new Claim("rule", "shared", 3);

    private static RealRedis redis;

    private final List<RedisConcurrencyLedger> ledgers = new ArrayList<>();
    private RedisConcurrencyLedger first;
    private RedisConcurrencyLedger second;

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
        first = ledger("one", WithoutRedis.ADMIT);
        second = ledger("two", WithoutRedis.ADMIT);
    }

    private RedisConcurrencyLedger ledger(String replica, WithoutRedis without) throws Exception {
        RedisConcurrencyLedger ledger =
                new RedisConcurrencyLedger(redis.link(), replica, without, System::nanoTime);
        ledgers.add(ledger);
        return ledger;
    }

    @AfterEach
    void close() {
        ledgers.forEach(RedisConcurrencyLedger::close);
    }

    @Override
    protected ConcurrencyLedger ledger() {
        return first;
    }

    /** Whether a call fits; it is over at once. */
    private static boolean fits(ConcurrencyLedger ledger, Claim claim) {
        if (ledger.admit(List.of(claim)) instanceof Admission.Counted counted) {
            counted.over();
            return true;
        }
        return false;
    }

    private static Admission.Counted counted(ConcurrencyLedger ledger, Claim claim) {
        Admission admission = ledger.admit(List.of(claim));
        assertThat(admission).isInstanceOf(Admission.Counted.class);
        return (Admission.Counted) admission;
    }

    @Test
    void callsOfTheOtherAreCounted() throws Exception {
        List<Admission.Counted> open = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            open.add(counted(first, THREE));
        }
        RealRedis.await(() -> !fits(second, THREE));

        open.forEach(Admission.Counted::over);
        RealRedis.await(() -> fits(second, THREE));
    }

    @Test
    void callsOfOneThatIsGoneAreForgottenInAWhile() throws Exception {
        for (int i = 0; i < 3; i++) {
            counted(first, THREE);
        }
        RealRedis.await(() -> !fits(second, THREE));

        first.close();
        RealRedis.await(() -> fits(second, THREE));
    }

    @Test
    void eachCountsItsOwnWhileRedisIsAway() throws Exception {
        redis.stop();
        for (int i = 0; i < 3; i++) {
            counted(first, THREE);
            counted(second, THREE);
        }
        assertThat(fits(first, THREE)).isFalse();
        redis.restart();
        Claim six = new Claim("rule", "shared", 6);
        RealRedis.await(() -> !fits(second, six));
    }

    @Test
    void nothingIsAdmittedWithoutRedisIfThatIsWanted() throws Exception {
        RedisConcurrencyLedger strict = ledger("three", WithoutRedis.REFUSE);
        RealRedis.await(() -> fits(strict, THREE));

        redis.stop();
        RealRedis.await(() -> !fits(strict, THREE));
        redis.restart();
        RealRedis.await(() -> fits(strict, THREE));
    }
}
