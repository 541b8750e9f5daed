package io.agentgate.transports.exchange;

import io.agentgate.gateway.Overdue;
import io.agentgate.gateway.Ruling;
import io.agentgate.gateway.call.Session;
import io.agentgate.protocol.ErrorCode;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.Peer;
import io.agentgate.protocol.Replies;
import io.agentgate.protocol.Response;
import io.agentgate.protocol.Scanner;
import io.agentgate.transports.entrance.Rejection;
import io.agentgate.transports.entrance.VisibleText;
import io.agentgate.transports.session.ClientSession;
import io.agentgate.transports.session.ListeningCallers;
import io.agentgate.transports.session.Sessions;
import io.agentgate.transports.upstream.ForwardedHeaders;
import io.agentgate.transports.upstream.Instance;
import io.agentgate.transports.upstream.Instances;
import io.agentgate.transports.upstream.Upstream;
import io.agentgate.transports.upstream.UpstreamResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One POST of a client: a message on its way up, and its answer on the way back. Within a session
 * it goes on when the client leaves, since a broken connection cancels nothing (MCP 2025-11-25,
 * sending messages); alone it is cancelled by that (MCP 2026-07-28, cancellation).
 */
public final class Posting extends Watched implements Upstream.Outcome {
    /** What servers answer that know nothing of sessions, or nothing at that path. */
    private static final Set<Integer> REFUSALS = Set.of(400, 404, 405);

    private final EventLoop loop;
    private final ClientResponse client;
    private ForwardedHeaders headers;
    private final ClientSession session;
    private final Place place;
    private @Nullable Consumer<byte[]> bridge;
    private @Nullable Id awaits;
    private @Nullable Frame sent;
    private @Nullable Instance at;
    private @Nullable Set<Instance> missed;
    private int repeated;
    private boolean over;
    private boolean standing;
    private Upstream.@Nullable Sending sending;
    private @Nullable Gathering body;
    private @Nullable StreamRelay relay;

    /** Where in its session the message stands, by what the client said. */
    public enum Place {
        /** In a session that was begun. */
        WITHIN(404),
        /** In none, so that it must begin one. */
        FIRST(400),
        /** In one that is unknown, so that it must begin another. */
        LOST(404),
        /** In none, as all messages of the stateless era. */
        ALONE(400);

        private final int otherwise;

        Place(int otherwise) {
            this.otherwise = otherwise;
        }

        /** The status of an answer that refuses it for where it stands. */
        public int otherwise() {
            return otherwise;
        }

