package io.agentgate.cli.terminal;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A length of time as people write it: {@code 30s}, {@code 10m}, {@code 2h}, {@code 7d}. */
public final class TimeSpan {
    private static final Pattern SPAN = Pattern.compile("(\\d{1,6})([smhd])");

    private TimeSpan() {}

    /** Reads a length of time; null for any other text. */
    public static @Nullable Duration parse(String text) {
        Matcher span = SPAN.matcher(text);
        if (!span.matches()) {
            return null;
        }
        long amount = Long.parseLong(span.group(1));
        return switch (span.group(2)) {
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }
}
