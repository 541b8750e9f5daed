package io.agentgate.gateway.meter;

import io.agentgate.policy.Decision;
import java.util.Locale;

/**
 * A candidate policy would have decided otherwise, in labels from bounded sets.
 *
 * @param server behind which the call was
 * @param inForce what was decided
 * @param candidate what would have been
 * @param rule id of the candidate's rule that would have decided
 */
public record Divergence(
        String server, Decision.Outcome inForce, Decision.Outcome candidate, String rule) {

    /** An outcome as a label. */
    public static String word(Decision.Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
    }
}
