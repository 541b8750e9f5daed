package io.agentgate.cli.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A table of the configuration, in whatever language it is written: keys in their order, each with
 * its value and its place.
 *
 * <p>A value is a {@code String}, a {@code Long}, a {@code Double}, a {@code Boolean}, a {@link
 * ConfigList}, another table, or something that no key takes, such as a date.
 */
final class ConfigTable {
    private final Place place;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    /**
     * A value and where it is.
     *
     * @param value null where the language has a word for nothing
     */
    record Entry(Place place, @Nullable Object value) {}

    ConfigTable(Place place) {
        this.place = place;
    }

    /** Where the table begins. */
    Place place() {
        return place;
    }

    Set<String> keys() {
        return entries.keySet();
    }

    boolean contains(String key) {
        return entries.containsKey(key);
    }

    /** The value at a key of this table; null if there is none. */
    @Nullable Object get(String key) {
        Entry entry = entries.get(key);
        return entry == null ? null : entry.value();
    }

    /** Where a key of this table is, or the table itself where it has no such key. */
    Place placeOf(String key) {
        Entry entry = entries.get(key);
        return entry == null ? place : entry.place();
    }

    /** Puts a value there; gives whether the key was free. */
    boolean put(String key, Entry entry) {
        return entries.put(key, entry) == null;
    }

    /** The value at a path of keys with dots between; null if there is none. */
    @Nullable Object at(String dotted) {
        int dot = dotted.indexOf('.');
        if (dot < 0) {
            return get(dotted);
        }
        return get(dotted.substring(0, dot)) instanceof ConfigTable inner
                ? inner.at(dotted.substring(dot + 1))
                : null;
    }

    /** Where such a path leads, as far as it does. */
    Place placeAt(String dotted) {
        int dot = dotted.indexOf('.');
        String first = dot < 0 ? dotted : dotted.substring(0, dot);
        return dot >= 0 && get(first) instanceof ConfigTable inner
                ? inner.contains(dotted.substring(dot + 1)) || dotted.indexOf('.', dot + 1) >= 0
                        ? inner.placeAt(dotted.substring(dot + 1))
                        : placeOf(first)
                : placeOf(first);
    }

    /** The table at this key, made where it is missing; null if something else is there. */
    @Nullable ConfigTable tableAt(String key, Place madeAt) {
        Entry entry = entries.get(key);
        if (entry == null) {
            ConfigTable made = new ConfigTable(madeAt);
            put(key, new Entry(madeAt, made));
            return made;
        }
        return entry.value() instanceof ConfigTable table ? table : null;
    }
}
