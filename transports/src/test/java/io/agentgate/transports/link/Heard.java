package io.agentgate.transports.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.Loss;
import io.agentgate.gateway.link.LinkListener;
import io.agentgate.protocol.Id;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What one link told, in order; also checks that it tells one thing at a time. */
class Heard implements LinkListener {
    private static final long PATIENCE_NANOS = 30_000_000_000L;

    private final List<String> told = new CopyOnWriteArrayList<>();
    private final AtomicInteger atTheSameTime = new AtomicInteger();
    private volatile boolean overlapped;

    /** Kept apart from the rest, of which a flood would be too much. */
    private final AtomicInteger flood = new AtomicInteger();

    @Override
    public void received(byte[] message, @Nullable Id within) {
        String text = new String(message, UTF_8);
        if (text.contains("flood")) {
            flood.incrementAndGet();
        } else {
            tell(within == null ? text : within + "> " + text);
        }
    }

    @Override
    public void oversized(byte[] head, byte[] tail) {
        tell("oversized " + new String(head, UTF_8).strip().substring(0, 9));
    }

    @Override
    public void lost(Id request, Loss loss, String reason) {
        tell("lost " + request + " " + loss + ": " + reason);
    }

    @Override
    public void ended(String reason) {
        tell("ended: " + reason);
    }

    private void tell(String what) {
        overlapped |= atTheSameTime.incrementAndGet() > 1;
        told.add(what);
        atTheSameTime.decrementAndGet();
    }

    List<String> told() {
        assertThat(overlapped).as("told two things at once").isFalse();
        return told;
    }

    /** Lets it be as if nothing had been told. */
    void forget() {
        told.clear();
    }

    int flood() {
        return flood.get();
    }

    /** Waits for exactly this to be told. */
    void awaitTold(String... all) {
        await(() -> told.size() >= all.length);
        assertThat(told()).containsExactly(all);
    }

    void await(BooleanSupplier expected) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!expected.getAsBoolean()) {
            assertThat(System.nanoTime()).as("heard %s", told).isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** Waits until a number has not grown for many looks at it. */
    void awaitStandstill(AtomicInteger number) {
        AtomicInteger last = new AtomicInteger();
        AtomicInteger looks = new AtomicInteger();
        await(
                () -> {
                    int now = number.get();
                    looks.set(now > 0 && last.getAndSet(now) == now ? looks.get() + 1 : 0);
                    return looks.get() > 200;
                });
    }
}
