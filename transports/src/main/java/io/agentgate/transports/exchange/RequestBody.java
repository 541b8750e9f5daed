package io.agentgate.transports.exchange;

import io.agentgate.transports.connection.ClientRequest;
import io.agentgate.transports.entrance.Entrance;
import io.agentgate.transports.entrance.Rejection;
import java.util.function.Consumer;

/** The body of a client's request on its way in, up to the size a message may have. */
public final class RequestBody implements ClientRequest.Reader {
    private final ClientRequest request;
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
            ClientRequest request,
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
        request.read(this);
    }

    @Override
    public void piece(byte[] bytes) {
        if (over) {
            return;
        }
        if (body.length() + bytes.length > Entrance.MAX_BODY_BYTES) {
            close();
            refused.accept(new Rejection(413, "message is too large"));
        } else if (room.take(bytes.length)) {
            body.add(bytes);
        } else {
            close();
            refused.accept(new Rejection(503, "the gateway has no room now", "Retry-After", "1"));
        }
    }

    @Override
    public void end() {
        if (!over) {
            byte[] message = body.bytes();
            close();
            whole.accept(message);
        }
    }

    @Override
    public void broken() {
        close();
    }

    private void close() {
        if (!over) {
            over = true;
            room.give(body.length());
            body = new Body();
        }
    }
}
