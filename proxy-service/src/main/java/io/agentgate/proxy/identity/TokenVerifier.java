package io.agentgate.proxy.identity;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** The question whether an issuer made a token, for us, and for now. */
@FunctionalInterface
interface TokenVerifier {
    /**
     * A token that holds.
     *
     * @param claims all it says
     * @param expires when it ends
     */
    record Verified(Map<String, Object> claims, Instant expires) {
        /** Without the claims, which may be personal. */
        @Override
        public String toString() {
            return "Verified[until " + expires + "]";
        }
    }

    /**
     * Verifies a token, within seconds and on whatever thread.
     *
     * @return fails with a {@link TokenRefusedException} if it does not hold, and with anything
     *     else if nobody can tell now
     */
    CompletionStage<Verified> verify(String token);
}
