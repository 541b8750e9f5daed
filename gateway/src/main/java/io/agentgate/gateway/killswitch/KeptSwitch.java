package io.agentgate.gateway.killswitch;

/**
 * A switch that is set.
 *
 * @param stop what it stops, and why
 * @param by who set it
 */
public record KeptSwitch(KillSwitch stop, String by) {

    /** Everything about it in one line for people. */
    public String words() {
        return stop.id()
                + " ("
                + ScopeText.of(stop.scope()).words()
                + ") by "
                + by
                + ": "
                + stop.reason();
    }
}
