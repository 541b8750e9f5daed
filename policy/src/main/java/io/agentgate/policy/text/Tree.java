package io.agentgate.policy.text;

import io.agentgate.policy.Position;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a policy file says, whichever syntax says it: TOML, YAML or JSON. */
sealed interface Tree {
    /**
     * Where something stands in a file.
     *
     * @param at its beginning
     * @param inside finds the characters of a text
     */
    record Place(Position at, Inside inside) {
        static Place of(Position at) {
            return new Place(at, _ -> at);
        }
    }

    /** Where the character of a text stands that has this index in it, as well as can be told. */
    interface Inside {
        Position at(int index);
    }

    /** A string. */
    record Text(String text) implements Tree {}

    /** A whole number that fits. */
    record Whole(long number) implements Tree {}

    /** True or false. */
    record Flag(boolean value) implements Tree {}

    /**
     * Any other single value.
     *
     * @param kind in words for people
     * @param json as JSON spells it, dates as strings; null if it has nothing like it
     */
    record Other(String kind, @Nullable String json) implements Tree {}

    /** Values one after the other. */
    record Items(List<Item> items) implements Tree {}

    /** One value of a list. */
    record Item(Tree value, Place place) {}

    /** Values by their names, in their order. */
    record Table(Map<String, Entry> entries) implements Tree {
        static final Table EMPTY = new Table(Map.of());

        @Nullable Tree get(String key) {
            Entry entry = entries.get(key);
            return entry == null ? null : entry.value();
        }
    }

    /**
     * One value of a table.
     *
     * @param key where its name stands
     */
    record Entry(Position key, Tree value, Place place) {}

    /** In words for people. */
    default String kind() {
        return switch (this) {
            case Text _ -> "a string";
            case Whole _ -> "a whole number";
            case Flag _ -> "true or false";
            case Other(String kind, _) -> kind;
            case Items _ -> "an array";
            case Table _ -> "a table";
        };
    }
}
