package io.agentgate.policy.text;

import io.agentgate.policy.Decision.Outcome;
import io.agentgate.policy.Mode;
import io.agentgate.policy.OperationNames;
import io.agentgate.policy.Permissions;
import io.agentgate.policy.PolicyException;
import io.agentgate.policy.PolicySet;
import io.agentgate.policy.Position;
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

/**
 * The reader of policy files: TOML, YAML or JSON, as their names end, in our dialect or in that of
 * another engine, as their keys say.
 */
public final class PolicyText {
    /** Longest text of one file, in characters. */
    public static final int MAX_LENGTH = 8 * 1024 * 1024;

    static final List<String> FILE_KEYS = RuleKeys.names(RuleKeys.OF_FILE);
    private static final List<String> METADATA_KEYS = List.of("name", "version");

    private final Position start;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();
    private final List<Problem> differences = new ArrayList<>();

    private final @Nullable Includes includes;
    private final Map<String, Position> ids = new HashMap<>();
    private final Budgets budgets = new Budgets();
    private final RoleReader roles = new RoleReader();
    private final OperationReader operations = new OperationReader(warnings);
    private List<String> included = List.of();

    private PolicyText(String fileName, @Nullable Includes includes) {
        this.start = new Position(fileName, 1, 1);
        this.includes = includes;
    }

    /**
     * Reads a policy that includes no other.
     *
     * @param fileName how problems name the file; it is not opened
     * @throws PolicyException with every problem found
     */
    public static PolicySet parse(String text, String fileName) throws PolicyException {
        return load(text, fileName).set();
    }

    /**
     * Reads a policy.
     *
     * @param fileName how problems name the file; it is not opened
     * @param includes gives the files that it includes
     * @throws PolicyException with every problem found
     */
    public static PolicySet parse(String text, String fileName, Includes includes)
            throws PolicyException {
        return load(text, fileName, includes).set();
    }

    /**
     * Reads a policy, for those who want to know more of the file than what it decides.
     *
     * @param fileName how problems name the file; it is not opened
     * @param includes gives the files that it includes; null where a text stands for itself
     * @throws PolicyException with every problem found
     */
    public static PolicyFile load(String text, String fileName, @Nullable Includes includes)
            throws PolicyException {
        return new PolicyText(fileName, includes).read(text);
    }

    /** The same, of a policy that includes no other. */
    public static PolicyFile load(String text, String fileName) throws PolicyException {
        return load(text, fileName, null);
    }

    /**
     * What other engines of this dialect read otherwise: for those who bring a file from there, who
     * cannot be told from those who wrote it for this one.
     *
     * @throws PolicyException if the text is no policy
     */
    public static List<Problem> differences(String text, String fileName) throws PolicyException {
        return load(text, fileName).differences();
    }

    /** The same, of a policy that may include others. */
    public static List<Problem> differences(String text, String fileName, Includes includes)
            throws PolicyException {
        return load(text, fileName, includes).differences();
    }

    private PolicyFile read(String text) throws PolicyException {
        if (text.length() > MAX_LENGTH) {
            String message = "file is longer than " + MAX_LENGTH + " characters";
            throw new PolicyException(List.of(new Problem(start, message)));
        }
        Tree.Table tree = Syntax.of(start.file()).read(text, start.file());
        TableReader file = new TableReader(tree, "file", start, problems);
        Dialect dialect = Dialect.of(tree);
        Read read =
                switch (dialect) {
                    case AGENTGATE -> own(file);
                    case MCP_POLICY_GATEWAY -> new GatewayPolicyReader(file, warnings).read();
                    case MCPGATE -> new McpGateReader(file, warnings).read();
                };
        PolicySet.Head head = read.head();
        if (!problems.isEmpty() || head == null) {
            problems.sort(Comparator.comparing(Problem::position));
            throw new PolicyException(problems);
        }
        warnings.addAll(Reachability.warnings(read.rules()));
        warnings.sort(Comparator.comparing(Problem::position));
        PolicySet set = new PolicySet(head, read.rules(), revisionOf(text), warnings);
        return new PolicyFile(set, dialect, read.audited(), differences);
    }

