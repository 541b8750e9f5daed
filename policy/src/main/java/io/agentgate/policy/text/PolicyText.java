package io.agentgate.policy.text;

import io.agentgate.policy.Decision.Outcome;
import io.agentgate.policy.PolicyException;
import io.agentgate.policy.PolicySet;
import io.agentgate.policy.Problem;
import io.agentgate.policy.Rule;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;
import org.tomlj.TomlVersion;

/** The reader of policy files. */
public final class PolicyText {
    static final int MAX_LENGTH = 8 * 1024 * 1024;

    private static final List<String> FILE_KEYS = List.of("default", "metadata", "rules");
    private static final List<String> METADATA_KEYS = List.of("name", "version");

    private final SourceText source;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();
    private final List<Problem> differences = new ArrayList<>();

    private PolicyText(SourceText source) {
        this.source = source;
    }

    /**
     * Reads a policy.
     *
     * @param fileName how problems name the file; it is not opened
     * @throws PolicyException with every problem found
     */
    public static PolicySet parse(String text, String fileName) throws PolicyException {
        return new PolicyText(new SourceText(fileName, text)).read(text);
    }

    /**
     * What other engines of this dialect read otherwise: for those who bring a file from there, who
     * cannot be told from those who wrote it for this one.
     *
     * @throws PolicyException if the text is no policy
     */
    public static List<Problem> differences(String text, String fileName) throws PolicyException {
        PolicyText read = new PolicyText(new SourceText(fileName, text));
        read.read(text);
        return List.copyOf(read.differences);
    }

    private PolicySet read(String text) throws PolicyException {
        TableReader file = new TableReader(toml(text), "file", source.start(), source, problems);
        file.refuseUnknown(FILE_KEYS);
        Outcome byDefault = byDefault(file);
        PolicySet.@Nullable Metadata metadata = metadata(file);
        List<Rule> rules = rules(file);
        if (!problems.isEmpty() || metadata == null) {
            problems.sort(Comparator.comparing(Problem::position));
            throw new PolicyException(problems);
        }
        warnings.addAll(Reachability.warnings(rules));
        warnings.sort(Comparator.comparing(Problem::position));
        return new PolicySet(metadata, byDefault, rules, revision(text), warnings);
    }

    private TomlTable toml(String text) throws PolicyException {
        if (text.length() > MAX_LENGTH) {
            throw refusal("file is longer than " + MAX_LENGTH + " characters");
        }
        TomlParseResult result;
        try {
            result = Toml.parse(text, TomlVersion.V1_0_0);
        } catch (StackOverflowError e) {
            throw refusal("arrays or tables are nested too deeply");
        }
        for (TomlParseError error : result.errors()) {
            problems.add(new Problem(source.at(error.position()), message(error)));
        }
        if (!problems.isEmpty()) {
            // What a broken text seems to say is not worth a second message.
            throw new PolicyException(problems);
        }
        return result;
    }

    private PolicyException refusal(String message) {
        return new PolicyException(List.of(new Problem(source.start(), message)));
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

    private static Outcome byDefault(TableReader file) {
        String text = file.text("default");
        if (text == null) {
            return Outcome.ALLOW;
        }
        return switch (text) {
            case "allow" -> Outcome.ALLOW;
            case "deny" -> Outcome.DENY;
            default -> {
                file.report(
                        file.valueAt("default"),
                        "unknown default `"
                                + text
                                + "`"
                                + Suggestion.of(text, List.of("allow", "deny")));
                yield Outcome.DENY;
            }
        };
    }

    private PolicySet.@Nullable Metadata metadata(TableReader file) {
        Object value = file.get("metadata");
        if (!(value instanceof TomlTable table)) {
            file.report(
                    value == null ? source.start() : file.keyAt("metadata"),
                    "missing table `[metadata]` with `name` and `version`");
            return null;
        }
        TableReader metadata =
                new TableReader(table, "`[metadata]`", file.keyAt("metadata"), source, problems);
        metadata.refuseUnknown(METADATA_KEYS);
        String name = metadata.required("name");
        String version = metadata.required("version");
        return name == null || version == null ? null : new PolicySet.Metadata(name, version);
    }

    private List<Rule> rules(TableReader file) {
        Object value = file.get("rules");
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof TomlArray array)) {
            file.report(
                    file.keyAt("rules"),
                    "`rules` must be a list of tables; begin each rule with `[[rules]]`");
            return List.of();
        }
        List<Rule> rules = new ArrayList<>(array.size());
        Map<String, Integer> linesById = new HashMap<>();
        for (int i = 0; i < array.size(); i++) {
            if (!(array.get(i) instanceof TomlTable table)) {
                file.report(
                        source.at(array.inputPositionOf(i)),
                        "a rule must be a table, not " + TableReader.kind(array.get(i)));
                continue;
            }
            TableReader reader =
                    new TableReader(
                            table, "rule", source.at(array.inputPositionOf(i)), source, problems);
            refuseTwin(reader, linesById);
            Rule rule = new RuleReader(reader, warnings, differences).read();
            if (rule != null) {
                rules.add(rule);
            }
        }
        return rules;
    }

    private static void refuseTwin(TableReader reader, Map<String, Integer> linesById) {
        if (!(reader.get("id") instanceof String id)) {
            return;
        }
        Integer line = linesById.putIfAbsent(id, reader.position().line());
        if (line != null) {
            reader.report(
                    reader.valueAt("id"),
                    "rule id `" + id + "` is already taken by the rule on line " + line);
        }
    }

    /** What a set of this text has for a revision, whether it loads or not. */
    public static String revision(String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
