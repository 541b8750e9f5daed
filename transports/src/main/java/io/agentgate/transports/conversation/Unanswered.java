package io.agentgate.transports.conversation;

import io.agentgate.gateway.Ruling.Cause;
import io.agentgate.protocol.Frame;
import io.agentgate.transports.entrance.Rejection;

/** Whoever says what needs no answer, and does not mind what becomes of it. */
final class Unanswered implements Speaker {
    static final Speaker SPEAKER = new Unanswered();

    private Unanswered() {}

    @Override
    public void accepted() {
        // As it should be.
    }

    @Override
    public void reply(Frame frame, Cause cause) {
        // The door has taken note of it.
    }

    @Override
    public void refused(Rejection rejection) {
        // What it was about is over.
    }
}
