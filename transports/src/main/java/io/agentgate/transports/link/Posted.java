package io.agentgate.transports.link;

import io.agentgate.gateway.era.Mirror;
import io.agentgate.protocol.Id;
import io.agentgate.transports.exchange.AnswerHead;
import io.agentgate.transports.exchange.Failure;
import io.agentgate.transports.exchange.Gathering;
import io.agentgate.transports.upstream.ForwardedHeaders;
import io.agentgate.transports.upstream.Upstream;
import io.agentgate.transports.upstream.UpstreamResponse;
import org.jspecify.annotations.Nullable;

/**
 * One message on its way to the server by POST, and what comes back.
 *
 * <pre>
 *   sending ──head──▶ taken (no request) │ gathering JSON │ following a stream ──▶ over
 * </pre>
 */
final class Posted implements Flow, Upstream.Outcome, Gathering.Result {
    private static final String LISTEN = "subscriptions/listen";

    private final HttpLink link;
    private final @Nullable Id id;
    private final Glance.Sent sent;
    private final @Nullable Mirror alone;
    private byte @Nullable [] beginning;
    private ForwardedHeaders withIt = ForwardedHeaders.NONE;
    private boolean inSession;
    private boolean answered;
    private Upstream.@Nullable Sending sending;
    private @Nullable Gathering body;
    private @Nullable Followed stream;

    /**
     * @param id of the request it is; null if it is none
     * @param alone what its head says, if it is of the stateless era; null if it is of a session
     */
    Posted(HttpLink link, @Nullable Id id, Glance.Sent sent, @Nullable Mirror alone) {
        this.link = link;
        this.id = id;
        this.sent = sent;
        this.alone = alone;
    }

    /** Whether it belongs to no session, so that whatever becomes of it ends none. */
    boolean isAlone() {
        return alone != null;
    }

    /** Whether it is open for as long as there may be something to tell. */
    boolean listens() {
        return alone != null && LISTEN.equals(alone.method());
    }

    @Nullable Id id() {
        return id;
    }

    /** Whether what is behind it has to wait until the server has taken it. */
    boolean holdsOthers() {
        // Without the session id, which comes with the answer, the server would turn it away.
        return alone == null && (id == null || sent instanceof Glance.Sent.Begins);
    }

    void begin(byte[] message, @Nullable String sessionId, ForwardedHeaders headers) {
        inSession = sessionId != null;
        if (alone != null || sent instanceof Glance.Sent.Begins) {
            beginning = message;
            withIt = headers;
        }
        sending =
                listens()
                        ? link.upstream().listen(headers, message, this)
                        : link.upstream().post(sessionId, headers, message, this);
    }

    /** Its answer came, be it here or on another stream. */
    void answered() {
        answered = true;
    }

    /** Whether nothing more is waited for. */
    boolean isAnswered() {
        return answered;
    }

    @Override
    public void answered(UpstreamResponse response) {
        sending = null;
        beginning = null;
        AnswerHead head =
                alone == null
                        ? AnswerHead.of(response, inSession, id != null)
                        : AnswerHead.ofAlone(response, id != null);
        switch (head) {
            case AnswerHead.SessionOver() -> {
                response.discard();
                link.sessionOver(this);
            }
            case AnswerHead.Said said -> {
                response.discard();
                link.over(this);
                if (said.isTaken()) {
                    link.taken(sent);
                }
            }
            case AnswerHead.Whole() -> {
                if (mayGoOn(response)) {
                    body = Gathering.of(response, link.home(), this);
                    if (link.isPaused()) {
                        body.pause();
                    }
                }
            }
            case AnswerHead.Stream() -> {
                if (mayGoOn(response)) {
                    stream = new Followed(link, this);
                    stream.follow(response);
                }
            }
            case AnswerHead.Failed(Failure why) -> {
                response.discard();
                link.lose(this, why);
            }
        }
        link.settled(this);
    }

    private boolean mayGoOn(UpstreamResponse response) {
        boolean begins =
                sent instanceof Glance.Sent.Begins && AnswerHead.isSuccess(response.status());
        if (begins && !link.begun(response.header("Mcp-Session-Id"))) {
            response.abort();
            return false;
        }
        return true;
    }

    @Override
    public void unreachable() {
        if (beginning != null && link.turnsElsewhere()) {
            begin(beginning, null, withIt);
        } else {
            failed(Failure.UNREACHABLE);
        }
    }

    @Override
    public void unproven(String reason) {
        failed(Failure.unproven(reason));
    }

    @Override
    public void broken() {
        failed(Failure.BROKEN);
    }

    @Override
    public void whole(byte[] message) {
        link.heard(message, id);
        link.lose(this, Failure.NOT_AN_ANSWER);
    }

    @Override
    public void failed(Failure why) {
        link.lose(this, why);
        link.settled(this);
    }

    @Override
    public void pause() {
        if (body != null) {
            body.pause();
        }
        if (stream != null) {
            stream.pause();
        }
    }

    @Override
    public void resume() {
        if (body != null) {
            body.resume();
        }
        if (stream != null) {
            stream.resume();
        }
    }

    @Override
    public void abort() {
        if (sending != null) {
            sending.giveUp();
        }
        if (body != null) {
            body.abort();
        }
        if (stream != null) {
            stream.abort();
        }
    }
}
