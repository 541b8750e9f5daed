package io.agentgate.transports.exchange;

import io.agentgate.gateway.Loss;
import io.agentgate.gateway.Ruling;
import io.agentgate.protocol.ErrorCode;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.Replies;
import io.agentgate.transports.entrance.MediaTypes;
import io.agentgate.transports.entrance.Rejection;
import io.agentgate.transports.entrance.VisibleText;
import io.agentgate.transports.session.ClientSession;
import io.agentgate.transports.session.Sessions;
import io.agentgate.transports.upstream.ForwardedHeaders;
import io.agentgate.transports.upstream.Upstream;
import io.agentgate.transports.upstream.UpstreamResponse;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One POST of a client: a message on its way up, and its answer on the way back. Goes on when the
 * client leaves, since a broken connection cancels nothing (MCP 2025-11-25, sending messages).
 */
public final class Posting implements Upstream.Outcome {
    private final EventLoop loop;
    private final ClientResponse client;
    private final ForwardedHeaders headers;
    private final ClientSession session;
    private final Place place;
    private @Nullable Id awaits;

    /** Where in its session the message stands, by what the client said. */
    public enum Place {
        /** In a session that was begun. */
        WITHIN(404),
        /** In none, so that it must begin one. */
        FIRST(400),
        /** In one that is unknown, so that it must begin another. */
        LOST(404);

        private final int otherwise;

        Place(int otherwise) {
            this.otherwise = otherwise;
        }
    }

    /**
     * @param session the session the message belongs to, or one that it may begin
     */
    public Posting(
            EventLoop loop,
            ClientResponse client,
            ForwardedHeaders headers,
            ClientSession session,
            Place place) {
        this.loop = loop;
        this.client = client;
        this.headers = headers;
        this.session = session;
        this.place = place;
    }

    /** Begins, with the whole message. */
    public void begin(byte[] message) {
        loop.began();
        try {
            follow(
                    switch (place) {
                        case WITHIN -> loop.gatekeeper().admit(session.session(), message);
                        case FIRST, LOST ->
                                loop.gatekeeper().admitFirst(session.session(), message);
                    });
        } catch (RuntimeException unexpected) {
            loop.failed(unexpected);
            reject(new Rejection(500, "the gateway failed"));
        }
    }

    private void follow(Ruling ruling) {
        switch (ruling) {
            case Ruling.Forward(Frame frame, Id awaited) -> {
                awaits = awaited;
                loop.upstream().post(session, headers, frame.bytes(), this);
            }
            case Ruling.Reply(Frame frame, Ruling.Cause cause) -> {
                client.reply(frame, cause, place.otherwise);
                loop.ended();
            }
            case Ruling.Later(CompletionStage<Ruling> later) -> loop.after(later, this::follow);
            case Ruling.Elsewhere(Frame frame, Ruling otherwise) -> offer(frame, otherwise);
            case Ruling.Drop() -> reject(new Rejection(400, "the message was not accepted"));
        }
    }

    /** What it speaks of may wait for it at another process. */
    private void offer(Frame frame, Ruling otherwise) {
        loop.after(
                loop.sessions().offer(session, frame.bytes()),
                offer -> {
                    switch (offer) {
                        case TAKEN -> accepted(202);
                        case NOT_TAKEN -> follow(otherwise);
                        case UNKNOWN ->
                                reject(
                                        new Rejection(
                                                503,
                                                "the other processes cannot be asked now",
                                                "Retry-After",
                                                "1"));
                    }
                });
    }

    @Override
    public void unreachable() {
        fail(Loss.NOT_SENT, "the server cannot be reached");
    }

    @Override
    public void unproven(String reason) {
        fail(Loss.NOT_SENT, reason);
    }

    @Override
    public void broken() {
        fail(Loss.BROKEN, "the connection to the server broke before it answered");
    }

    @Override
    public void answered(UpstreamResponse response) {
        int status = response.status();
        if (status == 404 && session.upstreamId() != null) {
            response.discard();
            sessionLost();
        } else if (awaits == null) {
            response.discard();
            accepted(status);
        } else if (isCompressed(response)) {
            response.discard();
            fail(Loss.NO_ANSWER, "the server compressed its answer, which nobody asked for");
        } else if (isSuccess(status) && names(response, MediaTypes.EVENT_STREAM)) {
            stream(response, awaits);
        } else if (mayCarryAnswer(status) && names(response, MediaTypes.JSON)) {
            Gathering.of(
                    response, loop.room(), new Answer(status, response.header("Mcp-Session-Id")));
        } else {
            response.discard();
            failed(status);
        }
    }

    private static boolean isSuccess(int status) {
        return status >= 200 && status < 300;
    }

    private static boolean isClientError(int status) {
        return status >= 400 && status < 500;
    }

    /** Servers may put a JSON-RPC error behind a status of 4xx, but not behind these. */
    private static boolean mayCarryAnswer(int status) {
        return isSuccess(status)
                || (isClientError(status) && status != 401 && status != 403 && status != 404);
    }

    private static boolean names(UpstreamResponse response, String type) {
        return MediaTypes.is(type, response.header("Content-Type"));
    }

    static boolean isCompressed(UpstreamResponse response) {
        String encoding = response.header("Content-Encoding");
        return encoding != null && !encoding.strip().equalsIgnoreCase("identity");
    }