        private boolean begins() {
            return this == FIRST || this == LOST;
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

    /**
     * Says who takes a message that was to begin a session, if the server refuses to: it may be of
     * the other era. Nothing was told to the client then, and nothing waits at the door.
     */
    public Posting orElse(Consumer<byte[]> taker) {
        bridge = taker;
        return this;
    }

    /** Begins, with the whole message. */
    public void begin(byte[] message) {
        loop.began();
        try {
            follow(
                    switch (place) {
                        case WITHIN, ALONE -> loop.gatekeeper().admit(session.session(), message);
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
            case Ruling.Forward forward -> {
                awaits = forward.awaits();
                if (awaits != null) {
                    loop.watch().begin(this);
                    if (place == Place.ALONE) {
                        if (!stand(awaits)) {
                            return;
                        }
                        client.onGone(this::cancel);
                    }
                }
                if (over) {
                    // The client had left.
                    return;
                }
                // What no rule has seen in the message must not stand in its head.
                headers = headers.leaving(forward.frame());
                sendBehindStreams(forward.frame());
            }
            case Ruling.Reply(Frame frame, Ruling.Cause cause) -> {
                client.reply(frame, cause, place.otherwise);
                over();
            }
            case Ruling.Later(CompletionStage<Ruling> later) -> loop.after(later, this::follow);
            case Ruling.Elsewhere(Frame frame, Ruling otherwise) -> offer(frame, otherwise);
            case Ruling.Drop() -> reject(new Rejection(400, "the message was not accepted"));
        }
    }

    /**
     * Nobody who ends waits for what has no end of its own.
     *
     * @return false if it is that, and its caller has too many of its kind; then all is said
     */
    private boolean stand(Id request) {
        Session own = session.session();
        if (!own.clientRequests().isStanding(request)) {
            return true;
        }
        if (!loop.sessions().listening().begin(own.identity())) {
            loop.gatekeeper().abandon(own, ListeningCallers.TOO_MANY.reason());
            client.reject(ListeningCallers.TOO_MANY, request);
            over();
            return false;
        }
        standing = true;
        loop.ended();
        return true;
    }

    private void sendBehindStreams(Frame frame) {
        boolean kept =
                place == Place.WITHIN
                        && session.opening().keep(() -> loop.run(() -> sendIfWanted(frame)));
        if (!kept) {
            send(frame, loop.instance(session));
        }
    }

    private void sendIfWanted(Frame frame) {
        if (!over) {
            send(frame, loop.instance(session));
        }
    }

    private void send(Frame frame, Instance to) {
        sent = frame;
        at = to;
        Upstream server = loop.upstream(EventLoop.direct(session), to);
        sending =
                standing
                        ? server.listen(headers, frame.bytes(), this)
                        : server.post(session.upstreamId(), headers, frame.bytes(), this);
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
        Instance other = other();
        if (other != null) {
            send(Objects.requireNonNull(sent), other);
        } else if (session.instance() != null && session.instance().isOut()) {
            // A client that begins another session is served elsewhere.
            if (awaits != null) {
                Ruling _ =
                        loop.gatekeeper()
                                .lose(
                                        session.session(),
                                        awaits,
                                        Failure.UNREACHABLE.loss(),
                                        Failure.UNREACHABLE.reason());
            }
            sessionLost(Failure.UNREACHABLE.reason());
        } else {
            fail(Failure.UNREACHABLE);
        }
    }

    /** Another endpoint of the server, for what no endpoint has seen; null if there is none. */
    private @Nullable Instance other() {
        Instances all = EventLoop.direct(session).instances();
        if (session.instance() != null
                || all.all().size() == 1
                || (awaits != null && !isPending())) {
            return null;
        }
        if (missed == null) {
            missed = new HashSet<>();
        }
        missed.add(Objects.requireNonNull(at));
        return all.other(missed);
    }

    @Override
    public void unproven(String reason) {
        fail(Failure.unproven(reason));
    }

    @Override
    public void broken() {
        fail(Failure.BROKEN);
    }

    @Override
    public void answered(UpstreamResponse response) {
        Id awaited = awaits;
        AnswerHead head =
                place == Place.ALONE
                        ? AnswerHead.ofAlone(response, awaited != null)
                        : AnswerHead.of(response, session.upstreamId() != null, awaited != null);
        switch (head) {
            case AnswerHead.SessionOver() -> {
                response.discard();
                sessionLost("the server ended the session");
            }
            case AnswerHead.Said(int status) -> {
                response.discard();
                accepted(status);
            }
            case AnswerHead.Stream() -> stream(response, Objects.requireNonNull(awaited));
            case AnswerHead.Whole() -> {
                String upstreamId = response.header("Mcp-Session-Id");
                body = Gathering.of(response, loop, new Answer(response.status(), upstreamId));
            }
            case AnswerHead.Failed(Failure why) -> {
                response.discard();
                if (!REFUSALS.contains(response.status()) || !crossesOver()) {
                    fail(why);
                }
            }
        }
    }

    /**
     * The server refuses to begin a session (MCP 2026-07-28, basic/versioning: its answer need not
     * say why). What it speaks instead is not found out here.
     *
     * @return whether somebody else goes on with the message
     */
    private boolean crossesOver() {
        Consumer<byte[]> taker = bridge;
        Frame message = sent;
        if (taker == null || message == null || !place.begins() || awaits == null) {
            return false;
        }
        loop.gatekeeper().abandon(session.session(), "the server refused to begin a session");
        over();
        taker.accept(message.bytes());
        return true;
    }

    private static boolean isError(byte[] answer) {
        return new Scanner(Session.SERVER_LIMITS, Peer.SERVER).scan(answer)
                        instanceof Response response
                && response.outcome() instanceof Response.Failure;
    }

    /** What was no request has nothing to wait for but this. */
    private void accepted(int status) {
        if (AnswerHead.isSuccess(status)) {
            client.empty(202);
            over();
        } else if (status >= 400 && status < 500) {
            reject(new Rejection(status, "the server did not accept the message"));
        } else {
            reject(new Rejection(502, "the server failed to take the message"));
        }
    }

    /** The server has forgotten the session, so it has ended for the client too. */
    private void sessionLost(String reason) {
        loop.sessions().end(session);
        loop.gatekeeper().end(session.session(), reason);
        reject(new Rejection(404, reason));
    }

    private void stream(UpstreamResponse response, Id awaited) {
        CompletionStage<?> begun = begin(response.header("Mcp-Session-Id"));
        if (begun == null) {
            response.abort();
            return;
        }
        StreamRelay opened =
                new StreamRelay(
                        loop,
                        session,
                        response,
                        client.stream(),
                        new StreamRelay.Purpose(awaited, headers.within(), place != Place.ALONE),
                        this::over);
        relay = opened;
        sent = null;
        if (place == Place.WITHIN || place == Place.ALONE) {
            opened.run();
            if (place == Place.ALONE) {
                client.onGone(this::cancel);
            }
        } else {
            opened.runAfter(begun);
        }
    }

    /**
     * Begins the session, if this is the message that does.
     *
     * @return complete once every process can go on with it; null if it cannot begin
     */
    private @Nullable CompletionStage<?> begin(@Nullable String upstreamId) {
        if (place == Place.WITHIN || place == Place.ALONE) {
            return Sessions.KNOWN;
        }
        if (upstreamId != null && !VisibleText.is(upstreamId)) {
            // It could never be sent back (MCP 2025-11-25, session management: visible ASCII).
            loop.gatekeeper().abandon(session.session(), "the server's session id is not valid");
            reject(new Rejection(502, "the server's session id is not valid"));
            return null;
        }
        session.upstreamId(upstreamId);
        session.instance(upstreamId == null ? null : at);
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
            this.status = AnswerHead.isSuccess(status) ? 200 : status;
            this.upstreamId = upstreamId;
        }

        @Override
        public void whole(byte[] body) {
            boolean refused = status == 200 || REFUSALS.contains(status);
            if (refused && place.begins() && isError(body) && crossesOver()) {
                return;
            }
            release(loop.release(session.session(), body));
        }

        private void release(Ruling ruling) {
            switch (ruling) {
                case Ruling.Forward(Frame frame, _) -> {
                    if (isPending()) {
                        // Something of MCP, but not what was asked for.
                        fail(Failure.NOT_AN_ANSWER);
                    } else {
                        tell(frame);
                    }
                }
                case Ruling.Later(CompletionStage<Ruling> later) ->
                        loop.after(later, this::release);
                case Ruling.Reply _, Ruling.Elsewhere _, Ruling.Drop _ ->
                        fail(Failure.NOT_AN_ANSWER);
            }
        }

        private void tell(Frame frame) {
            CompletionStage<?> begun = status == 200 ? begin(upstreamId) : Sessions.KNOWN;
            if (status == 200 && place.begins()) {
                EventLoop.direct(session).eras().handshake(true);
            }
            if (begun != null) {
                loop.after(
                        begun,
                        known -> {
                            client.json(status, frame);
                            over();
                        });
            }
        }

        @Override
        public void failed(Failure why) {
            fail(why);
        }
    }

    private boolean isPending() {
        return awaits != null && session.session().clientRequests().contains(awaits);
    }

    /** Sends a request again in a while, if that is safe. */
    private boolean repeats(Failure why) {
        Id id = awaits;
        if (id == null || repeated >= session.session().retries()) {
            return false;
        }
        Duration pause = Repeating.pause(repeated);
        if (!loop.gatekeeper().mayRepeat(session.session(), id, why.loss(), pause)) {
            return false;
        }
        repeated++;
        missed = null;
        body = null;
        Future<?> _ = loop.after(pause, () -> again(why));
        return true;
    }

    private void again(Failure why) {
        if (over) {
            return;
        }
        if (isPending()) {
            send(Objects.requireNonNull(sent), loop.instance(session));
        } else {
            giveUp(why);
        }
    }

    private void fail(Failure why) {
        if (!repeats(why)) {
            giveUp(why);
        }
    }

    private void giveUp(Failure why) {
        String reason = why.reason();
        if (awaits == null) {
            reject(new Rejection(502, reason));
        } else {
            tell(loop.gatekeeper().lose(session.session(), awaits, why.loss(), reason), reason);
        }
    }

    private void tell(Ruling ruling, String reason) {
        switch (ruling) {
            case Ruling.Forward(Frame frame, _) -> {
                client.json(200, frame);
                over();
            }
            case Ruling.Later(CompletionStage<Ruling> later) ->
                    loop.after(later, known -> tell(known, reason));
            case Ruling.Reply _, Ruling.Elsewhere _, Ruling.Drop _ -> {
                // It has ended some other way, and this client still has to be told.
                client.json(200, Replies.error(awaits, ErrorCode.INTERNAL_ERROR, reason, null));
                over();
            }
        }
    }

    /** The client has left, and with it waits for nothing. */
    private void cancel() {
        if (over) {
            return;
        }
        loop.gatekeeper().cancel(session.session(), "cancelled by the client");
        if (relay != null) {
            relay.close();
            return;
        }
        if (sending != null) {
            sending.giveUp();
        }
        if (body != null) {
            body.abort();
        }
        over();
    }

    private void reject(Rejection rejection) {
        client.reject(rejection);
        over();
    }

    private void over() {
        if (over) {
            return;
        }
        over = true;
        loop.watch().end(this);
        if (standing) {
            loop.sessions().listening().end(session.session().identity());
        } else {
            loop.ended();
        }
    }

    /** Gives the request up once its server took too long, and with it what carries it. */
    @Override
    protected void look() {
        Id id = awaits;
        Overdue overdue = id == null ? null : loop.gatekeeper().expire(session.session(), id);
        if (overdue == null) {
            return;
        }
        if (sending != null) {
            sending.giveUp();
        }
        if (body != null) {
            body.abort();
        }
        if (relay != null) {
            relay.giveUp(overdue.toClient());
        } else {
            tell(overdue.toClient(), "the server did not answer in time");
        }
        // In the stateless era the end of the exchange has said it (MCP 2026-07-28, cancellation).
        Instance seen = at;
        if (overdue.toServer() != null && seen != null && place != Place.ALONE) {
            Upstream had = loop.upstream(EventLoop.direct(session), seen);
            Cancelling.post(loop, had, session, headers, overdue.toServer());
        }
    }
}
