package io.agentgate.gateway.circuit;

import java.time.Duration;

/**
 * When circuits open, and for how long.
 *
 * @param errorThreshold failures that open a circuit
 * @param window time within which they must happen
 * @param cooldown time an open circuit waits before a probe, and a probe may take before the next
 */
public record CircuitSettings(int errorThreshold, Duration window, Duration cooldown) {
    /** Largest threshold; a circuit remembers the time of so many failures. */
    public static final int MAX_ERROR_THRESHOLD = 1_000;

    public CircuitSettings {
        if (errorThreshold < 1 || errorThreshold > MAX_ERROR_THRESHOLD) {
            throw new IllegalArgumentException(
                    "errorThreshold must be from 1 to " + MAX_ERROR_THRESHOLD);
        }
        if (!window.isPositive() || !cooldown.isPositive()) {
            throw new IllegalArgumentException("window and cooldown must be > 0");
        }
    }
}
