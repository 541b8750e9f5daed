package io.agentgate.cli.config;

import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.Nearest;
import io.agentgate.cli.voice.LogFormat;
import io.agentgate.cli.voice.LogLevel;
import io.agentgate.gateway.audit.Retention;
import io.agentgate.gateway.circuit.CircuitSettings;
import io.agentgate.gateway.journal.JournalMode;
import io.agentgate.gateway.journal.JournalSettings;
import io.agentgate.gateway.quota.RateLimits;
import io.agentgate.gateway.redact.CaptureSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a configuration file and the environment say, on its way to a {@link Config}. The language
 * is told by the file's name: {@code .yaml} and {@code .yml}, {@code .json}, {@code .toml} or none.
 */
final class ConfigFile {
    /** What a breaker that is switched on does where the file says nothing else. */
    private static final CircuitSettings BREAKER =
            new CircuitSettings(5, Duration.ofSeconds(30), Duration.ofSeconds(60));

    private final Path file;
    private final ConfigTable table;
    private final Problems problems;

    private ConfigFile(Path file, ConfigTable table, Problems problems) {
        this.file = file;
        this.table = table;
        this.problems = problems;
    }

    static Config read(Path file, String text, Config defaults) throws CommandException {
        return read(file, text, Map.of(), defaults);
    }

    /**
     * Reads a file, and what of it the environment replaces.
     *
     * @throws CommandException naming the place of everything that is wrong
     */
    static Config read(Path file, String text, Map<String, String> environment, Config defaults)
            throws CommandException {
        Problems problems = new Problems();
        ConfigTable table = parse(file, text, problems);
        problems.refuse();
        // All that is wrong is said at once: the rest of the file is read whatever this finds.
        refuseUnknown(table, "", "", problems);
        Variables.over(table, environment);
        Config config = new ConfigFile(file, table, problems).config(defaults);
        problems.refuse();
        return config;
    }

    private static ConfigTable parse(Path file, String text, Problems problems) {
        return switch (ending(file)) {
            case "yaml", "yml" -> YamlText.read(file, text, problems);
            case "json" -> JsonText.read(file, text, problems);
            case "", "toml" -> TomlText.read(file, text, problems);
            default -> {
                Place start = new Place.InFile(file, 1, 1);
                problems.report(
                        start,
                        "a configuration is called .toml, .yaml, .yml or .json, by its language");
                yield new ConfigTable(start);
            }
        };
    }

    /** What a file's name has behind its last dot; empty where it has none. */
    private static String ending(Path file) {
        Path last = file.getFileName();
        String name = last == null ? "" : last.toString().toLowerCase(Locale.ROOT);
        int dot = name.lastIndexOf('.');
        return dot < 1 ? "" : name.substring(dot + 1);
    }

    /**
     * @param name as keys are known by it
     * @param written as the file has it
     */
    private static void refuseUnknown(
            ConfigTable table, String name, String written, Problems problems) {
        List<String> known = ConfigKeys.of(name);
        for (String key : table.keys()) {
            String dotted = name.isEmpty() ? key : name + "." + key;
            String shown = written.isEmpty() ? key : written + "." + key;
            if (!known.contains(key)) {
                problems.report(
                        table.placeOf(key),
                        "unknown key `" + shown + "`" + Nearest.advice(key, known));
                continue;
            }
            switch (ConfigKeys.named(dotted).form()) {
                case ConfigKey.Form.Table _ -> {
                    if (table.get(key) instanceof ConfigTable inner) {
                        refuseUnknown(inner, dotted, shown, problems);
                    } else {
                        problems.report(
                                table.placeOf(key),
                                "`"
                                        + dotted.replace("[]", "")
                                        + "` must be a table: ["
                                        + dotted.replace("[]", ".NAME")
                                        + "]");
                    }
                }
                case ConfigKey.Form.Tables _ -> refuseUnknownOfEach(table, key, dotted, problems);
                case ConfigKey.Form.Whole _,
                        ConfigKey.Form.Truth _,
                        ConfigKey.Form.Text _,
                        ConfigKey.Form.Word _,
                        ConfigKey.Form.Texts _,
                        ConfigKey.Form.NamedTexts _,
                        ConfigKey.Form.NamedWholes _ -> {}
            }
        }
    }

    private static void refuseUnknownOfEach(
            ConfigTable table, String key, String dotted, Problems problems) {
        if (table.get(key) instanceof ConfigTable byName) {
            for (String name : byName.keys()) {
                if (byName.get(name) instanceof ConfigTable inner) {
                    refuseUnknown(inner, dotted + "[]", dotted + "." + name, problems);
                } else {
                    problems.report(
                            byName.placeOf(name),
                            "`" + dotted + "` must be tables: [" + dotted + ".NAME]");
                }
            }
            return;
        }
        if (!(table.get(key) instanceof ConfigList list)) {
            problems.report(
                    table.placeOf(key), "`" + dotted + "` must be tables: [" + dotted + ".NAME]");
            return;
        }
        for (ConfigTable.Entry item : list.items()) {
            if (item.value() instanceof ConfigTable inner) {
                refuseUnknown(inner, dotted + "[]", dotted, problems);
            } else {
                problems.report(item.place(), "each of `" + dotted + "` must be a table");
            }
        }
    }

