package io.agentgate.auditstore.problem;

import java.time.DateTimeException;
import java.time.Instant;

/** A time as a parameter has it. */
public final class AskedTime {
    private AskedTime() {}

    /** Refuses what is no time. */
    public static Instant of(String name, String value) {
        try {
            return Instant.parse(value);
        } catch (DateTimeException notTime) {
            throw Refusal.invalid(name, "is not a time such as 2026-11-26T12:00:00Z");
        }
    }
}
