package io.agentgate.gateway;

import java.io.IOException;

/** Says that somebody else has replaced the policy meanwhile. */
public final class PolicyReplacedException extends IOException {
    private static final long serialVersionUID = 1L;

    public PolicyReplacedException() {
        super("the policy was changed meanwhile: read it again and repeat the change");
    }
}
