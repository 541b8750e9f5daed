package io.agentgate.cli.imports;

import io.agentgate.cli.splice.JsonNode;
import io.agentgate.cli.splice.SourceText;
import io.agentgate.cli.terminal.CommandException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * A YAML text on its way to plain values: no types but those of JSON, and no more than a file has.
 */
final class YamlText {
    private static final int MAX_ALIASES = 20;
    private static final int MAX_DEPTH = 50;

    /** Aliases can name few lines again and again; what they stand for is counted each time. */
    private static final int MAX_VALUES = 100_000;

    private final SourceText source;
    private int values;

    private YamlText(SourceText source) {
        this.source = source;
    }

    /** Reads a text whose root is an object. */
    static Map<String, Object> read(SourceText source) throws CommandException {
        Object root;
        try {
            root = new Yaml(new SafeConstructor(options())).load(source.text());
        } catch (MarkedYAMLException wrong) {
            Mark mark = wrong.getProblemMark();
            int offset = mark == null ? source.begin() : offset(source, mark.getIndex());
            throw source.fault(offset, words(wrong.getProblem()));
        } catch (YAMLException wrong) {
            throw source.fault(source.begin(), words(wrong.getMessage()));
        }
        if (!(root instanceof Map<?, ?>)) {
            throw source.fault(source.begin(), "an object is expected");
        }
        return Plain.map(new YamlText(source).plain(root, 0));
    }

    private static LoaderOptions options() {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setAllowRecursiveKeys(false);
        options.setMaxAliasesForCollections(MAX_ALIASES);
        options.setNestingDepthLimit(MAX_DEPTH);
        options.setCodePointLimit(SourceText.MAX_BYTES);
        return options;
    }

    private static int offset(SourceText source, int codePoints) {
        int most = source.text().codePointCount(0, source.text().length());
        return source.text().offsetByCodePoints(0, Math.min(codePoints, most));
    }

    /** The first line; others show pieces of the file, which may be secrets. */
    private static String words(@Nullable String message) {
        return message == null ? "it is no YAML" : message.lines().findFirst().orElse("");
    }

    private Object plain(@Nullable Object value, int depth) throws CommandException {
        values++;
        if (values > MAX_VALUES) {
            throw source.fault(source.begin(), "more than " + MAX_VALUES + " values");
        }
        if (depth > MAX_DEPTH) {
            throw source.fault(source.begin(), "something in it contains itself, or is too deep");
        }
        return switch (value) {
            case null -> JsonNode.Null.NULL;
            case Map<?, ?> map -> {
                Map<String, Object> members = new LinkedHashMap<>();
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    members.put(String.valueOf(entry.getKey()), plain(entry.getValue(), depth + 1));
                }
                yield members;
            }
            case List<?> list -> {
                List<Object> elements = new ArrayList<>();
                for (Object element : list) {
                    elements.add(plain(element, depth + 1));
                }
                yield elements;
            }
            case String text -> text;
            case Number number -> number;
            case Boolean truth -> truth;
            default -> value.toString();
        };
    }
}
