package io.agentgate.cli.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A table within a table of the configuration, whose values are all text. */
final class InnerTable {
    private final ConfigFile file;
    private final String name;
    private final Place place;
    private final ConfigTable table;

    private InnerTable(ConfigFile file, String name, Place place, ConfigTable table) {
        this.file = file;
        this.name = name;
        this.place = place;
        this.table = table;
    }

    /** The table of this name, or null if there is none. */
    static @Nullable InnerTable of(ConfigFile file, String name) {
        return file.value(name) instanceof ConfigTable table
                ? new InnerTable(file, name, file.place(name), table)
                : null;
    }

    /** The table at a key of one of the servers by name, or null if there is none. */
    static @Nullable InnerTable ofServer(ConfigFile file, ConfigTable server, String key) {
        return server.get(key) instanceof ConfigTable table
                ? new InnerTable(file, "servers." + key, server.placeOf(key), table)
                : null;
    }

    /** What messages call it. */
    String name() {
        return name;
    }

    /** What messages call another key of the table that this one is in. */
    String beside(String key) {
        return name.substring(0, name.lastIndexOf('.') + 1) + key;
    }

    /** Says what is wrong with the table. */
    void report(String message) {
        file.report(place, message);
    }

    /** Says what is wrong with a key, or with the table if it has no such key. */
    void report(String key, String message) {
        file.report(table.contains(key) ? table.placeOf(key) : place, message);
    }

    boolean has(String key) {
        return table.contains(key);
    }

    /** The text at this key, or null; what is no text is never shown: it may be a secret. */
    @Nullable String text(String key, String form) {
        Object value = table.get(key);
        if (value == null) {
            return null;
        }
        if (value instanceof String text && !text.isBlank()) {
            return text;
        }
        report(key, "`" + name + "." + key + "` must be " + form);
        return null;
    }

    /** The same where it must be there. */
    String needed(String key, String form) {
        String text = text(key, form);
        if (text == null && !has(key)) {
            report(key, "`" + name + "." + key + "` is missing: " + form);
        }
        return text == null ? "" : text;
    }

    /** A path, or null. */
    @Nullable Path path(String key) {
        String text = text(key, "a path in quotes");
        return text == null ? null : file.resolved(text);
    }

    /** One of some words, the first if there is none. */
    <E extends Enum<E>> E word(String key, List<E> words) {
        List<String> names =
                words.stream().map(word -> word.name().toLowerCase(Locale.ROOT)).toList();
        String text = text(key, "one of " + String.join(", ", names));
        int index = text == null ? 0 : names.indexOf(text);
        if (index < 0) {
            report(key, "`" + name + "." + key + "` must be one of " + String.join(", ", names));
        }
        return words.get(Math.max(index, 0));
    }

    /** The keys of this table that others than these stand at. */
    List<String> besides(String... expected) {
        List<String> fitting = Stream.of(expected).toList();
        return table.keys().stream().filter(key -> !fitting.contains(key)).sorted().toList();
    }
}
