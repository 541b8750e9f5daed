package io.agentgate.gateway.link;

import io.agentgate.gateway.call.SessionIdentity;

/** One server, to which sessions of clients open links. Thread safe. */
public interface Links {
    /**
     * Opens a link for a session. Returns at once; what cannot be known at once, such as whether a
     * program answers, the listener hears later.
     *
     * @param session whose link it is to be
     * @param listener hears all that happens, on any thread, but one thing at a time
     * @throws LinkException if there can be no link now
     */
    ServerLink open(SessionIdentity session, LinkListener listener) throws LinkException;
}
