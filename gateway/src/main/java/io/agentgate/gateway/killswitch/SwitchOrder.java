package io.agentgate.gateway.killswitch;

import org.jspecify.annotations.Nullable;

/**
 * The wish to stop something.
 *
 * @param reason the operator's words; agents read them
 * @param by who wants it
 */
public record SwitchOrder(KillSwitch.Scope scope, String reason, String by) {
    /** Longest reason, in UTF-16 units. */
    public static final int MAX_REASON = 1_000;

    /** Longest name of who sets a switch, in UTF-16 units. */
    public static final int MAX_BY = 256;

    /**
     * A wish as it came.
     *
     * @throws WrongFieldException if something is missing, too long, or does not go together
     */
    public static SwitchOrder of(ScopeText scope, @Nullable String reason, @Nullable String by)
            throws WrongFieldException {
        return new SwitchOrder(
                scope.parse(),
                Words.text("reason", reason, MAX_REASON),
                Words.line("by", by, MAX_BY));
    }
}
