package io.agentgate.policy.text;

import io.agentgate.policy.Position;
import io.agentgate.policy.Problem;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlArray;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/** Typed access to one TOML table that notes a problem where a value is not what it should be. */
final class TableReader {
    private final TomlTable table;
    private final String name;
    private final Position position;
    private final SourceText source;
    private final List<Problem> problems;

    TableReader(
            TomlTable table,
            String name,
            Position position,
            SourceText source,
            List<Problem> problems) {
        this.table = table;
        this.name = name;
        this.position = position;
        this.source = source;
        this.problems = problems;
    }

    Position position() {
        return position;
    }

    Collection<String> keys() {
        return table.keySet();
    }

    boolean has(String key) {
        return table.keySet().contains(key);
    }

    @Nullable Object get(String key) {
        return table.get(List.of(key));
    }

    /** A string that is not blank; null, with a problem noted, when it is missing or another. */
    @Nullable String required(String key) {
        if (!has(key)) {
            report(position, name + " has no `" + key + "`");
            return null;
        }
        return filled(key);
    }

    /** A string that is not blank; null when it is missing or, with a problem noted, another. */
    @Nullable String filled(String key) {
        String text = text(key);
        if (text != null && text.isBlank()) {
            report(valueAt(key), "`" + key + "` is empty");
            return null;
        }
        return text;
    }

    @Nullable String text(String key) {
        Object value = get(key);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        report(valueAt(key), "`" + key + "` must be a string in quotes, not " + kind(value));
        return null;
    }

    long whole(String key, long least, long most, long fallback) {
        Object value = get(key);
        if (value == null) {
            return fallback;
        }
        if (!(value instanceof Long number)) {
            report(valueAt(key), "`" + key + "` must be a whole number, not " + kind(value));
            return fallback;
        }
        if (number < least || number > most) {
            report(
                    valueAt(key),
                    "`"
                            + key
                            + "` must be between "
                            + least
                            + " and "
                            + most
                            + ", not `"
                            + number
                            + "`");
            return fallback;
        }
        return number;
    }

    void refuseUnknown(Collection<String> valid) {
        for (String key : keys()) {
            if (!valid.contains(key)) {
                report(keyAt(key), "unknown key `" + key + "`" + advice(key, valid));
            }
        }
    }

    private static String advice(String key, Collection<String> valid) {
        return switch (key) {
            case "fields" ->
                    "; redaction looks at every string, so leave it out and narrow `pattern`";
            case "default" -> "; `default` must stand above the first table of the file";
            case "priority" -> "; rules run from top to bottom, so move the rule";
            case "reason" -> "; did you mean `message`?";
            default -> Suggestion.of(key, valid);
        };
    }

    Position keyAt(String key) {
        TomlPosition at = at(key);
        return at == null ? position : source.at(at);
    }

    Position valueAt(String key) {
        TomlPosition at = at(key);
        return at == null ? position : source.valueOf(at);
    }

    Position insideValue(String key, int offset) {
        TomlPosition at = at(key);
        return at == null ? position : source.insideValue(at, offset);
    }

    void report(Position where, String message) {
        problems.add(new Problem(where, message));
    }

    private @Nullable TomlPosition at(String key) {
        return table.inputPositionOf(List.of(key));
    }

    static String kind(Object value) {
        return switch (value) {
            case String _ -> "a string";
            case Long _ -> "a whole number";
            case Double _ -> "a number with a fraction";
            case Boolean _ -> "true or false";
            case TomlArray _ -> "an array";
            case TomlTable _ -> "a table";
            default -> "a date or time";
        };
    }
}
