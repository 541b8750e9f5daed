package io.agentgate.cli.clients;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The place of one entry in a file.
 *
 * @param container the names that lead to the object, or the list, it stands in
 * @param name its own name; in a list, its {@code id}
 * @param listed whether the container is a list
 */
public record Slot(List<String> container, String name, boolean listed) {
    /** What names an element of a list. */
    static final String ID = "id";

    public Slot {
        container = List.copyOf(container);
    }

    /** An entry in an object. */
    public Slot(List<String> container, String name) {
        this(container, name, false);
    }

    /** How people tell it from others: by its name, and by the project if it is of one. */
    public String title() {
        return container.size() < 3 ? name : name + " of " + container.get(1);
    }

    /** The names that lead to the entry. */
    List<String> path() {
        List<String> path = new ArrayList<>(container);
        path.add(name);
        return path;
    }

    /** What stands there in plain values, or null. */
    public @Nullable Object in(Map<String, Object> root) {
        Object at = root;
        for (String step : container) {
            at = at instanceof Map<?, ?> map ? map.get(step) : null;
        }
        if (at instanceof List<?> list) {
            return list.stream().filter(this::isNamed).findFirst().orElse(null);
        }
        return at instanceof Map<?, ?> map ? map.get(name) : null;
    }

    /** Takes it out of plain values, and a container that is empty then. */
    void removeFrom(Map<String, Object> root) {
        removeFrom(root, 0);
    }

    private boolean removeFrom(Object at, int depth) {
        if (at instanceof List<?> list && depth == container.size()) {
            list.removeIf(this::isNamed);
            return list.isEmpty();
        }
        if (!(at instanceof Map<?, ?> map)) {
            return false;
        }
        if (depth == container.size()) {
            map.remove(name);
        } else {
            Object next = map.get(container.get(depth));
            if (next != null && removeFrom(next, depth + 1)) {
                map.remove(container.get(depth));
            }
        }
        return map.isEmpty();
    }

    private boolean isNamed(@Nullable Object element) {
        return element instanceof Map<?, ?> map && Objects.equals(map.get(ID), name);
    }

    @Override
    public String toString() {
        return String.join(".", path());
    }
}
