package io.agentgate.transports.exchange;

import io.agentgate.gateway.call.Session;
import io.agentgate.transports.upstream.UpstreamResponse;

/** The collecting of a server's whole body, up to the size a message may have. */
public final class Gathering implements UpstreamResponse.Reader {
    private final UpstreamResponse response;
    private final Room room;
    private final Result result;
    private Body body = new Body();
    private boolean over;

    /** What becomes of it. */
    public interface Result {
        void whole(byte[] body);

        /** It broke off, is too large, or there is no room for it. */
        void failed(Failure why);
    }

    private Gathering(UpstreamResponse response, Room room, Result result) {
        this.response = response;
        this.room = room;
        this.result = result;
    }

    /** Collects the body of this response; the result is called once, unless it is aborted. */
    public static Gathering of(UpstreamResponse response, EventLoop loop, Result result) {
        Gathering begun = new Gathering(response, loop.room(), result);
        response.read(begun);
        return begun;
    }

    /** Reads no more until {@link #resume}. */
    public void pause() {
        if (!over) {
            response.pause();
        }
    }

    public void resume() {
        if (!over) {
            response.resume();
        }
    }

    /** Gives the body up, and its connection. */
    public void abort() {
        if (!over) {
            end(response::abort);
        }
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
        end(() -> result.failed(fits ? Failure.NO_ROOM : Failure.TOO_LARGE));
        response.abort();
    }

    @Override
    public void end() {
        end(() -> result.whole(body.bytes()));
    }

    @Override
    public void broken() {
        end(() -> result.failed(Failure.BROKEN_WITHIN));
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
