package io.agentgate.cli.config;

import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** A configuration in YAML: one document, without anchors that mean themselves. */
final class YamlText {
    private static final int MAX_ALIASES = 50;
    private static final int MAX_DEPTH = 16;

    private final Path file;
    private final Problems problems;

    private YamlText(Path file, Problems problems) {
        this.file = file;
        this.problems = problems;
    }

    static ConfigTable read(Path file, String text, Problems problems) {
        return new YamlText(file, problems).whole(text);
    }

    private ConfigTable whole(String text) {
        LoaderOptions limits = new LoaderOptions();
        limits.setMaxAliasesForCollections(MAX_ALIASES);
        limits.setNestingDepthLimit(MAX_DEPTH);
        limits.setAllowRecursiveKeys(false);
        Place start = new Place.InFile(file, 1, 1);
        try {
            Node node = new Yaml(new SafeConstructor(limits)).compose(new StringReader(text));
            if (node == null) {
                return new ConfigTable(start);
            }
            if (node instanceof MappingNode mapping) {
                return table(mapping, MAX_DEPTH);
            }
            problems.report(place(node), "the file must be one mapping of keys to values");
        } catch (MarkedYAMLException wrong) {
            Mark mark = wrong.getProblemMark();
            problems.report(mark == null ? start : place(mark), "not YAML: " + wrong.getProblem());
        } catch (YAMLException wrong) {
            problems.report(start, "not YAML: " + wrong.getMessage());
        }
        return new ConfigTable(start);
    }

    private ConfigTable table(MappingNode mapping, int depth) {
        ConfigTable table = new ConfigTable(place(mapping));
        for (NodeTuple tuple : mapping.getValue()) {
            Place place = place(tuple.getKeyNode());
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                problems.report(place, "a key must be a word");
                continue;
            }
            Object value = value(tuple.getValueNode(), depth - 1);
            if (!table.put(key.getValue(), new ConfigTable.Entry(place, value))) {
                problems.report(place, "`" + key.getValue() + "` is there twice");
            }
        }
        return table;
    }

    private @Nullable Object value(Node node, int depth) {
        if (depth == 0) {
            problems.report(place(node), "values are nested too deep");
            return null;
        }
        return switch (node) {
            case MappingNode mapping -> table(mapping, depth);
            case SequenceNode sequence -> list(sequence, depth);
            case ScalarNode scalar -> scalar(scalar);
            default -> null;
        };
    }

    private ConfigList list(SequenceNode sequence, int depth) {
        List<ConfigTable.Entry> list = new ArrayList<>();
        for (Node node : sequence.getValue()) {
            list.add(new ConfigTable.Entry(place(node), value(node, depth - 1)));
        }
        return new ConfigList(list);
    }

    private static @Nullable Object scalar(ScalarNode scalar) {
        String text = scalar.getValue();
        Tag tag = scalar.getTag();
        if (tag.equals(Tag.NULL)) {
            return null;
        }
        // `yes` and `on` are words: what YAML 1.1 took for truth surprised too many.
        if (tag.equals(Tag.BOOL) && (text.equals("true") || text.equals("false"))) {
            return Boolean.valueOf(text);
        }
        return tag.equals(Tag.INT) ? number(text) : text;
    }

    /** A number in another notation, or too large for any key, stays text. */
    private static Object number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException otherNotation) {
            return text;
        }
    }

    private Place place(Node node) {
        return place(node.getStartMark());
    }

    private Place place(Mark mark) {
        return new Place.InFile(file, mark.getLine() + 1, mark.getColumn() + 1);
    }
}
