package io.agentgate.cli.splice;

import io.agentgate.cli.splice.JsonNode.ArrayNode;
import io.agentgate.cli.splice.JsonNode.Member;
import io.agentgate.cli.splice.JsonNode.ObjectNode;
import io.agentgate.cli.splice.JsonNode.TextNode;
import io.agentgate.cli.splice.JsonNode.WordNode;
import io.agentgate.cli.terminal.CommandException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A reader of JSON as editors write it: with comments and commas behind the last value, and strict
 * in all else. It is no reader of messages; those have one of their own, which takes neither.
 */
public final class JsonReader {
    private static final int MAX_DEPTH = 200;
    private static final Pattern NUMBER =
            Pattern.compile("-?(0|[1-9][0-9]{0,400})(\\.[0-9]{1,400})?([eE][+-]?[0-9]{1,4})?");

    private final SourceText source;
    private final String text;
    private final List<JsonDocument.Comment> comments = new ArrayList<>();
    private int at;
    private int depth;

    private JsonReader(SourceText source) {
        this.source = source;
        this.text = source.text();
        this.at = source.begin();
    }

    /**
     * Reads a text.
     *
     * @throws CommandException if it is not JSON or has a name twice, with file, line and column
     */
    public static JsonDocument read(SourceText source) throws CommandException {
        JsonReader reader = new JsonReader(source);
        reader.blanks();
        JsonNode root = reader.value();
        reader.blanks();
        if (reader.at < reader.text.length()) {
            throw reader.fault("something follows behind the value");
        }
        return new JsonDocument(source, root, reader.comments);
    }

    private JsonNode value() throws CommandException {
        if (at >= text.length()) {
            throw fault("the text ends where a value should be");
        }
        return switch (text.charAt(at)) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            default -> word();
        };
    }

    private ObjectNode object() throws CommandException {
        int start = open();
        List<Member> members = new ArrayList<>();
        Set<String> names = new HashSet<>();
        blanks();
        while (!ends('}')) {
            if (at >= text.length() || text.charAt(at) != '"') {
                throw fault("a name in quotes or `}` is expected");
            }
            TextNode name = string();
            if (!names.add(name.value())) {
                throw source.fault(name.start(), "the name `" + name.value() + "` stands twice");
            }
            blanks();
            if (at >= text.length() || text.charAt(at) != ':') {
                throw fault("`:` is expected");
            }
            at++;
            blanks();
            JsonNode value = value();
            blanks();
            members.add(new Member(name.start(), name.value(), value, comma('}')));
        }
        return new ObjectNode(start, close(), members);
    }

    private ArrayNode array() throws CommandException {
        int start = open();
        List<JsonNode> elements = new ArrayList<>();
        int comma = -1;
        blanks();
        while (!ends(']')) {
            elements.add(value());
            blanks();
            comma = comma(']');
        }
        return new ArrayNode(start, close(), elements, comma);
    }

    private int open() throws CommandException {
        depth++;
        if (depth > MAX_DEPTH) {
            throw fault("more than " + MAX_DEPTH + " objects and arrays in each other");
        }
        return at++;
    }

    private int close() {
        depth--;
        return ++at;
    }

    private boolean ends(char bracket) {
        return at < text.length() && text.charAt(at) == bracket;
    }

    /** Passes the comma behind a value; tells where it was, or -1 at the closing bracket. */
    private int comma(char bracket) throws CommandException {
        if (ends(bracket)) {
            return -1;
        }
        if (!ends(',')) {
            throw fault("`,` or `" + bracket + "` is expected");
        }
        int comma = at++;
        blanks();
        return comma;
    }

    private TextNode string() throws CommandException {
        int start = at++;
        StringBuilder value = new StringBuilder();
        while (true) {
            if (at >= text.length() || text.charAt(at) < ' ') {
                throw source.fault(start, "the string that begins here has no end on its line");
            }
            char unit = text.charAt(at++);
            if (unit == '"') {
                return new TextNode(start, at, value.toString());
            }
            value.append(unit == '\\' ? escaped() : unit);
        }
    }

    private char escaped() throws CommandException {
        char kind = at < text.length() ? text.charAt(at++) : ' ';
        return switch (kind) {
            case '"', '\\', '/' -> kind;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> hexadecimal();
            default -> throw source.fault(at - 2, "a `\\` that begins no escape");
        };
    }

    private char hexadecimal() throws CommandException {
        int value = 0;
        for (int i = 0; i < 4; i++, at++) {
            int digit = at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
            if (digit < 0) {
                throw fault("four hexadecimal digits are expected behind `\\u`");
            }
            value = value << 4 | digit;
        }
        return (char) value;
    }

    private WordNode word() throws CommandException {
        int start = at;
        while (at < text.length() && isOfWord(text.charAt(at))) {
            at++;
        }
        String word = text.substring(start, at);
        Object plain =
                switch (word) {
                    case "true" -> true;
                    case "false" -> false;
                    case "null" -> JsonNode.Null.NULL;
                    default -> {
                        if (!NUMBER.matcher(word).matches()) {
                            throw source.fault(start, "no JSON value begins here");
                        }
                        yield new BigDecimal(word);
                    }
                };
        return new WordNode(start, at, plain);
    }

    private static boolean isOfWord(char unit) {
        return (unit < 0x80 && Character.isLetterOrDigit(unit)) || "+-._".indexOf(unit) >= 0;
    }

    private void blanks() throws CommandException {
        while (at < text.length()) {
            switch (text.charAt(at)) {
                case ' ', '\t', '\r', '\n' -> at++;
                case '/' -> comment();
                default -> {
                    return;
                }
            }
        }
    }

    private void comment() throws CommandException {
        int start = at;
        if (text.startsWith("//", at)) {
            int newline = text.indexOf('\n', at);
            int end = newline < 0 ? text.length() : newline;
            at = end > start && newline > 0 && text.charAt(end - 1) == '\r' ? end - 1 : end;
        } else if (text.startsWith("/*", at)) {
            int end = text.indexOf("*/", at + 2);
            if (end < 0) {
                throw fault("the comment that begins here has no end");
            }
            at = end + 2;
        } else {
            throw fault("`/` begins no comment");
        }
        comments.add(new JsonDocument.Comment(start, at));
    }

    private CommandException fault(String problem) {
        return source.fault(at, problem);
    }
}
