package io.agentgate.transports.link;

import io.agentgate.transports.upstream.Upstream;
import io.agentgate.transports.upstream.UpstreamResponse;

/** What the server says to a farewell, which nobody waits for. */
final class Unheard implements Upstream.Outcome {
    static final Upstream.Outcome OUTCOME = new Unheard();

    private Unheard() {}

    @Override
    public void answered(UpstreamResponse response) {
        response.discard();
    }

    @Override
    public void unreachable() {
        // The server forgets the session by itself in the end.
    }

    @Override
    public void unproven(String reason) {
        // As above.
    }

    @Override
    public void broken() {
        // As above.
    }
}
