package io.agentgate.gateway;

import io.agentgate.gateway.quota.Charge;
import io.agentgate.gateway.quota.QuotaLedger;
import io.agentgate.gateway.quota.Reservation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A ledger whose buckets never fill again, and that counts what becomes of its reservations. */
final class TestLedger implements QuotaLedger {
    final Map<String, Integer> taken = new HashMap<>();
    int committed;
    int released;

    @Override
    public Reservation reserve(List<Charge> charges, long nanoTime) {
        for (Charge charge : charges) {
            if (taken.getOrDefault(charge.key(), 0) + charge.cost() > charge.capacity()) {
                return new Reservation.Exhausted(charge, !charge.mayFit() ? null : charge.window());
            }
        }
        List<Long> left =
                charges.stream()
                        .map(
                                charge ->
                                        charge.capacity()
                                                - taken.merge(
                                                        charge.key(),
                                                        (int) charge.cost(),
                                                        Integer::sum))
                        .toList();
        return new Reservation.Granted() {
            @Override
            public long left(int charge) {
                return left.get(charge);
            }

            @Override
            public void commit() {
                committed++;
            }

            @Override
            public void release() {
                released++;
                charges.forEach(
                        charge -> taken.merge(charge.key(), (int) -charge.cost(), Integer::sum));
            }
        };
    }
}
