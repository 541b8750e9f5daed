package io.agentgate.policy.text;

import io.agentgate.policy.PolicyException;
import io.agentgate.policy.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;
import org.tomlj.TomlVersion;

/** Reads TOML 1.0. */
final class TomlTree {
    private final SourceText source;

    private TomlTree(SourceText source) {
        this.source = source;
    }

    static Tree.Table read(String text, String file) throws PolicyException {
        SourceText source = new SourceText(file, text);
        TomlParseResult result;
        try {
            result = Toml.parse(text, TomlVersion.V1_0_0);
        } catch (StackOverflowError e) {
            throw new PolicyException(
                    List.of(new Problem(source.start(), "arrays or tables are nested too deeply")));
        }
        List<Problem> problems = new ArrayList<>();
        for (TomlParseError error : result.errors()) {
            problems.add(new Problem(source.at(error.position()), message(error)));
        }
        if (!problems.isEmpty()) {
            // What a broken text seems to say is not worth a second message.
            throw new PolicyException(problems);
        }
        return new TomlTree(source).table(result);
    }

    private static String message(TomlParseError error) {
        String text = String.valueOf(error.getMessage());
        return text.replaceFirst("^Unexpected '(.+?)', expected ", "unexpected `$1`, expected ")
                .replaceFirst("^Unexpected ", "unexpected ")
                .replaceFirst(
                        "^(\\S+) previously defined at (.*)$", "`$1` was already defined at $2")
                .replaceFirst(
                        "^Invalid escape sequence '(.+)'$",
                        "invalid escape `$1`; a '…' string has none")
                .replaceFirst("^I", "i");
    }

    private Tree.Table table(TomlTable table) {
        Map<String, Tree.Entry> entries = new LinkedHashMap<>();
        for (String key : table.keySet()) {
            List<String> path = List.of(key);
            Object value = table.get(path);
            TomlPosition at = table.inputPositionOf(path);
            if (value != null) {
                entries.put(key, entry(value, at));
            }
        }
        return new Tree.Table(entries);
    }

    private Tree.Entry entry(Object value, @Nullable TomlPosition at) {
        if (at == null) {
            return new Tree.Entry(source.start(), tree(value), Tree.Place.of(source.start()));
        }
        Tree.Place place =
                new Tree.Place(source.valueOf(at), index -> source.insideValue(at, index));
        return new Tree.Entry(source.at(at), tree(value), place);
    }

    private Tree tree(Object value) {
        return switch (value) {
            case String text -> new Tree.Text(text);
            case Long number -> new Tree.Whole(number);
            case TomlTable table -> table(table);
            case TomlArray array -> items(array);
            case Double number ->
                    new Tree.Other(
                            "a number with a fraction",
                            Double.isFinite(number) ? number.toString() : null);
            case Boolean flag -> new Tree.Flag(flag);
            default -> new Tree.Other("a date or time", "\"" + value + '"');
        };
    }

    private Tree items(TomlArray array) {
        List<Tree.Item> items = new ArrayList<>(array.size());
        for (int i = 0; i < array.size(); i++) {
            Tree.Place place = Tree.Place.of(source.at(array.inputPositionOf(i)));
            items.add(new Tree.Item(tree(array.get(i)), place));
        }
        return new Tree.Items(items);
    }
}
