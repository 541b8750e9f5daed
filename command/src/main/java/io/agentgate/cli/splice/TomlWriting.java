package io.agentgate.cli.splice;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Values and names as TOML writes them. */
public final class TomlWriting {
    private static final Pattern BARE = Pattern.compile("[A-Za-z0-9_-]+");

    private TomlWriting() {}

    /** A name, in quotes where it needs them. */
    public static String key(String name) {
        return BARE.matcher(name).matches() ? name : string(name);
    }

    /** A value on one line. */
    public static String value(Object value) {
        return switch (value) {
            case Map<?, ?> map ->
                    map.entrySet().stream()
                            .map(
                                    e ->
                                            key(String.valueOf(e.getKey()))
                                                    + " = "
                                                    + value(String.valueOf(e.getValue())))
                            .collect(Collectors.joining(", ", "{ ", " }"));
            case List<?> list ->
                    list.stream()
                            .map(String::valueOf)
                            .map(TomlWriting::string)
                            .collect(Collectors.joining(", ", "[", "]"));
            case String text -> string(text);
            default -> value.toString();
        };
    }

    private static String string(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            switch (unit) {
                case '"', '\\' -> quoted.append('\\').append(unit);
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (unit < ' ' || unit == 127) {
                        quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
                    } else {
                        quoted.append(unit);
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }
}
