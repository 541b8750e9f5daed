package io.agentgate.transports.exchange;

import io.agentgate.transports.entrance.Rejection;
import io.agentgate.transports.session.ClientSession;
import io.agentgate.transports.upstream.ForwardedHeaders;
import io.agentgate.transports.upstream.Upstream;
import io.agentgate.transports.upstream.UpstreamResponse;

/** One DELETE of a client: the end of a session, if the server lets clients end them. */
public final class Closing implements Upstream.Outcome {
    private final EventLoop loop;
    private final ClientResponse client;
    private final ClientSession session;

    public Closing(EventLoop loop, ClientResponse client, ClientSession session) {
        this.loop = loop;
        this.client = client;
        this.session = session;
    }

    public void begin(ForwardedHeaders headers) {
        if (session.upstreamId() == null) {
            // The session is ours alone.
            end();
            client.empty(200);
        } else {
            loop.upstream(session).delete(session.upstreamId(), headers, this);
        }
    }

    private void end() {
        if (loop.sessions().end(session)) {
            loop.gatekeeper().abandon(session.session(), "the client ended the session");
        }
    }

    @Override
    public void answered(UpstreamResponse response) {
        response.discard();
        int status = response.status();
        if (status == 405) {
            client.reject(
                    new Rejection(
                            405,
                            "the server does not let sessions be ended",
                            "Allow",
                            "GET, POST"));
        } else if (status >= 500) {
            client.reject(new Rejection(502, "the server failed to end the session"));
        } else {
            end();
            client.empty(status == 404 ? 404 : 200);
        }
    }

    @Override
    public void unreachable() {
        end();
        client.empty(200);
    }

    @Override
    public void unproven(String reason) {
        end();
        client.empty(200);
    }

    @Override
    public void broken() {
        end();
        client.empty(200);
    }
}
