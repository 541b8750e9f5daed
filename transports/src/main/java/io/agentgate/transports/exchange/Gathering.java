package io.agentgate.transports.exchange;

import io.agentgate.gateway.call.Session;
import io.agentgate.transports.upstream.UpstreamResponse;

/** The collecting of a server's whole body, up to the size a message may have. */
final class Gathering implements UpstreamResponse.Reader {
    private final UpstreamResponse response;
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

    private Gathering(UpstreamResponse response, Room room, Result result) {
        this.response = response;
        this.room = room;
        this.result = result;
    }

    /** Collects the body of this response; the result is called once. */
    static void of(UpstreamResponse response, Room room, Result result) {
        response.read(new Gathering(response, room, result));
    }

    @Override
    public void piece(byte[] bytes) {
        if (over) {
            return;
        }
        boolean fits = body.length() + bytes.length <= Session.MAX_SERVER_MESSAGE_BYTES;
        if (fits && room.take(bytes.length)) {
            body.add(bytes);
            return;
        }
        end(fits ? result::noRoom : result::tooLarge);
        response.abort();
    }

    @Override
    public void end() {
        end(() -> result.whole(body.bytes()));
    }

    @Override
    public void broken() {
        end(result::broken);
    }

    private void end(Runnable how) {
        if (!over) {
            over = true;
            room.give(body.length());
            how.run();
            body = new Body();
        }
    }
}
