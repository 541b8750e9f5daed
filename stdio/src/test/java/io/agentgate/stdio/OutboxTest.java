package io.agentgate.stdio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.link.ServerLink.Outgoing;
import io.agentgate.protocol.Frame;
import io.agentgate.stdio.Outbox.Taken;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private final Outbox outbox = new Outbox();

    private static Outgoing message(int length) {
        return new Outgoing(Frame.of(new byte[length]), null, null, null);
    }

    private static Outgoing message(String text) {
        return new Outgoing(Frame.of(text.getBytes(UTF_8)), null, null, null);
    }

    private String next() {
        return requireNonNull(outbox.take()).frame().text();
    }

    @Test
    void messagesKeepTheirOrder() {
        outbox.offer(message("one"));
        outbox.offer(message("two"));

        assertThat(next()).isEqualTo("one");
        assertThat(next()).isEqualTo("two");
    }

    @Test
    void numberOfMessagesIsBounded() {
        for (int i = 0; i < 1_024; i++) {
            assertThat(outbox.offer(message(1))).isEqualTo(Taken.YES);
        }
        assertThat(outbox.offer(message(1))).isEqualTo(Taken.FULL);

        outbox.take();

        assertThat(outbox.offer(message(1))).isEqualTo(Taken.YES);
        assertThat(outbox.offer(message(1))).isEqualTo(Taken.FULL);
    }

    @Test
    void bytesAreBounded() {
        assertThat(outbox.offer(message(5 << 20))).isEqualTo(Taken.YES);
        assertThat(outbox.offer(message(3 << 20))).isEqualTo(Taken.YES);
        assertThat(outbox.offer(message(1))).isEqualTo(Taken.FULL);

        outbox.take();

        assertThat(outbox.offer(message(5 << 20))).isEqualTo(Taken.YES);
    }

    @Test
    void messageOfAnyLengthIsTakenIfNoneWaits() {
        assertThat(outbox.offer(message(9 << 20))).isEqualTo(Taken.YES);
        assertThat(outbox.offer(message(0))).isEqualTo(Taken.FULL);
    }

    @Test
    void closedBoxGivesWhatItHasAndTakesNoMore() {
        outbox.offer(message("one"));

        outbox.close();

        assertThat(outbox.offer(message("two"))).isEqualTo(Taken.CLOSED);
        assertThat(next()).isEqualTo("one");
        assertThat(outbox.take()).isNull();
    }

    @Test
    void abandonedBoxGivesBackWhatNobodyReads() {
        Outgoing one = message("one");
        outbox.offer(one);

        assertThat(outbox.abandon()).containsExactly(one);
        assertThat(outbox.abandon()).isEmpty();
        assertThat(outbox.take()).isNull();
        assertThat(outbox.offer(message("two"))).isEqualTo(Taken.CLOSED);
    }

    @Test
    void whoWaitsForAMessageLearnsOfItAndOfTheEnd() throws Exception {
        CompletableFuture<String> first = CompletableFuture.supplyAsync(this::next);
        outbox.offer(message("one"));
        assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo("one");

        CompletableFuture<Boolean> end = CompletableFuture.supplyAsync(() -> outbox.take() == null);
        outbox.close();
        assertThat(end.get(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whoWaitsUntilItIsEmptyLearnsOfThatAndOfTheEnd() throws Exception {
        outbox.awaitEmpty();
        outbox.offer(message("one"));
        CompletableFuture<Void> emptied = CompletableFuture.runAsync(outbox::awaitEmpty);
        assertThat(next()).isEqualTo("one");
        emptied.get(10, TimeUnit.SECONDS);

        outbox.offer(message("two"));
        CompletableFuture<Void> closed = CompletableFuture.runAsync(outbox::awaitEmpty);
        outbox.close();
        closed.get(10, TimeUnit.SECONDS);
    }
}
