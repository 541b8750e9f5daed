package io.agentgate.cli.config;

import io.agentgate.cli.voice.LogFormat;
import io.agentgate.cli.voice.LogLevel;
import org.jspecify.annotations.Nullable;

/**
 * How people watch a process.
 *
 * @param metricsPort where the metrics of {@code wrap} are shown, or null for nowhere
 * @param dashboardKey the dashboard's token, or null for one that is made up; a secret
 */
public record Watching(
        LogLevel level,
        LogFormat format,
        @Nullable Integer metricsPort,
        int dashboardPort,
        @Nullable String dashboardKey) {
    /** What holds where no file says otherwise. */
    public static final Watching DEFAULT =
            new Watching(LogLevel.INFO, LogFormat.PRETTY, null, 7070, null);

    @Override
    public String toString() {
        return "Watching[" + level + ", " + format + ", dashboard at " + dashboardPort + "]";
    }
}
