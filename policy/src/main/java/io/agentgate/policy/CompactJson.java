package io.agentgate.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The JSON text of arguments without blanks and with sorted keys, as Rust's serde_json writes it.
 */
final class CompactJson {
    // serde_json sorts by UTF-8 bytes, which is the order of code points and not of Java
    // characters.
    private static final Comparator<Map.Entry<String, Value>> BY_KEY =
            (one, other) -> compareCodePoints(one.getKey(), other.getKey());

    private final StringBuilder out = new StringBuilder(128);

    private CompactJson() {}

    static String of(Value value) {
        CompactJson json = new CompactJson();
        json.write(value);
        return json.out.toString();
    }

    private void write(Value value) {
        switch (value) {
            case Value.Text text -> quote(text.text());
            case Value.Scalar scalar -> out.append(scalar.literal());
            case Value.Items items -> writeItems(items.values());
            case Value.Members members -> writeMembers(members.values());
        }
    }

    private void writeItems(List<Value> items) {
        out.append('[');
        for (int i = 0; i < items.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            write(items.get(i));
        }
        out.append(']');
    }

    private void writeMembers(Map<String, Value> members) {
        List<Map.Entry<String, Value>> sorted = new ArrayList<>(members.entrySet());
        sorted.sort(BY_KEY);
        out.append('{');
        for (int i = 0; i < sorted.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            quote(sorted.get(i).getKey());
            out.append(':');
            write(sorted.get(i).getValue());
        }
        out.append('}');
    }

    private void quote(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                case '\r' -> out.append("\\r");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                default -> {
                    if (c < 0x20) {
                        out.append("\\u00").append(c < 0x10 ? '0' : '1');
                        out.append(Character.forDigit(c & 0xf, 16));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    private static int compareCodePoints(String one, String other) {
        int shorter = Math.min(one.length(), other.length());
        for (int i = 0; i < shorter; i++) {
            char a = one.charAt(i);
            char b = other.charAt(i);
            if (a != b) {
                boolean surrogates = Character.isSurrogate(a) != Character.isSurrogate(b);
                return surrogates ? (Character.isSurrogate(a) ? 1 : -1) : Character.compare(a, b);
            }
        }
        return Integer.compare(one.length(), other.length());
    }
}