    /** What a file says, in whichever dialect; without a head, a problem was noted. */
    record Read(PolicySet.@Nullable Head head, List<Rule> rules, PolicyFile.Audited audited) {
        /** Of a dialect that knows neither modes, nor roles, nor operations. */
        Read(
                PolicySet.@Nullable Metadata metadata,
                Outcome byDefault,
                List<Rule> rules,
                PolicyFile.Audited audited) {
            this(
                    metadata == null
                            ? null
                            : new PolicySet.Head(
                                    metadata,
                                    byDefault,
                                    Mode.ENFORCE,
                                    Permissions.ALL,
                                    OperationNames.NONE),
                    rules,
                    audited);
        }

        /** Of one that does not tell audited calls apart, either. */
        Read(PolicySet.@Nullable Metadata metadata, Outcome byDefault, List<Rule> rules) {
            this(metadata, byDefault, rules, PolicyFile.Audited.NOTHING);
        }
    }

    private Read own(TableReader file) {
        file.refuseUnknown(FILE_KEYS);
        Mode mode = RuleReader.mode(file, Mode.ENFORCE);
        IncludeReader reader = new IncludeReader(includes, problems, mode, this::rules);
        List<Rule> rules = reader.all(file, start.file());
        included = reader.texts();
        budgets.warnOfUnused(warnings);
        PolicySet.Metadata metadata = metadata(file);
        Outcome byDefault = byDefault(file);
        return new Read(
                metadata == null
                        ? null
                        : new PolicySet.Head(
                                metadata,
                                byDefault,
                                mode,
                                roles.permissions(mode),
                                operations.names()),
                rules,
                PolicyFile.Audited.NOTHING);
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
                        "unknown default `" + text + "`" + Suggestion.of(text, RuleKeys.DEFAULTS));
                yield Outcome.DENY;
            }
        };
    }

    private PolicySet.@Nullable Metadata metadata(TableReader file) {
        TableReader metadata =
                file.get("metadata") instanceof Tree.Table
                        ? file.table("metadata", "`[metadata]`")
                        : null;
        if (metadata == null) {
            file.report(
                    file.has("metadata") ? file.keyAt("metadata") : start,
                    "missing table `[metadata]` with `name` and `version`");
            return null;
        }
        metadata.refuseUnknown(METADATA_KEYS);
        String name = metadata.required("name");
        String version = metadata.required("version");
        return name == null || version == null ? null : new PolicySet.Metadata(name, version);
    }

    private List<Rule> rules(TableReader file, Mode mode) {
        List<Rule> rules = new ArrayList<>();
        operations.take(file);
        roles.take(file);
        budgets.take(file);
        List<TableReader> tables =
                file.tables(
                        "rules",
                        "rule",
                        "`rules` must be a list of tables; begin each rule with `[[rules]]`");
        for (TableReader table : tables) {
            refuseTwin(table, ids);
            Rule rule = new RuleReader(table, mode, warnings, differences, budgets).read();
            if (rule != null) {
                rules.add(rule);
            }
        }
        return rules;
    }

    /** Notes an id that another rule has. */
    static void refuseTwin(TableReader reader, Map<String, Position> known) {
        if (!(reader.get("id") instanceof Tree.Text(String id))) {
            return;
        }
        Position taken = known.putIfAbsent(id, reader.position());
        if (taken != null) {
            reader.report(
                    reader.valueAt("id"),
                    "rule id `"
                            + id
                            + "` is already taken by the rule "
                            + place(taken, reader.position()));
        }
    }

    /** Where something else stands, for whoever reads this. */
    static String place(Position there, Position here) {
        return there.file().equals(here.file())
                ? "on line " + there.line()
                : "at " + there.file() + ":" + there.line();
    }

    /** The revision of a text with all that it includes. */
    private String revisionOf(String text) {
        return revision(included.isEmpty() ? text : text + '\0' + String.join("\0", included));
    }

    /**
     * What a set of this text has for a revision if it includes nothing, whether it loads or not.
     */
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
