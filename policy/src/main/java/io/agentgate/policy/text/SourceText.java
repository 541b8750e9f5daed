package io.agentgate.policy.text;

import io.agentgate.policy.Position;
import org.tomlj.TomlPosition;

/**
 * The text of a policy file, for turning an offset inside a string back into a place in the file.
 *
 * <p>The TOML parser tells where a key stands and nothing about its value. The value is found from
 * there: TOML wants key, {@code =} and the beginning of the value on one line.
 */
final class SourceText {
    private final String file;
    private final String[] lines;

    SourceText(String file, String text) {
        this.file = file;
        this.lines = text.split("\n", -1);
    }

    Position at(TomlPosition position) {
        return new Position(file, position.line(), position.column());
    }

    Position start() {
        return new Position(file, 1, 1);
    }

    /** Where the value of a key begins; the key itself when that cannot be told. */
    Position valueOf(TomlPosition key) {
        int value = valueIndex(key);
        return value < 0 ? at(key) : at(key.line(), value);
    }

    /** The place of the character at {@code offset} of a string value, if it is on one line. */
    Position insideValue(TomlPosition key, int offset) {
        int value = valueIndex(key);
        if (value < 0) {
            return at(key);
        }
        String line = lines[key.line() - 1];
        boolean literal = line.startsWith("'", value) && !line.startsWith("'''", value);
        boolean basic = line.startsWith("\"", value) && !line.startsWith("\"\"\"", value);
        if (!literal && !basic) {
            return at(key.line(), value);
        }
        int index = value + 1;
        for (int seen = 0; seen < offset && index < line.length(); ) {
            int length = basic ? escapeLength(line, index) : 1;
            // An escape beyond the BMP is one escape and two Java characters.
            seen += length == 10 && isSupplementary(line, index) ? 2 : 1;
            index += length;
        }
        return at(key.line(), Math.min(index, line.length()));
    }

    private static int escapeLength(String line, int index) {
        if (line.charAt(index) != '\\' || index + 1 >= line.length()) {
            return 1;
        }
        return switch (line.charAt(index + 1)) {
            case 'u' -> 6;
            case 'U' -> 10;
            default -> 2;
        };
    }

    private static boolean isSupplementary(String line, int index) {
        return !line.startsWith("0000", index + 2);
    }

    private int valueIndex(TomlPosition key) {
        if (key.line() > lines.length) {
            return -1;
        }
        String line = lines[key.line() - 1];
        int column = Math.min(key.column() - 1, line.codePointCount(0, line.length()));
        int index = line.offsetByCodePoints(0, column);
        char quote = 0;
        while (index < line.length() && (quote != 0 || line.charAt(index) != '=')) {
            char c = line.charAt(index);
            if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
            } else if (c == quote) {
                quote = 0;
            }
            index++;
        }
        index++;
        while (index < line.length() && (line.charAt(index) == ' ' || line.charAt(index) == '\t')) {
            index++;
        }
        return index < line.length() ? index : -1;
    }

    private Position at(int line, int index) {
        return new Position(file, line, lines[line - 1].codePointCount(0, index) + 1);
    }
}
