package io.agentgate.embedded.files;

import io.agentgate.gateway.caller.ApiKey;
import io.agentgate.gateway.caller.Caller;
import io.agentgate.gateway.caller.CallerKey;
import io.agentgate.gateway.caller.SecretHash;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;
import org.tomlj.TomlVersion;

/**
 * The text of a file of API keys, read strictly.
 *
 * <p>Problems name places and keys, and repeat no value: somebody may have pasted a whole API key.
 */
final class CallerKeyText {
    /** As many entries a file has at most: what is read within a fraction of a second. */
    static final int MAX_KEYS = 1_000;

    private static final List<String> FIELDS =
            List.of("id", "caller", "hash", "created", "expires", "revoked");
    private static final int MAX_PROBLEMS = 10;
    private static final String HEADER =
            """
            # API keys of callers: hashes, not the keys. Made by `agentgate keys`, which drops comments.
            """;

    private final Path file;
    private final List<String> problems = new ArrayList<>();
    private final Map<String, Integer> linesById = new HashMap<>();

    private CallerKeyText(Path file) {
        this.file = file;
    }

    static List<CallerKey> parse(String text, Path file) throws KeyFileException {
        CallerKeyText reading = new CallerKeyText(file);
        List<CallerKey> keys = reading.keys(reading.toml(text));
        reading.refuseIfWrong();
        return keys;
    }

    private TomlParseResult toml(String text) throws KeyFileException {
        TomlParseResult toml;
        try {
            toml = Toml.parse(text, TomlVersion.V1_0_0);
        } catch (StackOverflowError deep) {
            throw new KeyFileException(file + ":1:1: arrays or tables are nested too deeply");
        }
        // Without the parser's words: they quote the text.
        toml.errors()
                .forEach(
                        error ->
                                report(
                                        error.position(),
                                        "is not TOML: a value without quotes, a character that"
                                                + " does not belong here, or a name given twice"));
        refuseIfWrong();
        return toml;
    }

    private List<CallerKey> keys(TomlTable toml) {
        List<CallerKey> keys = new ArrayList<>();
        for (String name : toml.keySet()) {
            if (!name.equals("keys")) {
                report(at(toml, name), "unknown name; valid here: `[[keys]]`");
            }
        }
        Object value = toml.get(List.of("keys"));
        if (value == null) {
            return keys;
        }
        if (!(value instanceof TomlArray entries)) {
            report(at(toml, "keys"), "begin each key with `[[keys]]`");
            return keys;
        }
        if (entries.size() > MAX_KEYS) {
            report(entries.inputPositionOf(MAX_KEYS), "more than " + MAX_KEYS + " keys");
            return keys;
        }
        for (int i = 0; i < entries.size(); i++) {
            TomlPosition position = entries.inputPositionOf(i);
            if (entries.get(i) instanceof TomlTable entry) {
                CallerKey key = key(entry, position);
                if (key != null) {
                    keys.add(key);
                }
            } else {
                report(position, "begin each key with `[[keys]]`");
            }
        }
        return keys;
    }

    private @Nullable CallerKey key(TomlTable entry, TomlPosition position) {
        for (String name : entry.keySet()) {
            if (!FIELDS.contains(name)) {
                report(at(entry, name), "unknown name; valid here: " + String.join(", ", FIELDS));
            }
        }
        String id = id(entry, position);
        Caller caller = caller(entry, position);
        SecretHash hash = hash(entry, position);
        Instant created = time(entry, "created");
        if (created == null && !entry.keySet().contains("created")) {
            report(position, "key without `created`");
        }
        Instant expires = time(entry, "expires");
        Instant revoked = time(entry, "revoked");
        return id == null || caller == null || hash == null || created == null
                ? null
                : new CallerKey(id, caller, hash, created, expires, revoked);
    }

    private @Nullable String id(TomlTable entry, TomlPosition position) {
        String id = string(entry, "id", position);
        if (id == null) {
            return null;
        }
        if (!ApiKey.isId(id)) {
            report(at(entry, "id"), "`id` must be the 8 characters in the middle of a key");
            return null;
        }
        Integer line = linesById.putIfAbsent(id, position.line());
        if (line != null) {
            report(at(entry, "id"), "the key on line " + line + " has the same `id`");
            return null;
        }
        return id;
    }

    private @Nullable Caller caller(TomlTable entry, TomlPosition position) {
        String name = string(entry, "caller", position);
        String problem = name == null ? null : Caller.problemOf(name);
        if (problem != null) {
            report(at(entry, "caller"), "`caller` " + problem);
        }
        return name == null || problem != null ? null : new Caller(name);
    }

    private @Nullable SecretHash hash(TomlTable entry, TomlPosition position) {
        String text = string(entry, "hash", position);
        SecretHash hash = text == null ? null : SecretHash.parse(text);
        if (text != null && hash == null) {
            report(
                    at(entry, "hash"),
                    "`hash` must be `sha256:` and 64 hexadecimal digits, never a key itself");
        }
        return hash;
    }

    private @Nullable String string(TomlTable entry, String name, TomlPosition position) {
        Object value = entry.get(List.of(name));
        if (value instanceof String text) {
            return text;
        }
        if (value == null) {
            report(position, "key without `" + name + "`");
        } else {
            report(at(entry, name), "`" + name + "` must be a text in quotes");
        }
        return null;
    }

    private @Nullable Instant time(TomlTable entry, String name) {
        Object value = entry.get(List.of(name));
        if (value instanceof OffsetDateTime time) {
            return time.toInstant();
        }
        if (value != null) {
            report(
                    at(entry, name),
                    "`" + name + "` must be a time such as 2026-11-20T08:00:00Z, without quotes");
        }
        return null;
    }

    private static @Nullable TomlPosition at(TomlTable table, String name) {
        return table.inputPositionOf(List.of(name));
    }

    private void report(@Nullable TomlPosition position, String problem) {
        int line = position == null ? 1 : position.line();
        int column = position == null ? 1 : position.column();
        problems.add(file + ":" + line + ":" + column + ": " + problem);
    }

    private void refuseIfWrong() throws KeyFileException {
        if (problems.isEmpty()) {
            return;
        }
        int shown = Math.min(problems.size(), MAX_PROBLEMS);
        String more = problems.size() > shown ? "\nand " + (problems.size() - shown) + " more" : "";
        throw new KeyFileException(String.join("\n", problems.subList(0, shown)) + more);
    }

    /** The text of these keys; what {@link #parse} makes of it equals them. */
    static String of(List<CallerKey> keys) {
        StringBuilder text = new StringBuilder(HEADER);
        for (CallerKey key : keys) {
            text.append("\n[[keys]]\n");
            line(text, "id", quoted(key.id()));
            line(text, "caller", quoted(key.caller().name()));
            line(text, "hash", quoted(key.hash().reveal()));
            line(text, "created", key.created().toString());
            if (key.expires() != null) {
                line(text, "expires", key.expires().toString());
            }
            if (key.revoked() != null) {
                line(text, "revoked", key.revoked().toString());
            }
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(name).append(" = ").append(value).append('\n');
    }

    /** Names hold no control characters, so these two are all that needs an escape. */
    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
