package io.agentgate.cli.logs;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How the times of calls are written: for programs in UTC, for people as people say it. */
@FunctionalInterface
interface CallTimes {
    /** In UTC, without saying so: what scripts have been reading. */
    CallTimes UTC = formatted("yyyy-MM-dd HH:mm:ss", ZoneOffset.UTC);

    String of(Instant time);

    /** In this zone. */
    static CallTimes local(ZoneId zone) {
        return formatted("yyyy-MM-dd HH:mm:ss zzz", zone);
    }

    /** How long before {@code now}, if less than a day; else in this zone. */
    static CallTimes ago(Instant now, ZoneId zone) {
        CallTimes local = local(zone);
        return time -> {
            Duration age = Duration.between(time, now);
            if (age.isNegative() || age.toDays() > 0) {
                return local.of(time);
            }
            if (age.toHours() > 0) {
                return age.toHours() + " h ago";
            }
            return age.toMinutes() > 0 ? age.toMinutes() + " min ago" : age.toSeconds() + " s ago";
        };
    }

    private static CallTimes formatted(String pattern, ZoneId zone) {
        DateTimeFormatter format = DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
        return time -> format.withZone(zone).format(time);
    }
}
