package io.agentgate.transports.upstream;

import io.agentgate.gateway.credential.SubjectToken;
import io.agentgate.gateway.era.Mirror;
import io.agentgate.protocol.Frame;
import io.agentgate.transports.entrance.Login;
import io.agentgate.transports.entrance.RequestHead;
import org.jspecify.annotations.Nullable;

/**
 * What of a client's request goes on to the server: headers, and for whom it is made. The client's
 * own credential is none of it.
 *
 * @param protocolVersion the revision the client speaks
 * @param lastEventId after which event a stream is to go on
 * @param subject what may be exchanged for a credential that the server takes
 * @param mirror what the head says of a message of the stateless era; null of any other
 */
public record ForwardedHeaders(
        @Nullable String protocolVersion,
        @Nullable String lastEventId,
        @Nullable SubjectToken subject,
        @Nullable Mirror mirror) {
    /** None: the gateway speaks for itself. */
    public static final ForwardedHeaders NONE = new ForwardedHeaders(null, null, null, null);

    /** Those of a request of the stateless era, which belongs to nothing. */
    public static ForwardedHeaders alone(Mirror head, @Nullable SubjectToken subject) {
        return new ForwardedHeaders(head.revision(), null, subject, head);
    }

    /** The same with a message that was changed on its way. */
    public ForwardedHeaders leaving(Frame changed) {
        return mirror == null
                ? this
                : new ForwardedHeaders(
                        protocolVersion, lastEventId, subject, mirror.leaving(changed));
    }

    /** Those of this request. */
    public static ForwardedHeaders of(RequestHead head, Login.Accepted login) {
        return new ForwardedHeaders(
                head.protocolVersion(), head.lastEventId(), login.subject(), null);
    }

    /** None but for whom it is: the gateway passes on what was said within an exchange. */
    public ForwardedHeaders within() {
        return subject == null ? NONE : new ForwardedHeaders(null, null, subject, null);
    }
}
