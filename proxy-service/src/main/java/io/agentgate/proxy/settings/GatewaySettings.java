package io.agentgate.proxy.settings;

import io.agentgate.gateway.audit.Payload;
import io.agentgate.gateway.circuit.CircuitSettings;
import io.agentgate.gateway.journal.JournalMode;
import io.agentgate.gateway.journal.JournalSettings;
import io.agentgate.gateway.quota.RateLimits;
import io.agentgate.gateway.redact.CaptureSettings;
import java.time.Duration;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway itself is to be told, checked.
 *
 * @param breaker when circuits open, or null for never
 */
public record GatewaySettings(
        JournalSettings journal,
        CaptureSettings capture,
        RateLimits rateLimits,
        @Nullable CircuitSettings breaker) {
    private static final long MAX_CALLS_PER_MINUTE = 1_000_000_000;
    private static final int MAX_BREAKER_SECONDS = 86_400;
    private static final long MAX_SYNC_MILLIS = 60_000;

    /**
     * Reads the settings.
     *
     * @throws SettingsException names the first that cannot be used
     */
    public static GatewaySettings of(ProxySettings settings) throws SettingsException {
        return new GatewaySettings(
                journal(settings.journal()),
                capture(settings.capture()),
                rateLimits(settings.rateLimits()),
                breaker(settings.circuitBreaker()));
    }

    private static JournalSettings journal(ProxySettings.Journal journal) throws SettingsException {
        JournalSettings server = JournalSettings.ofServer();
        JournalMode mode =
                JournalMode.ofWord(journal.mode())
                        .orElseThrow(
                                () ->
                                        new SettingsException(
                                                "AGENTGATE_JOURNAL_MODE",
                                                "must be one of "
                                                        + String.join(", ", JournalMode.words())));
        long maxBytes =
                within(
                        "AGENTGATE_JOURNAL_MAX_BYTES",
                        journal.maxBytes().orElse(server.maxBytes()),
                        2L * JournalSettings.ofOneSession().segmentBytes(),
                        Long.MAX_VALUE);
        long syncMillis =
                within(
                        "AGENTGATE_JOURNAL_SYNC_INTERVAL_MS",
                        journal.syncIntervalMs().orElse(server.syncInterval().toMillis()),
                        1,
                        MAX_SYNC_MILLIS);
        return new JournalSettings(
                mode,
                (int) Math.min(server.segmentBytes(), maxBytes / 2),
                maxBytes,
                Duration.ofMillis(syncMillis));
    }

    private static CaptureSettings capture(ProxySettings.Capture capture) throws SettingsException {
        return new CaptureSettings(
                capture.arguments(),
                capture.results(),
                (int)
                        within(
                                "AGENTGATE_CAPTURE_MAX_BYTES",
                                capture.maxBytes().orElse(Payload.MAX_HEAD_BYTES),
                                0,
                                Payload.MAX_HEAD_BYTES));
    }

    private static RateLimits rateLimits(ProxySettings.RateLimits limits) throws SettingsException {
        String prefix = "AGENTGATE_RATE_LIMITS_";
        return new RateLimits(
                calls(prefix + "GLOBAL_MAX_CALLS_PER_MINUTE", limits.globalMaxCallsPerMinute()),
                calls(prefix + "PER_TOOL_MAX_CALLS_PER_MINUTE", limits.perToolMaxCallsPerMinute()),
                calls(
                        prefix + "PER_AGENT_MAX_CALLS_PER_MINUTE",
                        limits.perAgentMaxCallsPerMinute()));
    }

    private static @Nullable Long calls(String variable, OptionalLong calls)
            throws SettingsException {
        return calls.isEmpty()
                ? null
                : (Long) within(variable, calls.getAsLong(), 0, MAX_CALLS_PER_MINUTE);
    }

    private static @Nullable CircuitSettings breaker(ProxySettings.CircuitBreaker breaker)
            throws SettingsException {
        if (breaker.errorThreshold().isEmpty()) {
            return null;
        }
        String prefix = "AGENTGATE_CIRCUIT_BREAKER_";
        return new CircuitSettings(
                (int)
                        within(
                                prefix + "ERROR_THRESHOLD",
                                breaker.errorThreshold().getAsInt(),
                                1,
                                CircuitSettings.MAX_ERROR_THRESHOLD),
                seconds(prefix + "WINDOW_SECONDS", breaker.windowSeconds()),
                seconds(prefix + "COOLDOWN_SECONDS", breaker.cooldownSeconds()));
    }

    private static Duration seconds(String variable, int seconds) throws SettingsException {
        return Duration.ofSeconds(within(variable, seconds, 1, MAX_BREAKER_SECONDS));
    }

    private static long within(String variable, long value, long least, long most)
            throws SettingsException {
        if (value < least || value > most) {
            throw new SettingsException(
                    variable, "must be a whole number from " + least + " to " + most);
        }
        return value;
    }
}
