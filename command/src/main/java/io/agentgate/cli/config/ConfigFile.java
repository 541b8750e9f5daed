package io.agentgate.cli.config;

import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import io.agentgate.cli.terminal.Nearest;
import io.agentgate.gateway.audit.Payload;
import io.agentgate.gateway.audit.Retention;
import io.agentgate.gateway.circuit.CircuitSettings;
import io.agentgate.gateway.journal.JournalMode;
import io.agentgate.gateway.journal.JournalSettings;
import io.agentgate.gateway.quota.RateLimits;
import io.agentgate.gateway.redact.CaptureSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/** The text of a configuration file on its way to a {@link Config}. */
final class ConfigFile {
    private static final Map<String, List<String>> KEYS =
            Map.of(
                    "",
                            List.of(
                                    "db_path",
                                    "policy_path",
                                    "metrics_port",
                                    "journal",
                                    "capture",
                                    "rate_limits",
                                    "circuit_breaker",
                                    "log_retention",
                                    "server",
                                    "upstream"),
                    "journal", List.of("mode", "max_bytes", "sync_interval_ms"),
                    "capture", List.of("arguments", "results", "max_bytes"),
                    "rate_limits",
                            List.of(
                                    "global_max_calls_per_minute",
                                    "per_tool_max_calls_per_minute",
                                    "per_agent_max_calls_per_minute"),
                    "circuit_breaker",
                            List.of("error_threshold", "window_seconds", "cooldown_seconds"),
                    "log_retention", List.of("retention_days", "max_rows"),
                    "server", ServerTables.SERVER_KEYS,
                    "upstream", ServerTables.UPSTREAM_KEYS);
    private static final String MODE = "journal.mode";
    private static final long MAX_SYNC_INTERVAL_MILLIS = 60_000;
    private static final long MAX_CALLS_PER_MINUTE = 1_000_000_000;
    private static final long MAX_PORT = 65_535;
    private static final long MAX_BREAKER_SECONDS = 86_400;
    private static final long MAX_RETENTION_DAYS = 36_500;
    private static final long MAX_ROWS = 1_000_000_000;

    /** What a breaker that is switched on does where the file says nothing else. */
    private static final CircuitSettings BREAKER =
            new CircuitSettings(5, Duration.ofSeconds(30), Duration.ofSeconds(60));

    private final Path file;
    private final TomlParseResult toml;
    private final List<String> problems = new ArrayList<>();

    private ConfigFile(Path file, TomlParseResult toml) {
        this.file = file;
        this.toml = toml;
    }

    static Config read(Path file, String text, Config defaults) throws CommandException {
        return new ConfigFile(file, Toml.parse(text)).config(defaults);
    }

    private Config config(Config defaults) throws CommandException {
        for (TomlParseError error : toml.errors()) {
            report(error.position(), String.valueOf(error.getMessage()));
        }
        if (problems.isEmpty()) {
            refuseUnknown(toml, "");
        }
        Path database = path("db_path");
        Config config =
                new Config(
                        database == null ? defaults.database() : database,
                        path("policy_path"),
                        new Config.Recording(journal(defaults.journal()), capture(), retention()),
                        rateLimits(),
                        breaker(),
                        new ServerTables(this).read(),
                        metricsPort());
        if (!problems.isEmpty()) {
            throw new CommandException(
                    ExitCode.CONFIG, "configuration refused\n" + String.join("\n", problems));
        }
        return config;
    }

    private JournalSettings journal(JournalSettings defaults) {
        long maxBytes =
                whole(
                        "journal.max_bytes",
                        2L * JournalSettings.ofOneSession().segmentBytes(),
                        Long.MAX_VALUE,
                        defaults.maxBytes());
        long syncMillis =
                whole(
                        "journal.sync_interval_ms",
                        1,
                        MAX_SYNC_INTERVAL_MILLIS,
                        defaults.syncInterval().toMillis());
        return new JournalSettings(
                mode(defaults.mode()),
                // What is enough for a session is enough for a server too, in smaller pieces.
                (int) Math.min(defaults.segmentBytes(), maxBytes / 2),
                maxBytes,
                Duration.ofMillis(syncMillis));
    }

    private JournalMode mode(JournalMode otherwise) {
        Object value = value(MODE);
        if (value == null) {
            return otherwise;
        }
        if (!(value instanceof String word)) {
            report(MODE, "`" + MODE + "` must be one of " + String.join(", ", JournalMode.words()));
            return otherwise;
        }
        Optional<JournalMode> mode = JournalMode.ofWord(word);
        if (mode.isEmpty()) {
            report(
                    MODE,
                    "unknown `"
                            + MODE
                            + "` \""
                            + word
                            + "\""
                            + Nearest.advice(word, JournalMode.words()));
        }
        return mode.orElse(otherwise);
    }

