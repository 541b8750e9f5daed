package io.agentgate.transports.exchange;

import io.agentgate.transports.entrance.Entrance;
import io.agentgate.transports.entrance.Rejection;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Consumer;

/** The body of a client's request on its way in, up to the size a message may have. */
public final class RequestBody {
    private final HttpServerRequest request;
    private final Room room;
    private final Consumer<byte[]> whole;
    private final Consumer<Rejection> refused;
    private Body body = new Body();
    private boolean over;

    /**
     * A body that was not read yet.
     *
     * @param whole gets it
     * @param refused hears instead why it cannot be read
     */
    public RequestBody(
            HttpServerRequest request,
            EventLoop loop,
            Consumer<byte[]> whole,
            Consumer<Rejection> refused) {
        this.request = request;
        this.room = loop.room();
        this.whole = whole;
        this.refused = refused;
    }

    /** Begins to read; the result comes once, or never if the client leaves. */
    public void read() {
        request.exceptionHandler(broken -> end());
        request.endHandler(end -> finish());
        request.handler(this::add);
    }

    private void add(Buffer piece) {
        if (over) {
            return;
        }
        if (body.length() + piece.length() > Entrance.MAX_BODY_BYTES) {
            end();
            refused.accept(new Rejection(413, "message is too large"));
        } else if (room.take(piece.length())) {
            body.add(piece.getBytes());
        } else {
            end();
            refused.accept(new Rejection(503, "the gateway has no room now", "Retry-After", "1"));
        }
    }

    private void finish() {
        if (!over) {
            byte[] message = body.bytes();
            end();
            whole.accept(message);
        }
    }

    private void end() {
        if (!over) {
            over = true;
            room.give(body.length());
            body = new Body();
        }
    }
}
