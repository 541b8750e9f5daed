package io.agentgate.policy.text;

import io.agentgate.policy.PolicyException;
import io.agentgate.policy.Position;
import io.agentgate.policy.Problem;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
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

/**
 * Reads YAML: one document of what JSON can say. Anchors, merge keys and tags are refused, since a
 * policy has to be read where it stands.
 */
final class YamlTree {
    private static final int MAX_DEPTH = 64;
    private static final Pattern FRACTION =
            Pattern.compile("-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]+)?");

    private final String file;

    private YamlTree(String file) {
        this.file = file;
    }

    static Tree.Table read(String text, String file) throws PolicyException {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(0);
        options.setNestingDepthLimit(MAX_DEPTH);
        options.setCodePointLimit(PolicyText.MAX_LENGTH);
        YamlTree reader = new YamlTree(file);
        try {
            Node root = new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
            if (root == null) {
                return new Tree.Table(Map.of());
            }
            if (reader.tree(root) instanceof Tree.Table table) {
                return table;
            }
            throw reader.refusal(root.getStartMark(), "the file must be one mapping of YAML");
        } catch (MarkedYAMLException wrong) {
            throw reader.refusal(wrong.getProblemMark(), String.valueOf(wrong.getProblem()));
        } catch (YAMLException wrong) {
            throw reader.refusal(null, String.valueOf(wrong.getMessage()));
        }
    }

    private PolicyException refusal(@Nullable Mark mark, String message) {
        return new PolicyException(List.of(new Problem(position(mark), message)));
    }

    private Position position(@Nullable Mark mark) {
        return mark == null
                ? new Position(file, 1, 1)
                : new Position(file, mark.getLine() + 1, mark.getColumn() + 1);
    }

    private Tree tree(Node node) throws PolicyException {
        if (node.getAnchor() != null) {
            throw refusal(node.getStartMark(), "anchors and aliases are not read");
        }
        return switch (node) {
            case MappingNode mapping -> table(mapping);
            case SequenceNode sequence -> items(sequence);
            case ScalarNode scalar -> single(scalar);
            default -> throw refusal(node.getStartMark(), "anchors and aliases are not read");
        };
    }

    private Tree table(MappingNode mapping) throws PolicyException {
        Map<String, Tree.Entry> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            Node key = tuple.getKeyNode();
            if (!(key instanceof ScalarNode name) || !key.getTag().equals(Tag.STR)) {
                throw refusal(key.getStartMark(), "a name must be a string");
            }
            Position at = position(key.getStartMark());
            Tree.Place place = place(tuple.getValueNode());
            Tree value = tree(tuple.getValueNode());
            if (entries.putIfAbsent(name.getValue(), new Tree.Entry(at, value, place)) != null) {
                throw refusal(key.getStartMark(), "`" + name.getValue() + "` stands here twice");
            }
        }
        return new Tree.Table(entries);
    }

    private Tree items(SequenceNode sequence) throws PolicyException {
        List<Tree.Item> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            items.add(new Tree.Item(tree(item), place(item)));
        }
        return new Tree.Items(items);
    }

    /** What else YAML 1.1 takes for one, as `on`, is a word to whoever writes it. */
    private static Tree flag(String text) {
        return switch (text) {
            case "true" -> new Tree.Flag(true);
            case "false" -> new Tree.Flag(false);
            default -> new Tree.Other("`" + text + "`", null);
        };
    }

    private Tree single(ScalarNode scalar) throws PolicyException {
        Tag tag = scalar.getTag();
        if (tag.equals(Tag.STR)) {
            return new Tree.Text(scalar.getValue());
        }
        if (tag.equals(Tag.INT)) {
            return whole(scalar.getValue());
        }
        if (tag.equals(Tag.FLOAT)) {
            return new Tree.Other("a number with a fraction", asJson(scalar, FRACTION));
        }
        if (tag.equals(Tag.BOOL)) {
            return flag(scalar.getValue());
        }
        if (tag.equals(Tag.NULL)) {
            return new Tree.Other("nothing", "null");
        }
        if (tag.equals(Tag.TIMESTAMP)) {
            return new Tree.Other("a date or time", '"' + scalar.getValue() + '"');
        }
        throw refusal(scalar.getStartMark(), "tags are not read");
    }

    /** Only as JSON spells numbers: what YAML 1.1 takes for one besides means a text to most. */
    private static Tree whole(String text) {
        try {
            boolean plain = text.matches("-?(0|[1-9][0-9]*)");
            return plain
                    ? new Tree.Whole(Long.parseLong(text))
                    : new Tree.Other("`" + text + "`", null);
        } catch (NumberFormatException large) {
            return new Tree.Other("so large a number", text);
        }
    }

    /** A value that JSON spells the same; null where it does not. */
    private static @Nullable String asJson(ScalarNode scalar, Pattern form) {
        return form.matcher(scalar.getValue()).matches() ? scalar.getValue() : null;
    }

    private Tree.Place place(Node node) {
        Position at = position(node.getStartMark());
        if (!(node instanceof ScalarNode scalar)
                || node.getStartMark().getLine() != node.getEndMark().getLine()) {
            return Tree.Place.of(at);
        }
        return switch (scalar.getScalarStyle()) {
            case PLAIN -> behind(at, 0);
            case SINGLE_QUOTED -> behind(at, 1);
            default -> Tree.Place.of(at);
        };
    }

    private Tree.Place behind(Position at, int quote) {
        return new Tree.Place(
                at, index -> new Position(file, at.line(), at.column() + quote + index));
    }
}
