package io.agentgate.gateway.federation;

import io.agentgate.protocol.Edit;
import io.agentgate.protocol.Span;
import org.jspecify.annotations.Nullable;

/** How a string changes on its way between a server and the client. */
@FunctionalInterface
interface Naming {
    byte[] NOTHING = {};

    /**
     * What to change of a string.
     *
     * @param token where it stands, with its quotes
     * @param text its decoded content
     * @param verbatim whether the content stands there as it is, without escapes
     * @return null to leave it
     */
    @Nullable Edit edit(Carrier carrier, Span token, String text, boolean verbatim);

    /** Puts something before the content of a string. */
    static Edit before(Span token, byte[] prefix) {
        return new Edit(new Span(token.start() + 1, token.start() + 1), prefix);
    }
}
