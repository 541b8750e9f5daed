package io.agentgate.cli.imports;

import io.agentgate.cli.splice.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Looks into plain values, whatever a file was written in. */
final class Plain {
    private Plain() {}

    /** The members of an object; none of anything else. */
    static Map<String, Object> map(@Nullable Object value) {
        Map<String, Object> members = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach(
                    (name, member) ->
                            members.put(
                                    String.valueOf(name),
                                    member == null ? JsonNode.Null.NULL : member));
        }
        return members;
    }

    /** The elements of a list; none of anything else. */
    static List<Object> list(@Nullable Object value) {
        return value instanceof List<?> list ? new ArrayList<>(list) : List.of();
    }

    /** The text of a text, a number or a truth value; null of anything else. */
    static @Nullable String text(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case String text -> text;
            case BigDecimal number -> number.toPlainString();
            case Number number -> number.toString();
            case Boolean truth -> truth.toString();
            default -> null;
        };
    }

    /** The texts of a list. */
    static List<String> texts(@Nullable Object value) {
        List<String> texts = new ArrayList<>();
        for (Object element : list(value)) {
            String text = text(element);
            if (text != null) {
                texts.add(text);
            }
        }
        return texts;
    }

    /** The texts of an object. */
    static Map<String, String> textMap(@Nullable Object value) {
        Map<String, String> texts = new LinkedHashMap<>();
        map(value)
                .forEach(
                        (name, member) -> {
                            String text = text(member);
                            if (text != null) {
                                texts.put(name, text);
                            }
                        });
        return texts;
    }
}
