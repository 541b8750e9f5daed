package io.agentgate.cli.splice;

import io.agentgate.cli.splice.JsonNode.ArrayNode;
import io.agentgate.cli.splice.JsonNode.Member;
import io.agentgate.cli.splice.JsonNode.ObjectNode;
import io.agentgate.protocol.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The way a JSON text is laid out, so that what is put into it looks as if it had grown there. */
public final class JsonLayout {
    private static final String DEFAULT_STEP = "  ";

    private final JsonDocument document;
    private final SourceText source;
    private final String text;
    private final String lineEnd;
    private final String step;

    public JsonLayout(JsonDocument document) {
        this.document = document;
        this.source = document.source();
        this.text = source.text();
        this.lineEnd = source.lineEnd();
        this.step = step(document);
    }

    /** A text of its own with this value. */
    public static String whole(Object value, String lineEnd) {
        return spread(value, "", DEFAULT_STEP, lineEnd) + lineEnd;
    }

    /** How much deeper each level begins. */
    private static String step(JsonDocument document) {
        ObjectNode root = document.root().asObject();
        if (root != null && !root.members().isEmpty()) {
            Member first = root.members().getFirst();
            String indent = document.source().indentAt(first.start());
            if (!indent.isEmpty() && isFirstOnItsLine(document.source(), first.start())) {
                return indent;
            }
        }
        return DEFAULT_STEP;
    }

    private static boolean isFirstOnItsLine(SourceText source, int offset) {
        int line = Math.max(source.text().lastIndexOf('\n', offset - 1) + 1, source.begin());
        return line + source.indentAt(offset).length() == offset;
    }

    /** Puts a member behind all others of an object. */
    public List<Splice> insert(ObjectNode object, String name, Object value) {
        return object.members().isEmpty()
                ? insertFirst(object, name, value)
                : insertLast(object, object.members().getLast(), name, value);
    }

    private List<Splice> insertFirst(ObjectNode object, String name, Object value) {
        int inside = object.start() + 1;
        int close = object.end() - 1;
        if (text.indexOf('\n') < 0) {
            return List.of(Splice.at(inside, quoted(name) + ": " + inline(value)));
        }
        String outer = source.indentAt(object.start());
        String indent = outer + step;
        String member = lineEnd + indent + quoted(name) + ": " + spread(value, indent);
        if (!document.hasComments(inside, close)) {
            return List.of(
                    text.substring(inside, close).indexOf('\n') < 0
                            ? new Splice(inside, close, member + lineEnd + outer)
                            : Splice.at(inside, member));
        }
        int last =
                document.comments().stream()
                        .filter(c -> c.start() >= inside && c.end() <= close)
                        .mapToInt(JsonDocument.Comment::end)
                        .max()
                        .orElse(inside);
        return List.of(
                Splice.at(
                        last,
                        text.substring(last, close).indexOf('\n') < 0
                                ? member + lineEnd + outer
                                : member));
    }

    private List<Splice> insertLast(ObjectNode object, Member last, String name, Object value) {
        boolean trailing = last.comma() >= 0;
        int end = trailing ? last.comma() + 1 : last.value().end();
        String closing = trailing ? "," : "";
        if (!isSpread(object)) {
            return List.of(
                    Splice.at(
                            end,
                            (trailing ? " " : ", ")
                                    + quoted(name)
                                    + ": "
                                    + inline(value)
                                    + closing));
        }
        String indent =
                isFirstOnItsLine(source, last.start())
                        ? source.indentAt(last.start())
                        : source.indentAt(object.start()) + step;
        String member = lineEnd + indent + quoted(name) + ": " + spread(value, indent) + closing;
        int line = document.endOfLine(end);
        if (trailing) {
            return List.of(Splice.at(line, member));
        }
        return line == end
                ? List.of(Splice.at(end, "," + member))
                : List.of(Splice.at(end, ","), Splice.at(line, member));
    }

    private boolean isSpread(ObjectNode object) {
        Member first = object.members().getFirst();
        return text.substring(object.start(), first.start()).indexOf('\n') >= 0;
    }

    /** Puts a value in the place of another. */
    public Splice replace(JsonNode old, Object value) {
        boolean flat = text.substring(old.start(), old.end()).indexOf('\n') < 0;
        return new Splice(
                old.start(),
                old.end(),
                flat && isOnOneLine(old)
                        ? inline(value)
                        : spread(value, source.indentAt(old.start())));
    }

    private static boolean isOnOneLine(JsonNode node) {
        return !(node instanceof ObjectNode object) || !object.members().isEmpty();
    }

    /** Takes a member out, with the comma that goes with it. */
    public List<Splice> remove(ObjectNode object, Member member) {
        int start = member.start();
        int end = member.comma() >= 0 ? member.comma() + 1 : member.value().end();
        List<Splice> splices = new ArrayList<>();
        int index = object.members().indexOf(member);
        if (member.comma() < 0 && index > 0) {
            int comma = object.members().get(index - 1).comma();
            splices.add(new Splice(comma, comma + 1, ""));
        }
        splices.add(withItsBlanks(start, end));
        return splices;
    }

