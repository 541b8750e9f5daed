package io.agentgate.cli.logs;

import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import io.agentgate.cli.terminal.TimeSpan;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.regex.Pattern;

/** A moment as people write it: a time, or how long ago. */
public final class Since {
    private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

    private Since() {}

    /**
     * Reads one.
     *
     * @throws CommandException if it is none
     */
    public static Instant parse(String text, Instant now) throws CommandException {
        Duration ago = TimeSpan.parse(text);
        if (ago != null) {
            return now.minus(ago);
        }
        try {
            if (DAY.matcher(text).matches()) {
                return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
            }
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException notATime) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "--since takes 30s, 10m, 2h, 7d, a day such as 2026-11-20 or a time such as"
                            + " 2026-11-20T08:00:00Z, not `"
                            + text
                            + "`");
        }
    }
}