    private CaptureSettings capture() {
        return new CaptureSettings(
                truth("capture.arguments"),
                truth("capture.results"),
                (int)
                        whole(
                                "capture.max_bytes",
                                0,
                                Payload.MAX_HEAD_BYTES,
                                Payload.MAX_HEAD_BYTES));
    }

    private RateLimits rateLimits() {
        return new RateLimits(
                callsPerMinute("rate_limits.global_max_calls_per_minute"),
                callsPerMinute("rate_limits.per_tool_max_calls_per_minute"),
                callsPerMinute("rate_limits.per_agent_max_calls_per_minute"));
    }

    /** Absent is no limit, which no number says. */
    private @Nullable Long callsPerMinute(String key) {
        return isSet(key) ? (Long) whole(key, 0, MAX_CALLS_PER_MINUTE, 0) : null;
    }

    private @Nullable CircuitSettings breaker() {
        if (!isSet("circuit_breaker")) {
            return null;
        }
        return new CircuitSettings(
                (int)
                        whole(
                                "circuit_breaker.error_threshold",
                                1,
                                CircuitSettings.MAX_ERROR_THRESHOLD,
                                BREAKER.errorThreshold()),
                seconds("circuit_breaker.window_seconds", BREAKER.window()),
                seconds("circuit_breaker.cooldown_seconds", BREAKER.cooldown()));
    }

    private @Nullable Integer metricsPort() {
        return isSet("metrics_port") ? (Integer) (int) whole("metrics_port", 1, MAX_PORT, 1) : null;
    }

    private Retention retention() {
        Retention otherwise = Retention.DEFAULT;
        return new Retention(
                (int)
                        whole(
                                "log_retention.retention_days",
                                0,
                                MAX_RETENTION_DAYS,
                                otherwise.days()),
                whole("log_retention.max_rows", 0, MAX_ROWS, otherwise.maxRows()));
    }

    private Duration seconds(String key, Duration otherwise) {
        return Duration.ofSeconds(whole(key, 1, MAX_BREAKER_SECONDS, otherwise.toSeconds()));
    }

    private boolean isSet(String key) {
        return value(key) != null;
    }

    /** What the file says, unless something in it is wrong already. */
    @Nullable Object value(String key) {
        return problems.isEmpty() ? toml.get(key) : null;
    }

    private void refuseUnknown(TomlTable table, String name) {
        List<String> known = KEYS.getOrDefault(name, List.of());
        for (String key : table.keySet()) {
            String dotted = name.isEmpty() ? key : name + "." + key;
            if (!known.contains(key)) {
                report(
                        table.inputPositionOf(List.of(key)),
                        "unknown key `" + dotted + "`" + Nearest.advice(key, known));
            } else if (KEYS.containsKey(key) && name.isEmpty()) {
                if (table.get(List.of(key)) instanceof TomlTable inner) {
                    refuseUnknown(inner, key);
                } else {
                    report(key, "`" + key + "` must be a table: [" + key + "]");
                }
            }
        }
    }

    private @Nullable Path path(String key) {
        Object value = value(key);
        if (value == null) {
            return null;
        }
        if (!(value instanceof String text) || text.isBlank()) {
            report(key, "`" + key + "` must be a path in quotes");
            return null;
        }
        return resolved(text);
    }

    /** The path that a text of the file means. */
    Path resolved(String text) {
        if (text.equals("~") || text.startsWith("~/")) {
            return Path.of(System.getProperty("user.home") + text.substring(1));
        }
        // Relative paths are the file's, not those of whatever directory a client starts us in.
        Path base = file.toAbsolutePath().getParent();
        return (base == null ? file.toAbsolutePath() : base).resolve(text).normalize();
    }

    long whole(String key, long least, long most, long otherwise) {
        Object value = value(key);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Long number && number >= least && number <= most) {
            return number;
        }
        report(key, "`" + key + "` must be a whole number from " + least + " to " + most);
        return otherwise;
    }

    private boolean truth(String key) {
        Object value = value(key);
        if (value == null || value instanceof Boolean) {
            return value == null || (boolean) value;
        }
        report(key, "`" + key + "` must be true or false");
        return true;
    }

    void report(String key, String message) {
        report(toml.inputPositionOf(key), message);
    }

    void report(@Nullable TomlPosition position, String message) {
        int line = position == null ? 1 : position.line();
        int column = position == null ? 1 : position.column();
        problems.add(file + ":" + line + ":" + column + ": " + message);
    }
}
