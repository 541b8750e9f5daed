package io.agentgate.testkit.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.session.Replicas;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What every knowledge of replicas promises to one that is alone. */
public abstract class ReplicasContract {
    private static final byte[] MESSAGE = "{}".getBytes(StandardCharsets.UTF_8);
    private static final long PATIENCE_SECONDS = 5;

    /** The replicas under test; each call gives the same within a test. */
    protected abstract Replicas replicas();

    /** What the one that is alone is called. */
    protected abstract String self();

    private boolean offered() throws Exception {
        return replicas()
                .offer("session", MESSAGE)
                .toCompletableFuture()
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void oneAlwaysLivesForOneself() {
        assertThat(replicas().live()).contains(self());
    }

    @Test
    void nobodyTakesWhatOneAloneOffers() throws Exception {
        assertThat(offered()).isFalse();
    }

    @Test
    void nobodyIsOfferedOnesOwnMessages() throws Exception {
        AtomicInteger offers = new AtomicInteger();
        replicas()
                .onOffer(
                        (session, message) -> {
                            offers.incrementAndGet();
                            return CompletableFuture.completedStage(true);
                        });

        assertThat(offered()).isFalse();
        assertThat(offers).hasValue(0);
    }

    @Test
    void nothingIsTakenOnceClosed() throws Exception {
        replicas().close();

        assertThat(offered()).isFalse();
    }
}