    private Config config(Config defaults) {
        Path database = path("db_path");
        return new Config(
                database == null ? defaults.database() : database,
                path("policy_path"),
                path("candidate_policy_path"),
                new Config.Recording(journal(defaults.journal()), capture(), retention()),
                new Config.Limits(rateLimits(), breaker(), null),
                new ServerTables(this).read(),
                watching(),
                new Config.Servers(
                        name("server_name"), new ServerList(this).read(table.get("servers"))));
    }

    private JournalSettings journal(JournalSettings defaults) {
        long maxBytes = whole("journal.max_bytes", defaults.maxBytes());
        long syncMillis = whole("journal.sync_interval_ms", defaults.syncInterval().toMillis());
        String mode = word("journal.mode");
        return new JournalSettings(
                mode == null ? defaults.mode() : JournalMode.ofWord(mode).orElse(defaults.mode()),
                // What is enough for a session is enough for a server too, in smaller pieces.
                (int) Math.min(defaults.segmentBytes(), maxBytes / 2),
                maxBytes,
                Duration.ofMillis(syncMillis));
    }

    private CaptureSettings capture() {
        return new CaptureSettings(
                truth("capture.arguments"),
                truth("capture.results"),
                (int) whole("capture.max_bytes", CaptureSettings.ALL.maxBytes()));
    }

    private RateLimits rateLimits() {
        return new RateLimits(
                callsPerMinute("rate_limits.global_max_calls_per_minute"),
                callsPerMinute("rate_limits.per_tool_max_calls_per_minute"),
                callsPerMinute("rate_limits.per_agent_max_calls_per_minute"));
    }

    /** Absent is no limit, which no number says. */
    private @Nullable Long callsPerMinute(String key) {
        return isSet(key) ? (Long) whole(key, 0) : null;
    }

    private @Nullable CircuitSettings breaker() {
        if (!isSet("circuit_breaker")) {
            return null;
        }
        return new CircuitSettings(
                (int) whole("circuit_breaker.error_threshold", BREAKER.errorThreshold()),
                seconds("circuit_breaker.window_seconds", BREAKER.window()),
                seconds("circuit_breaker.cooldown_seconds", BREAKER.cooldown()));
    }

    private Retention retention() {
        Retention otherwise = Retention.DEFAULT;
        return new Retention(
                (int) whole("log_retention.retention_days", otherwise.days()),
                whole("log_retention.max_rows", otherwise.maxRows()));
    }

    private Watching watching() {
        Watching defaults = Watching.DEFAULT;
        String level = word("log_level");
        String format = word("log_format");
        return new Watching(
                level == null ? defaults.level() : LogLevel.valueOf(level.toUpperCase(Locale.ROOT)),
                format == null
                        ? defaults.format()
                        : LogFormat.valueOf(format.toUpperCase(Locale.ROOT)),
                isSet("metrics_port") ? (Integer) (int) whole("metrics_port", 1) : null,
                (int) whole("dashboard_port", defaults.dashboardPort()),
                DashboardKey.read(this));
    }

    private Duration seconds(String key, Duration otherwise) {
        return Duration.ofSeconds(whole(key, otherwise.toSeconds()));
    }

    private boolean isSet(String key) {
        return value(key) != null;
    }

    /** What the file says; null where it says nothing. */
    @Nullable Object value(String key) {
        return table.at(key);
    }

    private @Nullable Path path(String key) {
        String text = text(key, "a path in quotes");
        return text == null ? null : resolved(text);
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

    /**
     * Text that is not blank; null where there is none.
     *
     * @param form what it must be, in words; what it is instead is never shown: it may be a secret
     */
    @Nullable String text(String key, String form) {
        Object value = value(key);
        if (value == null) {
            return null;
        }
        if (value instanceof String text && !text.isBlank()) {
            return text;
        }
        report(key, "`" + key + "` must be " + form);
        return null;
    }

    /** The name of a server in records. */
    @Nullable String name(String key) {
        String name = text(key, ListedServer.NAME_FORM);
        if (name != null && !ListedServer.isName(name)) {
            report(key, "`" + key + "` must be " + ListedServer.NAME_FORM);
            return null;
        }
        return name;
    }

    /** One of the words that the key takes; null where there is none. */
    @Nullable String word(String key) {
        if (!(ConfigKeys.named(key).form() instanceof ConfigKey.Form.Word(List<String> words))) {
            throw new IllegalArgumentException(key + " takes no words");
        }
        Object value = value(key);
        if (value == null) {
            return null;
        }
        if (!(value instanceof String word)) {
            report(key, "`" + key + "` must be one of " + String.join(", ", words));
            return null;
        }
        if (!words.contains(word)) {
            report(key, "unknown `" + key + "` \"" + word + "\"" + Nearest.advice(word, words));
            return null;
        }
        return word;
    }

    /** A number within the limits of its key. */
    long whole(String key, long otherwise) {
        if (!(ConfigKeys.named(key).form()
                instanceof ConfigKey.Form.Whole(long least, long most))) {
            throw new IllegalArgumentException(key + " takes no number");
        }
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

    /** Where a key is, as far as there is one. */
    Place place(String key) {
        return table.placeAt(key);
    }

    void report(String key, String message) {
        report(place(key), message);
    }

    void report(Place place, String message) {
        problems.report(place, message);
    }
}
