package io.agentgate.embedded.memory;

import io.agentgate.gateway.quota.ConcurrencyLedger;
import io.agentgate.testkit.quota.ConcurrencyLedgerContract;

class LocalConcurrencyLedgerTest extends ConcurrencyLedgerContract {
    private final LocalConcurrencyLedger ledger = new LocalConcurrencyLedger();

    @Override
    protected ConcurrencyLedger ledger() {
        return ledger;
    }
}
