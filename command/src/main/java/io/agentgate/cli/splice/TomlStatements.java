package io.agentgate.cli.splice;

import java.util.ArrayList;
import java.util.List;
import org.tomlj.Toml;

/**
 * The statements of a TOML text in their order. The text is known to parse: what this finds are
 * places, the parser has found the meaning.
 */
final class TomlStatements {
    private final String text;
    private final List<TomlStatement> statements = new ArrayList<>();
    private final List<Span> comments = new ArrayList<>();
    private List<String> table = List.of();
    private int at;

    private TomlStatements(SourceText source) {
        this.text = source.text();
        this.at = source.begin();
    }

    static TomlStatements of(SourceText source) {
        TomlStatements found = new TomlStatements(source);
        found.read();
        return found;
    }

    List<TomlStatement> statements() {
        return statements;
    }

    List<Span> comments() {
        return comments;
    }

    private void read() {
        while (at < text.length()) {
            switch (text.charAt(at)) {
                case ' ', '\t', '\r', '\n' -> at++;
                case '#' -> comment();
                case '[' -> header();
                default -> pair();
            }
        }
    }

    private void comment() {
        int start = at;
        int newline = text.indexOf('\n', at);
        at = newline < 0 ? text.length() : newline;
        int end = at > start && text.charAt(at - 1) == '\r' ? at - 1 : at;
        comments.add(new Span(start, end));
    }

    private void header() {
        int start = at;
        boolean array = text.startsWith("[[", at);
        at += array ? 2 : 1;
        int name = at;
        until(']');
        table = Toml.parseDottedKey(text.substring(name, at).strip());
        at = Math.min(at + (array ? 2 : 1), text.length());
        statements.add(new TomlStatement.Header(table, array, start, at));
    }

    private void pair() {
        int start = at;
        until('=');
        List<String> path = new ArrayList<>(table);
        path.addAll(Toml.parseDottedKey(text.substring(start, at).strip()));
        at++;
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        int value = at;
        List<Span> strings = new ArrayList<>();
        int end = value(strings);
        statements.add(new TomlStatement.Pair(path, start, value, end, strings));
    }

    private void until(char mark) {
        while (at < text.length() && text.charAt(at) != mark) {
            if (isQuote(text.charAt(at))) {
                string();
            } else {
                at++;
            }
        }
    }

    /** Passes a value; tells where it ends. */
    private int value(List<Span> strings) {
        int depth = 0;
        int end = at;
        while (at < text.length()) {
            char unit = text.charAt(at);
            if (depth == 0 && (unit == '\n' || unit == '#')) {
                return end;
            }
            if (isQuote(unit)) {
                int start = at;
                string();
                end = at;
                if (!isName()) {
                    strings.add(new Span(start, at));
                }
            } else if (unit == '#') {
                comment();
            } else {
                depth += unit == '[' || unit == '{' ? 1 : unit == ']' || unit == '}' ? -1 : 0;
                at++;
                end = Character.isWhitespace(unit) ? end : at;
            }
        }
        return end;
    }

    /** Whether the string that ends here names a value. */
    private boolean isName() {
        int next = at;
        while (next < text.length() && (text.charAt(next) == ' ' || text.charAt(next) == '\t')) {
            next++;
        }
        return next < text.length() && text.charAt(next) == '=';
    }

    private static boolean isQuote(char unit) {
        return unit == '"' || unit == '\'';
    }

    private void string() {
        char quote = text.charAt(at);
        String triple = String.valueOf(quote).repeat(3);
        if (!text.startsWith(triple, at)) {
            at++;
            passTo(String.valueOf(quote), quote);
            return;
        }
        at += 3;
        passTo(triple, quote);
        // Up to two quotes more belong to the text.
        for (int more = 0; more < 2 && at < text.length() && text.charAt(at) == quote; more++) {
            at++;
        }
    }

    private void passTo(String closing, char quote) {
        while (at < text.length() && !text.startsWith(closing, at)) {
            at += quote == '"' && text.charAt(at) == '\\' ? 2 : 1;
        }
        at = Math.min(at + closing.length(), text.length());
    }
}
