package io.agentgate.transports.exchange;

import io.agentgate.transports.entrance.Entrance;
import io.agentgate.transports.entrance.Rejection;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Consumer;

/** The body of a client's request on its way in, up to the size a message may have. */
public final class RequestBody {
    private final HttpServerRequest request;
    private final Consumer<byte[]> whole;
    private final Consumer<Rejection> tooLarge;
    private Body body = new Body();
    private boolean over;

    public RequestBody(
            HttpServerRequest request, Consumer<byte[]> whole, Consumer<Rejection> tooLarge) {
        this.request = request;
        this.whole = whole;
        this.tooLarge = tooLarge;
    }

    public void read() {
        request.exceptionHandler(broken -> over = true);
        request.endHandler(end -> finish());
        request.handler(this::add);
    }

    private void add(Buffer piece) {
        if (over) {
            return;
        }
        body.add(piece);
        if (body.length() > Entrance.MAX_BODY_BYTES) {
            over = true;
            body = new Body();
            tooLarge.accept(new Rejection(413, "message is too large"));
        }
    }

    private void finish() {
        if (!over) {
            over = true;
            whole.accept(body.bytes());
        }
    }
}
