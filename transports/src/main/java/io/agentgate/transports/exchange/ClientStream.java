package io.agentgate.transports.exchange;

import io.agentgate.protocol.sse.SseEncoder;
import io.agentgate.protocol.sse.SseEvent;
import io.agentgate.transports.bytes.Uncopied;
import io.agentgate.transports.connection.ClientConnection;
import io.agentgate.transports.entrance.MediaTypes;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** An answer to a client that is a stream of events, kept alive while there is nothing to say. */
final class ClientStream implements ClientConnection.Pulse {
    /** Proxies cut what is silent; the most impatient after half a minute. */
    private static final long SILENCE_NANOS = 20_000_000_000L;

    /** A client that takes nothing for so long is cut off. */
    private static final long STUCK_NANOS = 60_000_000_000L;

    private static final byte[] SIGN_OF_LIFE = SseEncoder.comment("");

    private final HttpServerResponse response;
    private long lastWritten = System.nanoTime();
    private boolean ended;

    ClientStream(HttpServerResponse response, ClientConnection connection) {
        this.response = response;
        if (response.closed()) {
            ended = true;
            return;
        }
        response.setChunked(true);
        response.putHeader("Content-Type", MediaTypes.EVENT_STREAM);
        response.putHeader("Cache-Control", "no-cache, no-transform");
        response.putHeader("X-Accel-Buffering", "no");
        response.writeHead();
        connection.pulse(this);
    }

    void onGone(Runnable task) {
        if (isGone()) {
            task.run();
        } else {
            response.closeHandler(closed -> task.run());
        }
    }

    boolean isGone() {
        return ended || response.closed();
    }

    void send(SseEvent event) {
        write(SseEncoder.encode(event));
    }

    /** Says how long to wait before coming back. */
    void retry(Duration retry) {
        write(("retry: " + retry.toMillis() + "\n\n").getBytes(StandardCharsets.US_ASCII));
    }

    private void write(byte[] bytes) {
        if (!isGone()) {
            response.write(Uncopied.buffer(bytes));
            lastWritten = System.nanoTime();
        }
    }

    /** Whether the client does not keep up. */
    boolean isFull() {
        return !isGone() && response.writeQueueFull();
    }

    /** Runs once the client has caught up. */
    void onDrain(Runnable task) {
        response.drainHandler(drained -> task.run());
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

    void end() {
        if (!isGone()) {
            ended = true;
            response.end();
        }
    }
}
