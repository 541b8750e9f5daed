package io.agentgate.stdio;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.Loss;
import io.agentgate.protocol.Id;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HearingTest {
    private final Hearing hearing = new Hearing();

    @Test
    void thingsAreToldInTheOrderInWhichTheyWereHeard() {
        byte[] message = {1};
        hearing.received(message, null);
        hearing.lost(Id.of(1), Loss.NOT_SENT, "why");
        hearing.ended("over");

        assertThat(hearing.take()).isEqualTo(new Told.Message(message));
        assertThat(hearing.take()).isEqualTo(new Told.Lost(Id.of(1), Loss.NOT_SENT, "why"));
        assertThat(hearing.take()).isEqualTo(new Told.Ended("over"));
    }

    @Test
    void whoWaitsDoesSoUntilTheClientWasToldAndNoLonger() throws Exception {
        hearing.ended("one");
        CompletableFuture<Boolean> told = CompletableFuture.supplyAsync(() -> hearing.await(0));
        assertThat(hearing.await(1)).isTrue();
        assertThat(hearing.take()).isEqualTo(new Told.Ended("one"));
        // What others say meanwhile is not waited for.
        hearing.ended("two");
        assertThat(told).isNotDone();
        hearing.done();
        // The other may have begun to wait just now, behind the second.
        assertThat(hearing.take()).isEqualTo(new Told.Ended("two"));
        hearing.done();
        assertThat(told.get(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void nobodyWaitsForAClientThatIsGone() throws Exception {
        hearing.ended("one");
        CompletableFuture<Boolean> told = CompletableFuture.supplyAsync(() -> hearing.await(0));
        hearing.close();
        assertThat(told.get(10, TimeUnit.SECONDS)).isFalse();
        hearing.ended("two");
        assertThat(hearing.await(0)).isFalse();
    }
}
