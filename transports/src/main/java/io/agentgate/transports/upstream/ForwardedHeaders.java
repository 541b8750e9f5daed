package io.agentgate.transports.upstream;

import io.agentgate.transports.entrance.RequestHead;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a client's request that go on to the server.
 *
 * @param protocolVersion the revision the client speaks
 * @param lastEventId after which event a stream is to go on
 */
public record ForwardedHeaders(@Nullable String protocolVersion, @Nullable String lastEventId) {
    /** None: the gateway speaks for itself. */
    public static final ForwardedHeaders NONE = new ForwardedHeaders(null, null);

    /** Those of this request. */
    public static ForwardedHeaders of(RequestHead head) {
        return new ForwardedHeaders(head.protocolVersion(), head.lastEventId());
    }
}
