package io.agentgate.cli.policy;

import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many calls may be decided otherwise.
 *
 * @param percent whether that is so many in a hundred
 */
record Threshold(double most, boolean percent) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,6})?)(%?)");
    private static final double WHOLE = 100;

    /**
     * Reads {@code 10} or {@code 0.5%}.
     *
     * @throws CommandException for any other text
     */
    static Threshold parse(String text) throws CommandException {
        Matcher form = FORM.matcher(text);
        boolean percent = text.endsWith("%");
        if (!form.matches() || (!percent && text.contains("."))) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "--max-changed takes a number of calls as 10, or a share as 0.5%, not `"
                            + text
                            + "`");
        }
        return new Threshold(Double.parseDouble(form.group(1)), percent);
    }

    boolean isExceeded(long changed, long calls) {
        return percent ? changed * WHOLE > most * calls : changed > most;
    }
}
