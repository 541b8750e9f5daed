package io.agentgate.transports.exchange;

import io.agentgate.gateway.Ruling.Cause;
import io.agentgate.protocol.ErrorCode;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.Replies;
import io.agentgate.transports.connection.Answer;
import io.agentgate.transports.connection.ClientRequest;
import io.agentgate.transports.entrance.MediaTypes;
import io.agentgate.transports.entrance.Rejection;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The answer to one request of a client, which may have left. */
public final class ClientResponse {
    private static final String SESSION_ID = "Mcp-Session-Id";

    private final ClientRequest request;
    private final Answer answer;

    public ClientResponse(ClientRequest request) {
        this.request = request;
        this.answer = request.answer();
    }

    /** Whether nothing can be told to the client any more. */
    public boolean isGone() {
        return answer.isGone();
    }

    /** Names the session this answer begins. */
    public void session(String name) {
        answer.header(SESSION_ID, name);
    }

    /** Answers without a body. */
    public void empty(int status) {
        answer.end(status);
    }

    /** Answers with a message. */
    public void json(int status, Frame frame) {
        answer.end(status, MediaTypes.JSON, frame.bytes());
    }

    /** Answers with text that is not MCP. */
    public void text(int status, String contentType, byte[] body) {
        answer.end(status, contentType, body);
    }

    /** Answers what the gatekeeper sends back. */
    public void reply(Frame frame, Cause cause, int withoutSession) {
        switch (cause) {
            case Cause.NotMcp() -> json(400, frame);
            case Cause.NoMethod() -> json(404, frame);
            case Cause.NoSession() -> json(withoutSession, frame);
            case Cause.Refused(Duration retryAfter, Long limit) -> {
                if (retryAfter != null) {
                    String seconds = seconds(retryAfter);
                    answer.header("Retry-After", seconds);
                    if (limit != null) {
                        answer.header("X-RateLimit-Reset", seconds);
                    }
                }
                if (limit != null) {
                    answer.header("X-RateLimit-Limit", limit.toString());
                    answer.header("X-RateLimit-Remaining", "0");
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
        reject(rejection, null);
    }

    /** The same for a request whose id is known. */
    public void reject(Rejection rejection, @Nullable Id id) {
        if (isGone()) {
            return;
        }
        rejection.headers().forEach(header -> answer.header(header.name(), header.value()));
        int code = rejection.status() < 500 ? ErrorCode.INVALID_REQUEST : rejection.status();
        json(rejection.status(), Replies.error(id, code, rejection.reason(), null));
    }

    /** Runs once, when the client leaves before the end; at once if it has left. */
    public void onGone(Runnable task) {
        answer.onGone(task);
    }

    /** Makes this the last answer on its connection. */
    public void last() {
        answer.last();
    }

    /** Answers with a stream of events. */
    public ClientStream stream() {
        return new ClientStream(answer, request.connection());
    }
}
