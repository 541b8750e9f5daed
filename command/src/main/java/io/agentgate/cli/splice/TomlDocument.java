package io.agentgate.cli.splice;

import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/** A TOML text as it was read: what it means, and where its statements stand. */
public record TomlDocument(
        SourceText source,
        Map<String, Object> plain,
        List<TomlStatement> statements,
        List<Span> comments) {
    public TomlDocument {
        statements = List.copyOf(statements);
        comments = List.copyOf(comments);
    }

    /**
     * Reads a text.
     *
     * @throws CommandException if it is not TOML, with file, line and column
     */
    public static TomlDocument read(SourceText source) throws CommandException {
        TomlParseResult toml = Toml.parse(source.text().substring(source.begin()));
        for (TomlParseError error : toml.errors()) {
            throw new CommandException(
                    ExitCode.CONFIG,
                    source.file()
                            + ":"
                            + error.position().line()
                            + ":"
                            + error.position().column()
                            + ": "
                            + error.getMessage());
        }
        TomlStatements found = TomlStatements.of(source);
        return new TomlDocument(source, table(toml), found.statements(), found.comments());
    }

    private static Map<String, Object> table(TomlTable table) {
        Map<String, Object> plain = new LinkedHashMap<>();
        for (Map.Entry<String, Object> entry : table.entrySet()) {
            plain.put(entry.getKey(), value(entry.getValue()));
        }
        return plain;
    }

    private static Object value(Object value) {
        return switch (value) {
            case TomlTable inner -> table(inner);
            case TomlArray array -> {
                List<Object> plain = new ArrayList<>();
                for (int i = 0; i < array.size(); i++) {
                    plain.add(value(array.get(i)));
                }
                yield plain;
            }
            default -> value;
        };
    }

    /** The pair of this whole name, or null. */
    public TomlStatement.@Nullable Pair pair(List<String> path) {
        for (TomlStatement statement : statements) {
            if (statement instanceof TomlStatement.Pair pair && pair.path().equals(path)) {
                return pair;
            }
        }
        return null;
    }

    /** Where the first statement at or below a name stands, or the text begins. */
    public int placeOf(List<String> path) {
        for (TomlStatement statement : statements) {
            List<String> found = statement.path();
            if (found.size() >= path.size() && found.subList(0, path.size()).equals(path)) {
                return statement.start();
            }
        }
        return source.begin();
    }
}
