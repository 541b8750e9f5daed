package io.agentgate.proxy;

import io.agentgate.cluster.redis.RedisConcurrencyLedger;
import io.agentgate.cluster.redis.RedisLink;
import io.agentgate.cluster.redis.RedisQuotaLedger;
import io.agentgate.cluster.redis.RedisQuotaLedger.WithoutRedis;
import io.agentgate.cluster.redis.RedisReplicas;
import io.agentgate.cluster.redis.RedisSessionDirectory;
import io.agentgate.embedded.bucket4j.Bucket4jQuotaLedger;
import io.agentgate.gateway.quota.ConcurrencyLedger;
import io.agentgate.gateway.quota.QuotaLedger;
import io.agentgate.proxy.settings.ProxySettings;
import io.agentgate.proxy.settings.SettingsException;
import io.agentgate.transports.session.Membership;
import io.vertx.core.Vertx;
import java.util.function.Consumer;

/** What all proxies share through Redis: sessions, each other, and limits. */
final class Shared implements AutoCloseable {
    private final RedisLink redis;
    private final Membership membership;
    private final RedisQuotaLedger ledger;
    private final RedisConcurrencyLedger concurrency;

    private Shared(
            RedisLink redis,
            Membership membership,
            RedisQuotaLedger ledger,
            RedisConcurrencyLedger concurrency) {
        this.redis = redis;
        this.membership = membership;
        this.ledger = ledger;
        this.concurrency = concurrency;
    }

    /** Connects, now or as soon as Redis is there. */
    static Shared connect(Vertx vertx, ProxySettings settings, Consumer<String> say)
            throws SettingsException {
        RedisLink redis;
        try {
            redis = RedisLink.open(vertx, settings.redis(), say);
        } catch (IllegalArgumentException wrong) {
            throw new SettingsException("AGENTGATE_REDIS:", String.valueOf(wrong.getMessage()));
        }
        RedisQuotaLedger ledger =
                new RedisQuotaLedger(
                        new Bucket4jQuotaLedger(), redis, without(settings), System::nanoTime);
        RedisConcurrencyLedger concurrency =
                new RedisConcurrencyLedger(
                        redis, settings.replica(), without(settings), System::nanoTime);
        Membership membership =
                new Membership(
                        settings.replica(),
                        new RedisSessionDirectory(redis),
                        new RedisReplicas(redis, settings.replica()),
                        true);
        return new Shared(redis, membership, ledger, concurrency);
    }

    private static WithoutRedis without(ProxySettings settings) throws SettingsException {
        return switch (settings.quota().withoutRedis()) {
            case "admit" -> WithoutRedis.ADMIT;
            case "refuse" -> WithoutRedis.REFUSE;
            default ->
                    throw new SettingsException(
                            "AGENTGATE_QUOTA_WITHOUT_REDIS", "must be admit or refuse");
        };
    }

    Membership membership() {
        return membership;
    }

    QuotaLedger ledger() {
        return ledger;
    }

    ConcurrencyLedger concurrency() {
        return concurrency;
    }

    @Override
    public void close() {
        ledger.close();
        concurrency.close();
        membership.replicas().close();
        membership.directory().close();
        redis.close();
    }
}
