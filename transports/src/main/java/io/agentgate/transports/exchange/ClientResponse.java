package io.agentgate.transports.exchange;

import io.agentgate.gateway.Ruling.Cause;
import io.agentgate.protocol.ErrorCode;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Replies;
import io.agentgate.transports.bytes.Uncopied;
import io.agentgate.transports.connection.ClientConnection;
import io.agentgate.transports.entrance.MediaTypes;
import io.agentgate.transports.entrance.Rejection;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;

/** The answer to one request of a client, which may have left. */
public final class ClientResponse {
    private static final String SESSION_ID = "Mcp-Session-Id";
    private static final CharSequence JSON = HttpHeaders.createOptimized(MediaTypes.JSON);

    private final HttpServerResponse response;
    private final ClientConnection connection;

    public ClientResponse(HttpServerResponse response, ClientConnection connection) {
        this.response = response;
        this.connection = connection;
        response.exceptionHandler(broken -> {});
        response.endHandler(written -> connection.answered());
    }

    boolean isGone() {
        return response.closed();
    }

    /** Names the session this answer begins. */
    void session(String name) {
        response.putHeader(SESSION_ID, name);
    }

    /** Answers without a body. */
    public void empty(int status) {
        if (!isGone()) {
            response.setStatusCode(status).end();
        }
    }

    void json(int status, Frame frame) {
        if (!isGone()) {
            response.setStatusCode(status);
            response.putHeader(HttpHeaders.CONTENT_TYPE, JSON);
            response.end(Uncopied.buffer(frame.bytes()));
        }
    }

    /** Answers with text that is not MCP. */
    public void text(int status, String contentType, byte[] body) {
        if (!isGone()) {
            response.setStatusCode(status).putHeader("Content-Type", contentType);
            response.end(Buffer.buffer(body));
        }
    }

    /** Answers what the gatekeeper sends back. */
    void reply(Frame frame, Cause cause, int withoutSession) {
        switch (cause) {
            case Cause.NotMcp() -> json(400, frame);
            case Cause.NoSession() -> json(withoutSession, frame);
            case Cause.Refused(Duration retryAfter, Long limit) -> {
                if (retryAfter != null) {
                    String seconds = seconds(retryAfter);
                    response.putHeader("Retry-After", seconds);
                    if (limit != null) {
                        response.putHeader("X-RateLimit-Reset", seconds);
                    }
                }
                if (limit != null) {
                    response.putHeader("X-RateLimit-Limit", limit.toString());
                    response.putHeader("X-RateLimit-Remaining", "0");
                }
                // Clients throw the bodies of other statuses away, and with them the reason.
                json(200, frame);
            }
        }
    }

    private static String seconds(Duration duration) {
        return Long.toString(duration.plusNanos(999_999_999).toSeconds());
    }

    /**
     * Turns a request away. The rest of it is not read, so nothing can follow on its connection.
     */
    public void reject(Rejection rejection) {
        if (isGone()) {
            return;
        }
        if (!rejection.header().isEmpty()) {
            response.putHeader(rejection.header(), rejection.value());
        }
        int code = rejection.status() < 500 ? ErrorCode.INVALID_REQUEST : rejection.status();
        json(rejection.status(), Replies.error(null, code, rejection.reason(), null));
    }

    /** Makes this the last answer on its connection. */
    public void last() {
        response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        connection.leave();
    }

    /** Answers with a stream of events. */
    ClientStream stream() {
        return new ClientStream(response, connection);
    }
}
