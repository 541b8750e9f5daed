package io.agentgate.policystore.bundle;

import io.agentgate.policystore.problem.Refusal;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.pubsub.PgSubscriber;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Wakes polls when the revision of the bundle grows, whichever instance of the service made it.
 *
 * <p>Postgres tells; once a second the revision is also looked up, as long as anybody waits, so
 * that a notification lost costs a second.
 */
@ApplicationScoped
class BundleWatch {
    static final int MAX_WAITING = 1_000;
    private static final String CHANNEL = "agentgate_bundle";
    private static final long SECOND = 1_000;

    private final Vertx vertx;
    private final Pool pool;
    private final PgConnectOptions database;
    private final Set<Waiting> waiting = ConcurrentHashMap.newKeySet();
    private @Nullable PgSubscriber subscriber;
    private long timer;

    /** One poll that waits for a revision other than the one it knows. */
    private record Waiting(long known, UniEmitter<? super Long> emitter) {
        @Override
        public boolean equals(@Nullable Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    BundleWatch(
            Vertx vertx,
            Pool pool,
            @ConfigProperty(name = "agentgate.database-url") String url,
            @ConfigProperty(name = "agentgate.database-user") String user,
            @ConfigProperty(name = "agentgate.database-password") Optional<String> password) {
        this.vertx = vertx;
        this.pool = pool;
        this.database = PgConnectOptions.fromUri(url).setUser(user);
        password.ifPresent(database::setPassword);
    }

    void start(@Observes StartupEvent started) {
        PgSubscriber listening = PgSubscriber.subscriber(vertx, database);
        listening.reconnectPolicy(_ -> SECOND);
        listening.channel(CHANNEL).handler(revision -> tell(Long.parseLong(revision)));
        listening.connect();
        subscriber = listening;
        timer = vertx.setPeriodic(SECOND, _ -> look());
    }

    void stop(@Observes ShutdownEvent stopping) {
        vertx.cancelTimer(timer);
        if (subscriber != null) {
            subscriber.close();
        }
        tell(Long.MAX_VALUE);
    }

    /** Completes when the revision is another one, or the time is over. */
    Uni<Void> await(long known, Duration most) {
        return Uni.createFrom()
                .<Long>emitter(
                        emitter -> {
                            Waiting poll = new Waiting(known, emitter);
                            if (waiting.size() >= MAX_WAITING) {
                                emitter.fail(Refusal.busy("too many polls wait already"));
                                return;
                            }
                            waiting.add(poll);
                            emitter.onTermination(() -> waiting.remove(poll));
                        })
                .ifNoItem()
                .after(most)
                .recoverWithItem(known)
                .replaceWithVoid();
    }

    int waiting() {
        return waiting.size();
    }

    private void look() {
        if (waiting.isEmpty()) {
            return;
        }
        pool.query("select revision from bundle")
                .execute()
                .map(rows -> rows.iterator().next().getLong(0))
                .subscribe()
                // A database that is away is no news; the poll's own read tells of it.
                .with(this::tell, _ -> {});
    }

    private void tell(long revision) {
        List<Waiting> woken = waiting.stream().filter(poll -> poll.known() != revision).toList();
        // Each leaves the set as it ends.
        woken.forEach(poll -> poll.emitter().complete(revision));
    }
}
