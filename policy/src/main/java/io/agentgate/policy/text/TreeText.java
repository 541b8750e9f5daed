package io.agentgate.policy.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Writes what a policy file says in one of the three syntaxes, so that it reads the same again. */
final class TreeText {
    private static final Pattern BARE = Pattern.compile("[A-Za-z0-9_-]+");
    private static final Pattern NUMBER = Pattern.compile("[0-9].*|-.*");

    /** What YAML 1.1 takes for something else than a text. */
    private static final Set<String> YAML_WORDS =
            Set.of("on", "off", "yes", "no", "y", "n", "true", "false", "null");

    private final Syntax syntax;
    private final StringBuilder out = new StringBuilder(1_024);

    private TreeText(Syntax syntax) {
        this.syntax = syntax;
    }

    static String of(Tree.Table table, Syntax syntax) {
        TreeText text = new TreeText(syntax);
        switch (syntax) {
            case TOML -> text.toml(table, "");
            case YAML -> text.yaml(table, "");
            case JSON -> text.json(table, "");
        }
        return text.out.toString().strip() + "\n";
    }

    private void toml(Tree.Table table, String path) {
        List<String> inner = new ArrayList<>();
        for (Map.Entry<String, Tree.Entry> entry : table.entries().entrySet()) {
            Tree value = entry.getValue().value();
            if (value instanceof Tree.Table || isTables(value)) {
                inner.add(entry.getKey());
            } else {
                out.append(key(entry.getKey())).append(" = ");
                inline(value);
                out.append('\n');
            }
        }
        for (String name : inner) {
            String below = path.isEmpty() ? key(name) : path + "." + key(name);
            Tree value = table.get(name);
            if (value instanceof Tree.Table single) {
                out.append("\n[").append(below).append("]\n");
                toml(single, below);
            } else if (value instanceof Tree.Items items) {
                for (Tree.Item item : items.items()) {
                    out.append("\n[[").append(below).append("]]\n");
                    toml((Tree.Table) item.value(), below);
                }
            }
        }
    }

    private static boolean isTables(Tree value) {
        return value instanceof Tree.Items items
                && !items.items().isEmpty()
                && items.items().stream().allMatch(item -> item.value() instanceof Tree.Table);
    }

    private void yaml(Tree.Table table, String indent) {
        for (Map.Entry<String, Tree.Entry> entry : table.entries().entrySet()) {
            out.append(key(entry.getKey())).append(':');
            Tree value = entry.getValue().value();
            if (value instanceof Tree.Table inner && !inner.entries().isEmpty()) {
                out.append('\n').append(indent).append("  ");
                yaml(inner, indent + "  ");
            } else if (isTables(value) && value instanceof Tree.Items items) {
                out.append('\n');
                for (Tree.Item item : items.items()) {
                    out.append(indent).append("  - ");
                    yaml((Tree.Table) item.value(), indent + "    ");
                    out.append('\n');
                }
                out.append(indent);
                continue;
            } else {
                out.append(' ');
                inline(value);
            }
            out.append('\n').append(indent);
        }
        trim();
    }

    /** Takes back the indentation that was written for an entry that did not come. */
    private void trim() {
        int end = out.length();
        while (end > 0 && (out.charAt(end - 1) == ' ' || out.charAt(end - 1) == '\n')) {
            end--;
        }
        out.setLength(end);
    }

    private void json(Tree value, String indent) {
        switch (value) {
            case Tree.Table table when !table.entries().isEmpty() -> {
                String separator = "{";
                for (Map.Entry<String, Tree.Entry> entry : table.entries().entrySet()) {
                    out.append(separator).append('\n').append(indent).append("  ");
                    out.append(quoted(entry.getKey())).append(": ");
                    json(entry.getValue().value(), indent + "  ");
                    separator = ",";
                }
                out.append('\n').append(indent).append('}');
            }
            case Tree.Items items when isTables(items) -> {
                String separator = "[";
                for (Tree.Item item : items.items()) {
                    out.append(separator).append('\n').append(indent).append("  ");
                    json(item.value(), indent + "  ");
                    separator = ",";
                }
                out.append('\n').append(indent).append(']');
            }
            case Tree other -> inline(other);
        }
    }

    private void inline(Tree value) {
        switch (value) {
            case Tree.Text(String text) -> out.append(text(text));
            case Tree.Whole(long number) -> out.append(number);
            case Tree.Flag(boolean flag) -> out.append(flag);
            case Tree.Other other -> out.append(other.json());
            case Tree.Items(List<Tree.Item> items) -> {
                out.append('[');
                String separator = "";
                for (Tree.Item item : items) {
                    out.append(separator);
                    inline(item.value());
                    separator = ", ";
                }
                out.append(']');
            }
            case Tree.Table(Map<String, Tree.Entry> entries) -> {
                out.append('{');
                String separator = "";
                for (Map.Entry<String, Tree.Entry> entry : entries.entrySet()) {
                    out.append(separator).append(key(entry.getKey()));
                    out.append(syntax == Syntax.TOML ? " = " : ": ");
                    inline(entry.getValue().value());
                    separator = ", ";
                }
                out.append('}');
            }
        }
    }

    private String key(String name) {
        boolean plain =
                switch (syntax) {
                    case TOML -> BARE.matcher(name).matches();
                    case YAML ->
                            BARE.matcher(name).matches()
                                    && !NUMBER.matcher(name).matches()
                                    && !YAML_WORDS.contains(name.toLowerCase(Locale.ROOT));
                    case JSON -> false;
                };
        return plain ? name : quoted(name);
    }

    /** Backslashes are what patterns are made of: they stay single where the syntax lets them. */
    private String text(String text) {
        boolean literal =
                syntax != Syntax.JSON
                        && (text.indexOf('\\') >= 0 || text.indexOf('"') >= 0)
                        && text.chars().noneMatch(c -> c == '\'' || mustBeEscaped((char) c));
        return literal ? "'" + text + "'" : quoted(text);
    }

    /** In double quotes, with escapes that all three syntaxes know. */
    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> quoted.append('\\').append(c);
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                case '\r' -> quoted.append("\\r");
                default -> {
                    if (mustBeEscaped(c)) {
                        quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        quoted.append(c);
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }

    private static boolean mustBeEscaped(char c) {
        int type = Character.getType(c);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || c == '\uFFFE'
                || c == '\uFFFF';
    }
}
