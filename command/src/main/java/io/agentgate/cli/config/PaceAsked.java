package io.agentgate.cli.config;

import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import io.agentgate.gateway.quota.Pace;
import org.jspecify.annotations.Nullable;

/** The options {@code --rps} and {@code --burst}, as mcp-policy-gateway has them. */
public final class PaceAsked {
    private static final long MOST = 1_000_000_000;

    private PaceAsked() {}

    /**
     * The pace of both; where one is missing it is that of the other engine.
     *
     * @return null where both are
     * @throws CommandException if one is no such number
     */
    public static @Nullable Pace of(@Nullable String rps, @Nullable String burst)
            throws CommandException {
        if (rps == null && burst == null) {
            return null;
        }
        try {
            double perSecond = rps == null ? Pace.USUAL.perSecond() : Double.parseDouble(rps);
            long atOnce = burst == null ? Pace.USUAL.burst() : Long.parseLong(burst);
            if (perSecond <= MOST && atOnce <= MOST) {
                return new Pace(perSecond, atOnce);
            }
        } catch (IllegalArgumentException notANumber) {
            // It is said below.
        }
        throw new CommandException(
                ExitCode.USAGE,
                "`--rps` must be more than 0 and at most 1,000,000,000 calls a second, `--burst` a"
                        + " whole number from 0 to 1,000,000,000");
    }
}
