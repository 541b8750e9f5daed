package io.agentgate.policy.text;

import io.agentgate.policy.Effect;
import io.agentgate.policy.Position;
import io.agentgate.policy.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Typed access to one table that notes a problem where a value is not what it should be. */
final class TableReader {

    private final Tree.Table table;
    private final String name;
    private final Position position;
    private final List<Problem> problems;

    TableReader(Tree.Table table, String name, Position position, List<Problem> problems) {
        this.table = table;
        this.name = name;
        this.position = position;
        this.problems = problems;
    }

    Position position() {
        return position;
    }

    Collection<String> keys() {
        return table.entries().keySet();
    }

    boolean has(String key) {
        return table.entries().containsKey(key);
    }

    @Nullable Tree get(String key) {
        return table.get(key);
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
        return switch (get(key)) {
            case null -> null;
            case Tree.Text(String text) -> text;
            case Tree other -> {
                String wanted = "` must be a string in quotes, not ";
                report(valueAt(key), "`" + key + wanted + other.kind());
                yield null;
            }
        };
    }

    /** True or false; null when it is missing or, with a problem noted, something else. */
    @Nullable Boolean flag(String key) {
        return switch (get(key)) {
            case null -> null;
            case Tree.Flag(boolean value) -> value;
            case Tree other -> {
                report(valueAt(key), "`" + key + "` must be true or false, not " + other.kind());
                yield null;
            }
        };
    }

    long whole(String key, long least, long most, long fallback) {
        Tree value = get(key);
        if (value == null) {
            return fallback;
        }
        if (!(value instanceof Tree.Whole(long number))) {
            report(valueAt(key), "`" + key + "` must be a whole number, not " + value.kind());
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

    /** A time in whole seconds, at most a year. */
    Duration seconds(String key, long fallback) {
        return Duration.ofSeconds(whole(key, 1, RuleKeys.LONGEST_WINDOW_SECONDS, fallback));
    }

    /** Of what each is to have a limit of its own. */
    Set<Effect.Per> per() {
        Set<Effect.Per> per = EnumSet.noneOf(Effect.Per.class);
        for (Listed each : texts("per")) {
            switch (each.text()) {
                case "agent" -> per.add(Effect.Per.AGENT);
                case "server" -> per.add(Effect.Per.SERVER);
                case "tool" -> per.add(Effect.Per.TOOL);
                case "operation" -> per.add(Effect.Per.OPERATION);
                default ->
                        report(
                                each.at(),
                                "unknown `"
                                        + each.text()
                                        + "`"
                                        + Suggestion.of(each.text(), RuleKeys.PARTS));
            }
        }
        return per;
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
        Tree.Entry entry = table.entries().get(key);
        return entry == null ? position : entry.key();
    }

    Position valueAt(String key) {
        Tree.Entry entry = table.entries().get(key);
        return entry == null ? position : entry.place().at();
    }

    Position insideValue(String key, int offset) {
        Tree.Entry entry = table.entries().get(key);
        return entry == null ? position : entry.place().inside().at(offset);
    }

    /** The strings of an array with where they stand; what is none is noted, and left out. */
    List<Listed> texts(String key) {
        List<Listed> texts = new ArrayList<>();
        switch (get(key)) {
            case null -> {}
            case Tree.Items(List<Tree.Item> items) -> {
                for (Tree.Item item : items) {
                    if (item.value() instanceof Tree.Text(String text)) {
                        texts.add(new Listed(text, item.place().at()));
                    } else {
                        report(
                                item.place().at(),
                                "`" + key + "` holds strings, not " + item.value().kind());
                    }
                }
            }
            case Tree other ->
                    report(
                            valueAt(key),
                            "`" + key + "` must be an array of strings, not " + other.kind());
        }
        return texts;
    }

    /** A string of an array. */
    record Listed(String text, Position at) {}

    /** The tables of an array, each under this name; what is none is noted, and left out. */
    List<TableReader> tables(String key, String each, String otherwise) {
        List<TableReader> tables = new ArrayList<>();
        switch (get(key)) {
            case null -> {}
            case Tree.Items(List<Tree.Item> items) -> {
                for (Tree.Item item : items) {
                    Position at = item.place().at();
                    if (item.value() instanceof Tree.Table inner) {
                        tables.add(new TableReader(inner, each, at, problems));
                    } else {
                        report(at, "a " + each + " must be a table, not " + item.value().kind());
                    }
                }
            }
            case Tree _ -> report(keyAt(key), otherwise);
        }
        return tables;
    }

    /** A table within; null where there is none, which is noted unless nothing is there. */
    @Nullable TableReader table(String key, String called) {
        return switch (get(key)) {
            case null -> null;
            case Tree.Table inner -> new TableReader(inner, called, keyAt(key), problems);
            case Tree other -> {
                report(valueAt(key), "`" + key + "` must be a table, not " + other.kind());
                yield null;
            }
        };
    }

    void report(Position where, String message) {
        problems.add(new Problem(where, message));
    }
}
