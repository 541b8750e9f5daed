package io.agentgate.transports.conversation;

import io.agentgate.gateway.Ruling.Cause;
import io.agentgate.protocol.Frame;
import io.agentgate.transports.entrance.Rejection;

/**
 * Whoever said something to a conversation, and hears at once how it was taken, if it was no
 * request that is passed on. Called at the conversation's home.
 */
interface Speaker {
    /** It was passed on, and nobody answers it. */
    void accepted();

    /** The gatekeeper sends this back. */
    void reply(Frame frame, Cause cause);

    /** It goes no further for a reason that is not MCP's. */
    void refused(Rejection rejection);
}
