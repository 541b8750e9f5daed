package io.agentgate.stdio.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.Loss;
import io.agentgate.gateway.link.LinkListener;
import io.agentgate.protocol.Id;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What one link told, in order; also checks that it tells one thing at a time. */
class Heard implements LinkListener {
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final AtomicInteger atTheSameTime = new AtomicInteger();

    /** Kept apart from the rest, of which a flood would be too much. */
    private final AtomicInteger flood = new AtomicInteger();

    @Override
    public void received(byte[] message, @Nullable Id within) {
        String text = new String(message, UTF_8);
        if (text.equals("flood")) {
            flood.incrementAndGet();
        } else {
            tell(text);
        }
    }

    @Override
    public void oversized(byte[] head, byte[] tail) {
        tell("oversized " + (char) head[0] + (char) tail[tail.length - 1]);
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
        assertThat(atTheSameTime.incrementAndGet()).isEqualTo(1);
        told.add(what);
        atTheSameTime.decrementAndGet();
    }

    List<String> told() {
        return told;
    }

    int flood() {
        return flood.get();
    }

    boolean has(String what) {
        return told.contains(what);
    }

    boolean hasEnded() {
        return told.stream().anyMatch(what -> what.startsWith("ended"));
    }
}
