package io.agentgate.transports.exchange;

import io.agentgate.protocol.sse.SseEncoder;
import io.agentgate.protocol.sse.SseEvent;
import io.agentgate.transports.connection.Answer;
import io.agentgate.transports.connection.ClientConnection;
import io.agentgate.transports.entrance.MediaTypes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** An answer to a client that is a stream of events, kept alive while there is nothing to say. */
public final class ClientStream implements ClientConnection.Pulse {
    /** Proxies cut what is silent; the most impatient after half a minute. */
    private static final long SILENCE_NANOS = 20_000_000_000L;

    /** A client that takes nothing for so long is cut off. */
    private static final long STUCK_NANOS = 60_000_000_000L;

    private static final byte[] SIGN_OF_LIFE = SseEncoder.comment("");

    private final Answer answer;
    private long lastWritten = System.nanoTime();

    ClientStream(Answer answer, ClientConnection connection) {
        this.answer = answer;
        answer.header("cache-control", "no-cache, no-transform");
        answer.header("x-accel-buffering", "no");
        answer.begin(MediaTypes.EVENT_STREAM);
        connection.pulse(this);
    }

    /** Runs once, when the client leaves before the end; at once if it has left. */
    public void onGone(Runnable task) {
        answer.onGone(task);
    }

    /** Whether nothing can be told to the client any more. */
    public boolean isGone() {
        return answer.isGone();
    }

    public void send(SseEvent event) {
        write(SseEncoder.encode(event));
    }

    /** Says how long to wait before coming back. */
    void retry(Duration retry) {
        write(("retry: " + retry.toMillis() + "\n\n").getBytes(StandardCharsets.US_ASCII));
    }

    private void write(byte[] bytes) {
        if (!isGone()) {
            answer.write(bytes);
            lastWritten = System.nanoTime();
        }
    }

    /** Whether the client does not keep up. */
    public boolean isFull() {
        return answer.isFull();
    }

    /** Runs once the client has caught up. */
    public void onDrain(Runnable task) {
        answer.onDrain(task);
    }

    @Override
    public boolean beat(long nanoTime) {
        long silent = nanoTime - lastWritten;
        if (isFull()) {
            return silent < STUCK_NANOS;
        }
        if (silent > SILENCE_NANOS) {
            write(SIGN_OF_LIFE);
        }
        return true;
    }

    public void end() {
        answer.end();
    }
}
