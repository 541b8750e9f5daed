package io.agentgate.embedded.bucket4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.quota.Charge;
import io.agentgate.gateway.quota.QuotaLedger;
import io.agentgate.gateway.quota.Reservation;
import io.agentgate.testkit.quota.QuotaLedgerContract;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class Bucket4jQuotaLedgerTest extends QuotaLedgerContract {
    private final Bucket4jQuotaLedger ledger = new Bucket4jQuotaLedger();

    @Override
    protected QuotaLedger ledger() {
        return ledger;
    }

    private static List<Charge> once(String key) {
        return List.of(new Charge("rule", key, 1, Duration.ofSeconds(1)));
    }

    private static List<Charge> twice(String key) {
        return List.of(new Charge("rule", key, 2, Duration.ofHours(1)));
    }

    @Test
    void numberOfBucketsIsBounded() {
        Bucket4jQuotaLedger small = new Bucket4jQuotaLedger(200);

        for (int i = 0; i < 10_000; i++) {
            small.reserve(twice("key-" + i), 0);
            assertThat(small.size()).isLessThanOrEqualTo(200);
        }
    }

    @Test
    void fullBucketsAreForgottenBeforeUsedOnes() {
        Bucket4jQuotaLedger small = new Bucket4jQuotaLedger(100);
        small.reserve(twice("slow"), 0);
        small.reserve(twice("slow"), 0);
        for (int i = 0; i < 99; i++) {
            small.reserve(once("quick-" + i), 0);
        }
        long quickOnesAreFull = Duration.ofSeconds(2).toNanos();

        small.reserve(once("one too many"), quickOnesAreFull);

        assertThat(small.size()).isEqualTo(2);
        assertThat(small.reserve(twice("slow"), quickOnesAreFull))
                .isInstanceOf(Reservation.Exhausted.class);
    }

    @Test
    void bucketsInUseOutliveThoseUnused() {
        Bucket4jQuotaLedger small = new Bucket4jQuotaLedger(100);
        small.reserve(twice("busy"), 0);
        for (int i = 0; i < 1_000; i++) {
            small.reserve(twice("flood-" + i), 0);
            small.reserve(twice("busy"), 0);
        }

        assertThat(small.reserve(twice("busy"), 0)).isInstanceOf(Reservation.Exhausted.class);
        assertThat(small.reserve(twice("flood-1"), 0)).isInstanceOf(Reservation.Granted.class);
    }

    @Test
    void releaseOfAForgottenBucketIsHarmless() {
        Bucket4jQuotaLedger tiny = new Bucket4jQuotaLedger(1);
        Reservation first = tiny.reserve(twice("a"), 0);
        tiny.reserve(twice("b"), 0);

        assertThat(first).isInstanceOf(Reservation.Granted.class);
        ((Reservation.Granted) first).release();

        assertThat(tiny.size()).isEqualTo(1);
    }
}