    /** What was no request has nothing to wait for but this. */
    private void accepted(int status) {
        if (isSuccess(status)) {
            client.empty(202);
            loop.ended();
        } else if (isClientError(status)) {
            reject(new Rejection(status, "the server did not accept the message"));
        } else {
            reject(new Rejection(502, "the server failed to take the message"));
        }
    }

    private void failed(int status) {
        if (status == 401 || status == 403) {
            fail(Loss.TURNED_AWAY, "the server does not let the gateway in (HTTP " + status + ")");
        } else if (isClientError(status)) {
            fail(Loss.TURNED_AWAY, "the server did not accept the request (HTTP " + status + ")");
        } else {
            fail(Loss.NO_ANSWER, "the server did not answer in MCP (HTTP " + status + ")");
        }
    }

    /** The server has forgotten the session, so it has ended for the client too. */
    private void sessionLost() {
        loop.sessions().end(session);
        loop.gatekeeper().end(session.session(), "the server ended the session");
        reject(new Rejection(404, "the server ended the session"));
    }

    private void stream(UpstreamResponse response, Id awaited) {
        CompletionStage<?> begun = begin(response.header("Mcp-Session-Id"));
        if (begun == null) {
            response.abort();
            return;
        }
        StreamRelay relay =
                new StreamRelay(
                        loop,
                        session,
                        response,
                        client.stream(),
                        new StreamRelay.Purpose(awaited, headers.within()),
                        loop::ended);
        if (place == Place.WITHIN) {
            relay.run();
        } else {
            relay.runAfter(begun);
        }
    }

    /**
     * Begins the session, if this is the message that does.
     *
     * @return complete once every process can go on with it; null if it cannot begin
     */
    private @Nullable CompletionStage<?> begin(@Nullable String upstreamId) {
        if (place == Place.WITHIN) {
            return Sessions.KNOWN;
        }
        if (upstreamId != null && !VisibleText.is(upstreamId)) {
            // It could never be sent back (MCP 2025-11-25, session management: visible ASCII).
            loop.gatekeeper().abandon(session.session(), "the server's session id is not valid");
            reject(new Rejection(502, "the server's session id is not valid"));
            return null;
        }
        session.upstreamId(upstreamId);
        CompletionStage<?> begun = loop.sessions().begin(session);
        if (begun == null) {
            loop.gatekeeper().abandon(session.session(), "there are too many sessions");
            reject(new Rejection(503, "there are too many sessions", "Retry-After", "60"));
            return null;
        }
        client.session(session.name());
        return begun;
    }

    /** The server's answer as one body. */
    private final class Answer implements Gathering.Result {
        private final int status;
        private final @Nullable String upstreamId;

        Answer(int status, @Nullable String upstreamId) {
            this.status = isSuccess(status) ? 200 : status;
            this.upstreamId = upstreamId;
        }

        @Override
        public void whole(byte[] body) {
            release(loop.release(session.session(), body));
        }

        private void release(Ruling ruling) {
            switch (ruling) {
                case Ruling.Forward(Frame frame, _) -> {
                    if (isPending()) {
                        // Something of MCP, but not what was asked for.
                        fail(Loss.NO_ANSWER, "the server's answer is to another request");
                    } else {
                        tell(frame);
                    }
                }
                case Ruling.Later(CompletionStage<Ruling> later) ->
                        loop.after(later, this::release);
                case Ruling.Reply _, Ruling.Elsewhere _, Ruling.Drop _ ->
                        fail(Loss.NO_ANSWER, "the server's answer is not one to this request");
            }
        }

        private void tell(Frame frame) {
            CompletionStage<?> begun = status == 200 ? begin(upstreamId) : Sessions.KNOWN;
            if (begun != null) {
                loop.after(
                        begun,
                        known -> {
                            client.json(status, frame);
                            loop.ended();
                        });
            }
        }

        @Override
        public void tooLarge() {
            fail(Loss.NO_ANSWER, "the server's answer is too large");
        }

        @Override
        public void noRoom() {
            fail(Loss.NO_ANSWER, "the gateway has no room for the server's answer now");
        }

        @Override
        public void broken() {
            fail(Loss.BROKEN, "the connection to the server broke within its answer");
        }
    }

    private boolean isPending() {
        return awaits != null && session.session().clientRequests().contains(awaits);
    }

    private void fail(Loss loss, String reason) {
        if (awaits == null) {
            reject(new Rejection(502, reason));
        } else {
            tell(loop.gatekeeper().lose(session.session(), awaits, loss, reason), reason);
        }
    }

    private void tell(Ruling ruling, String reason) {
        switch (ruling) {
            case Ruling.Forward(Frame frame, _) -> {
                client.json(200, frame);
                loop.ended();
            }
            case Ruling.Later(CompletionStage<Ruling> later) ->
                    loop.after(later, known -> tell(known, reason));
            case Ruling.Reply _, Ruling.Elsewhere _, Ruling.Drop _ -> {
                // It has ended some other way, and this client still has to be told.
                client.json(200, Replies.error(awaits, ErrorCode.INTERNAL_ERROR, reason, null));
                loop.ended();
            }
        }
    }

    private void reject(Rejection rejection) {
        client.reject(rejection);
        loop.ended();
    }
}