    /** Takes an element out of an array, with the comma that goes with it. */
    public List<Splice> remove(ArrayNode array, int index) {
        JsonNode element = array.elements().get(index);
        boolean last = index == array.elements().size() - 1;
        int start = element.start();
        int end = element.end();
        if (!last) {
            end = commaBehind(end) + 1;
        } else if (array.comma() >= 0) {
            end = array.comma() + 1;
        } else if (index > 0) {
            start = array.elements().get(index - 1).end();
        }
        return List.of(withItsBlanks(start, end));
    }

    /** The comma behind an element; those in comments are none. */
    private int commaBehind(int end) {
        int at = end;
        while (text.charAt(at) != ',') {
            int here = at;
            at =
                    document.comments().stream()
                            .filter(comment -> comment.start() == here)
                            .mapToInt(JsonDocument.Comment::end)
                            .findFirst()
                            .orElse(here + 1);
        }
        return at;
    }

    private Splice withItsBlanks(int start, int end) {
        int from = start;
        while (from > source.begin() && isBlank(text.charAt(from - 1))) {
            from--;
        }
        int to = end;
        while (to < text.length() && isBlank(text.charAt(to))) {
            to++;
        }
        boolean begins = from == source.begin() || text.charAt(from - 1) == '\n';
        boolean ends = to == text.length() || text.charAt(to) == '\n' || text.charAt(to) == '\r';
        if (!begins || !ends) {
            return begins ? new Splice(start, to, "") : new Splice(from, end, "");
        }
        if (from > source.begin()) {
            from--;
        }
        if (from > source.begin() && text.charAt(from - 1) == '\r') {
            from--;
        }
        return new Splice(from, to, "");
    }

    private static boolean isBlank(char unit) {
        return unit == ' ' || unit == '\t';
    }

    /** Puts elements before all others of an array. */
    public Splice prepend(ArrayNode array, List<String> values) {
        int inside = array.start() + 1;
        if (array.elements().isEmpty()) {
            return Splice.at(inside, joined(values, ", "));
        }
        int first = array.elements().getFirst().start();
        String between = text.substring(inside, first);
        // With comments in between, those stay with the element they stand before.
        return between.isBlank() && between.indexOf('\n') >= 0
                ? Splice.at(first, joined(values, "," + between) + "," + between)
                : Splice.at(inside, joined(values, ", ") + ", ");
    }

    /** Puts an element behind all others of an array. */
    public List<Splice> append(ArrayNode array, Object value) {
        int inside = array.start() + 1;
        if (array.elements().isEmpty()) {
            return List.of(Splice.at(inside, inline(value)));
        }
        JsonNode last = array.elements().getLast();
        boolean trailing = array.comma() >= 0;
        int end = trailing ? array.comma() + 1 : last.end();
        boolean spread = text.substring(array.start(), last.start()).indexOf('\n') >= 0;
        String indent = source.indentAt(last.start());
        String element = spread ? lineEnd + indent + spread(value, indent) : " " + inline(value);
        int line = document.endOfLine(end);
        if (trailing) {
            return List.of(Splice.at(line, element + ","));
        }
        return line == end
                ? List.of(Splice.at(end, "," + element))
                : List.of(Splice.at(end, ","), Splice.at(line, element));
    }

    private static String joined(List<String> values, String separator) {
        return values.stream().map(JsonLayout::quoted).collect(Collectors.joining(separator));
    }

    private String spread(Object value, String indent) {
        return spread(value, indent, step, lineEnd);
    }

    private static String spread(Object value, String indent, String step, String lineEnd) {
        if (!(value instanceof Map<?, ?> map) || map.isEmpty()) {
            return value instanceof List<?> list && list.stream().anyMatch(Map.class::isInstance)
                    ? spreadList(list, indent, step, lineEnd)
                    : inline(value);
        }
        String inner = indent + step;
        return map.entrySet().stream()
                .map(
                        entry ->
                                inner
                                        + quoted(String.valueOf(entry.getKey()))
                                        + ": "
                                        + spread(present(entry.getValue()), inner, step, lineEnd))
                .collect(Collectors.joining("," + lineEnd, "{" + lineEnd, lineEnd + indent + "}"));
    }

    private static String spreadList(List<?> list, String indent, String step, String lineEnd) {
        String inner = indent + step;
        return list.stream()
                .map(element -> inner + spread(present(element), inner, step, lineEnd))
                .collect(Collectors.joining("," + lineEnd, "[" + lineEnd, lineEnd + indent + "]"));
    }

    private static Object present(@Nullable Object value) {
        return value == null ? JsonNode.Null.NULL : value;
    }

    private static String inline(Object value) {
        return switch (value) {
            case Map<?, ?> map ->
                    map.entrySet().stream()
                            .map(
                                    e ->
                                            quoted(String.valueOf(e.getKey()))
                                                    + ": "
                                                    + inline(present(e.getValue())))
                            .collect(Collectors.joining(", ", "{", "}"));
            case List<?> list ->
                    list.stream()
                            .map(element -> inline(present(element)))
                            .collect(Collectors.joining(", ", "[", "]"));
            case String string -> quoted(string);
            case JsonNode.Null ignored -> "null";
            default -> value.toString();
        };
    }

    private static String quoted(String value) {
        return new String(JsonWriter.quote(value), StandardCharsets.UTF_8);
    }
}
