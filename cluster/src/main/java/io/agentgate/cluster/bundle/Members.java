package io.agentgate.cluster.bundle;

import io.agentgate.cluster.bundle.BundleJson.Absent;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The members of one object in a bundle, read by their types. Every member asked for must be there;
 * those not asked for may be of a newer service and are passed over.
 *
 * @param path where the object is, for what is said of its members; empty for the whole
 */
record Members(String path, Map<String, Object> values) {

    static Members of(String path, Map<?, ?> object) {
        Map<String, Object> values = new LinkedHashMap<>();
        object.forEach((name, value) -> values.put(String.valueOf(name), value));
        return new Members(path, values);
    }

    /** Refuses a member; the clause goes behind its name. */
    BundleException wrong(String name, String clause) {
        return new BundleException(at(name) + " " + clause);
    }

    private String at(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private Object value(String name) throws BundleException {
        Object value = values.get(name);
        if (value == null) {
            throw wrong(name, "is missing");
        }
        return value;
    }

    private boolean isNull(String name) throws BundleException {
        return value(name) == Absent.NULL;
    }

    String text(String name) throws BundleException {
        if (value(name) instanceof String text) {
            return text;
        }
        throw wrong(name, "is not a text");
    }

    @Nullable String textOrNull(String name) throws BundleException {
        return isNull(name) ? null : text(name);
    }

    long number(String name) throws BundleException {
        Object value = value(name);
        if (value instanceof Integer || value instanceof Long) {
            return ((Number) value).longValue();
        }
        throw wrong(name, "is not a whole number");
    }

    Instant instant(String name) throws BundleException {
        try {
            return Instant.parse(text(name));
        } catch (DateTimeParseException notOne) {
            throw wrong(name, "is not a moment such as 2026-01-31T12:00:00Z");
        }
    }

    @Nullable Instant instantOrNull(String name) throws BundleException {
        return isNull(name) ? null : instant(name);
    }

    @Nullable Members objectOrNull(String name) throws BundleException {
        Object value = value(name);
        if (value instanceof Map<?, ?> object) {
            return of(at(name), object);
        }
        if (value == Absent.NULL) {
            return null;
        }
        throw wrong(name, "is not an object");
    }

    List<Members> objects(String name) throws BundleException {
        List<Members> objects = new ArrayList<>();
        for (Object element : list(name)) {
            String place = name + "[" + objects.size() + "]";
            if (!(element instanceof Map<?, ?> object)) {
                throw wrong(place, "is not an object");
            }
            objects.add(of(at(place), object));
        }
        return objects;
    }

    List<String> texts(String name) throws BundleException {
        List<String> texts = new ArrayList<>();
        for (Object element : list(name)) {
            if (!(element instanceof String text)) {
                throw wrong(name + "[" + texts.size() + "]", "is not a text");
            }
            texts.add(text);
        }
        return texts;
    }

    private List<?> list(String name) throws BundleException {
        if (value(name) instanceof List<?> list) {
            return list;
        }
        throw wrong(name, "is not a list");
    }
}
