package io.agentgate.cli.splice;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A value of a JSON text, and where it stands in it. */
public sealed interface JsonNode {
    /** Stands for {@code null} among plain values. */
    enum Null {
        NULL
    }

    /** Offset of the first character. */
    int start();

    /** Offset behind the last. */
    int end();

    /** The value as maps, lists, strings, numbers and truth values. */
    Object plain();

    /** The object this is; null for anything else. */
    default @Nullable ObjectNode asObject() {
        return this instanceof ObjectNode object ? object : null;
    }

    /** An object; its members keep the order of the text. */
    record ObjectNode(int start, int end, List<Member> members) implements JsonNode {
        public ObjectNode {
            members = List.copyOf(members);
        }

        /** The member of this name, or null. */
        public @Nullable Member member(String name) {
            for (Member member : members) {
                if (member.name().equals(name)) {
                    return member;
                }
            }
            return null;
        }

        /** The value of the member of this name, or null. */
        public @Nullable JsonNode get(String name) {
            Member member = member(name);
            return member == null ? null : member.value();
        }

        @Override
        public Map<String, Object> plain() {
            Map<String, Object> plain = new LinkedHashMap<>();
            members.forEach(member -> plain.put(member.name(), member.value().plain()));
            return plain;
        }
    }

    /**
     * A name and its value.
     *
     * @param start offset of the name's quote
     * @param comma offset of the comma behind the value, or -1
     */
    record Member(int start, String name, JsonNode value, int comma) {}

    /**
     * An array.
     *
     * @param comma offset of a comma behind the last element, or -1
     */
    record ArrayNode(int start, int end, List<JsonNode> elements, int comma) implements JsonNode {
        public ArrayNode {
            elements = List.copyOf(elements);
        }

        @Override
        public List<Object> plain() {
            List<Object> plain = new ArrayList<>();
            elements.forEach(element -> plain.add(element.plain()));
            return plain;
        }
    }

    /** A string; its offsets are those of its quotes. */
    record TextNode(int start, int end, String value) implements JsonNode {
        @Override
        public Object plain() {
            return value;
        }
    }

    /** A number, a truth value or null. */
    record WordNode(int start, int end, Object plain) implements JsonNode {}
}
