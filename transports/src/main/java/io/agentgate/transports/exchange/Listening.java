package io.agentgate.transports.exchange;

import io.agentgate.transports.entrance.Rejection;
import io.agentgate.transports.session.ClientSession;
import io.agentgate.transports.upstream.ForwardedHeaders;
import io.agentgate.transports.upstream.Upstream;
import io.agentgate.transports.upstream.UpstreamResponse;
import org.jspecify.annotations.Nullable;

/**
 * One GET of a client: the stream of what the server says on its own, or the rest of a stream that
 * broke (MCP 2025-11-25, listening for messages, resumability).
 */
public final class Listening implements Upstream.Outcome {
    private final EventLoop loop;
    private final ClientResponse client;
    private final ClientSession session;
    private final Runnable close = this::closeFromAnywhere;
    private @Nullable StreamRelay relay;
    private ForwardedHeaders within = ForwardedHeaders.NONE;
    private boolean closed;
    private boolean settled;

    public Listening(EventLoop loop, ClientResponse client, ClientSession session) {
        this.loop = loop;
        this.client = client;
        this.session = session;
    }

    public void begin(ForwardedHeaders headers) {
        if (!session.opened(close)) {
            client.reject(new Rejection(429, "the session has too many streams"));
            return;
        }
        within = headers.within();
        session.opening().begin();
        try {
            loop.upstream(session).get(session.upstreamId(), headers, this);
        } catch (RuntimeException unexpected) {
            settle();
            throw unexpected;
        }
    }

    @Override
    public void sent() {
        settle();
    }

    /** What the client sends now comes to the server behind this, or this never does. */
    private void settle() {
        if (!settled) {
            settled = true;
            session.opening().settled();
        }
    }

    @Override
    public void answered(UpstreamResponse response) {
        if (closed) {
            response.abort();
            fail(new Rejection(404, "the session has ended"));
            return;
        }
        int status = response.status();
        boolean stream = AnswerHead.isStream(response);
        if (stream && !client.isGone()) {
            relay =
                    new StreamRelay(
                            loop,
                            session,
                            response,
                            client.stream(),
                            new StreamRelay.Purpose(null, within, true),
                            this::over);
            relay.run();
            return;
        }
        if (stream) {
            response.abort();
        } else {
            response.discard();
        }
        refused(status);
    }

    private void refused(int status) {
        if (status == 404 && session.upstreamId() != null) {
            loop.sessions().end(session);
            loop.gatekeeper().end(session.session(), "the server ended the session");
            fail(new Rejection(404, "the server ended the session"));
        } else if (status == 405) {
            fail(
                    new Rejection(
                            405, "the server has no stream of its own", "Allow", "POST, DELETE"));
        } else if (status >= 400 && status < 500 && status != 401 && status != 403) {
            fail(new Rejection(status, "the server did not open the stream"));
        } else {
            fail(new Rejection(502, "the server did not answer with a stream"));
        }
    }

    @Override
    public void unreachable() {
        fail(new Rejection(502, "the server cannot be reached"));
    }

    @Override
    public void unproven(String reason) {
        fail(new Rejection(502, reason));
    }

    @Override
    public void broken() {
        fail(new Rejection(502, "the connection to the server broke"));
    }

    private void fail(Rejection rejection) {
        settle();
        session.closed(close);
        client.reject(rejection);
    }

    private void over() {
        session.closed(close);
    }

    private void closeFromAnywhere() {
        loop.run(
                () -> {
                    closed = true;
                    StreamRelay open = relay;
                    if (open != null) {
                        open.close();
                    }
                });
    }
}
