package io.agentgate.proxy;

import io.agentgate.gateway.quota.QuotaLedger;
import io.agentgate.proxy.settings.ProxySettings;
import io.agentgate.proxy.settings.SettingsException;
import io.agentgate.transports.session.Membership;
import io.vertx.core.Vertx;
import java.util.function.Consumer;

/** What all proxies share through Redis: sessions, each other, and limits. */
final class Shared implements AutoCloseable {
    private final Membership membership;
    private final QuotaLedger ledger;

    private Shared(Membership membership, QuotaLedger ledger) {
        this.membership = membership;
        this.ledger = ledger;
    }

    /** Connects, now or as soon as Redis is there. */
    static Shared connect(Vertx vertx, ProxySettings settings, Consumer<String> say)
            throws SettingsException {
        throw new UnsupportedOperationException();
    }

    Membership membership() {
        return membership;
    }

    QuotaLedger ledger() {
        return ledger;
    }

    @Override
    public void close() {
        membership.replicas().close();
        membership.directory().close();
    }
}
