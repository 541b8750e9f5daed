package io.agentgate.transports.exchange;

import io.agentgate.gateway.call.Session;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;

/** The collecting of a server's whole body, up to the size a message may have. */
final class Gathering {
    /** The server goes on in another protocol (RFC 9110, section 15.2.2). */
    private static final int SWITCHED = 101;

    private final HttpClientResponse response;
    private final Room room;
    private final Result result;
    private Body body = new Body();
    private boolean over;

    /** What becomes of it. */
    interface Result {
        void whole(byte[] body);

        void tooLarge();

        /** The gateway holds as much as it can. */
        void noRoom();

        /** The connection broke within the body. */
        void broken();
    }

    private Gathering(HttpClientResponse response, Room room, Result result) {
        this.response = response;
        this.room = room;
        this.result = result;
    }

    /** Collects the body of this response; the result is called once. */
    static void of(HttpClientResponse response, Room room, Result result) {
        Gathering gathering = new Gathering(response, room, result);
        response.exceptionHandler(broken -> gathering.end(result::broken));
        response.endHandler(end -> gathering.end(gathering::deliver));
        response.handler(gathering::add);
    }

    private void add(Buffer chunk) {
        if (over) {
            return;
        }
        boolean fits = body.length() + chunk.length() <= Session.MAX_SERVER_MESSAGE_BYTES;
        if (fits && room.take(chunk.length())) {
            body.add(chunk);
            return;
        }
        end(fits ? result::noRoom : result::tooLarge);
        response.request().reset();
    }

    private void deliver() {
        result.whole(body.bytes());
    }

    private void end(Runnable how) {
        if (!over) {
            over = true;
            room.give(body.length());
            how.run();
            body = new Body();
        }
    }

    /** Lets a body nobody wants pass, unless it is long. */
    static void discard(HttpClientResponse response) {
        if (response.statusCode() == SWITCHED) {
            // What follows on this connection is no HTTP, and it must carry no other request.
            response.request().connection().close();
            return;
        }
        Discarding discarding = new Discarding(response);
        response.exceptionHandler(broken -> {});
        response.handler(discarding::pass);
    }

    /** A body on its way to nowhere. */
    private static final class Discarding {
        private static final int WORTH_READING = 1 << 16;

        private final HttpClientResponse response;
        private int passed;

        Discarding(HttpClientResponse response) {
            this.response = response;
        }

        void pass(Buffer chunk) {
            passed += chunk.length();
            if (passed > WORTH_READING) {
                // A new connection costs less than reading on.
                response.request().reset();
            }
        }
    }
}
