package io.agentgate.policy.text;

import io.agentgate.policy.Operation;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The keys of a policy file and of its rules, in the order in which they are told. */
final class RuleKeys {
    static final long DEFAULT_MAX_CALLS = 100;
    static final long MOST_CALLS = 1_000_000_000;
    static final long DEFAULT_WINDOW_SECONDS = 60;
    static final long LONGEST_WINDOW_SECONDS = Duration.ofDays(366).toSeconds();

    static final long DEFAULT_REPEATS = 10;
    static final long DAY_SECONDS = Duration.ofDays(1).toSeconds();

    static final List<String> ACTIONS =
            List.of(
                    "allow",
                    "deny",
                    "redact",
                    "rate_limit",
                    "spend",
                    "limit_concurrency",
                    "limit_repeats");
    static final List<String> DEFAULTS = List.of("allow", "deny");
    static final List<String> MODES = List.of("enforce", "shadow");
    static final List<String> PHASES = List.of("arguments", "results", "both");
    static final List<String> PARTS = List.of("agent", "server", "tool", "operation");

    /** One key. */
    record Key(String name, Form form, String meaning) {}

    /** What a key takes. */
    sealed interface Form {
        /** A text. */
        record Text() implements Form {}

        /** One of some words. */
        record Word(List<String> words) implements Form {}

        /** A list of texts. */
        record Texts() implements Form {}

        /** A list of some words. */
        record Words(List<String> words) implements Form {}

        /** A whole number. */
        record Whole(long least, long most, long standard) implements Form {}

        /** A table of names, each true or false. */
        record Flags(List<String> names) implements Form {}

        /** A table of texts, all of which are required. */
        record Table(List<String> names) implements Form {}

        /** A table of names, each a list of texts. */
        record Lists(List<String> names) implements Form {}

        /** The list of rules. */
        record Rules() implements Form {}

        /** A list of tables. */
        record Tables(List<Key> keys, List<String> required) implements Form {}
    }

    private static final Form TEXT = new Form.Text();
    private static final Form TEXTS = new Form.Texts();

    private static final Key PER =
            new Key("per", new Form.Words(PARTS), "of what each has a limit of its own");
    private static final Form OPERATIONS = new Form.Words(Operation.words());
    private static final Key WINDOW =
            new Key(
                    "window_seconds",
                    new Form.Whole(1, LONGEST_WINDOW_SECONDS, DEFAULT_WINDOW_SECONDS),
                    "time in which so many calls are let through");

    static final List<Key> OF_ROLE =
            List.of(
                    new Key("role", TEXT, "a role, as credentials name it"),
                    new Key("agents", TEXTS, "agents that have it whatever their credential says"),
                    new Key("servers", TEXTS, "which servers they may use; all without it"),
                    new Key("tools", TEXTS, "which tools they may call"),
                    new Key("prompts", TEXTS, "which prompts they may get"),
                    new Key("resources", TEXTS, "URIs of resources that they may read"),
                    new Key(
                            "operations",
                            OPERATIONS,
                            "what they may do there; anything without it"));

    static final List<Key> OF_BUDGET =
            List.of(
                    new Key("id", TEXT, "as rules call it"),
                    new Key(
                            "limit",
                            new Form.Whole(0, MOST_CALLS, 0),
                            "what calls may cost together in a window"),
                    new Key(
                            "window_seconds",
                            new Form.Whole(1, LONGEST_WINDOW_SECONDS, DAY_SECONDS),
                            "time in which an empty budget is whole again"),
                    PER);

    static final List<Key> OF_FILE =
            List.of(
                    new Key(
                            "default",
                            new Form.Word(DEFAULTS),
                            "what happens to a call that no rule decides; allow without it"),
                    new Key(
                            "mode",
                            new Form.Word(MODES),
                            "whether the default, and rules that do not say, have an effect"),
                    new Key(
                            "includes",
                            TEXTS,
                            "files whose rules stand before these, by their paths from this one"),
                    new Key(
                            "metadata",
                            new Form.Table(List.of("name", "version")),
                            "required, but in a file that is included"),
                    new Key(
                            "operations",
                            new Form.Lists(Operation.words()),
                            "what tools do, by their names; * is a wildcard"),
                    new Key(
                            "roles",
                            new Form.Tables(OF_ROLE, List.of("role")),
                            "what roles permit; everything to everybody without them"),
                    new Key(
                            "budgets",
                            new Form.Tables(OF_BUDGET, List.of("id", "limit")),
                            "what rules with action spend draw from"),
                    new Key("rules", new Form.Rules(), "from top to bottom"));

    private static final List<Key> OF_ALL_RULES =
            List.of(
                    new Key("id", TEXT, "unique in the file; shown in errors and records"),
                    new Key("server", TEXT, "a server's configured name; * is a wildcard"),
                    new Key("servers", TEXTS, "several of them"),
                    new Key("tool", TEXT, "a tool's name; * is a wildcard"),
                    new Key("tools", TEXTS, "several of them"),
                    new Key("resources", TEXTS, "URIs of resources, instead of tools"),
                    new Key("prompts", TEXTS, "names of prompts, instead of tools"),
                    new Key(
                            "methods",
                            new Form.Words(ScopeReader.METHODS),
                            "the requests it is for; tools/call, or those of resources or prompts"),
                    new Key(
                            "annotations",
                            new Form.Flags(ScopeReader.HINTS),
                            "what the server says of the tool"),
                    new Key("operations", OPERATIONS, "what the request does; anything without it"),
                    new Key("agents", TEXTS, "whose calls it is for"),
                    new Key("roles", TEXTS, "what their credential says they are, one of them"),
                    new Key("action", new Form.Word(ACTIONS), "what it does"),
                    new Key("mode", new Form.Word(MODES), "whether it has an effect"),
                    new Key("condition", TEXT, "when it applies; always without one"));

    private static final Map<String, List<Key>> OF_ACTION =
            Map.of(
                    "allow",
                    List.of(),
                    "deny",
                    List.of(new Key("message", TEXT, "what the agent is told")),
                    "redact",
                    List.of(
                            new Key("pattern", TEXT, "regular expression, as for Rust's regex"),
                            new Key("replacement", TEXT, "[REDACTED] without it; $1 is a group"),
                            new Key("on", new Form.Word(PHASES), "which way it looks")),
                    "rate_limit",
                    List.of(
                            new Key(
                                    "max_calls",
                                    new Form.Whole(0, MOST_CALLS, DEFAULT_MAX_CALLS),
                                    "calls in a window; 0 lets none through"),
                            WINDOW,
                            new Key(
                                    "burst",
                                    new Form.Whole(1, MOST_CALLS, DEFAULT_MAX_CALLS),
                                    "calls that may come at once; as max_calls without it"),
                            PER),
                    "spend",
                    List.of(
                            new Key("budget", TEXT, "the id of a budget"),
                            new Key(
                                    "cost",
                                    new Form.Whole(1, MOST_CALLS, 1),
                                    "what a call takes from it")),
                    "limit_concurrency",
                    List.of(
                            new Key(
                                    "max_in_flight",
                                    new Form.Whole(0, MOST_CALLS, 1),
                                    "calls in progress at once"),
                            PER),
                    "limit_repeats",
                    List.of(
                            new Key(
                                    "max_repeats",
                                    new Form.Whole(1, MOST_CALLS, DEFAULT_REPEATS),
                                    "how often an agent may make the same call in a window"),
                            WINDOW));

    private RuleKeys() {}

    static List<String> names(List<Key> keys) {
        return keys.stream().map(Key::name).toList();
    }

    /** Those of rules of this action alone. */
    static List<Key> ofAction(String action) {
        return OF_ACTION.getOrDefault(action, List.of());
    }

    /** Those of rules of any action. */
    static List<Key> ofAllRules() {
        return OF_ALL_RULES;
    }

    /** Those of rules of whichever action. */
    static List<Key> all() {
        Set<Key> keys = new LinkedHashSet<>(OF_ALL_RULES);
        ACTIONS.forEach(action -> keys.addAll(ofAction(action)));
        return List.copyOf(keys);
    }
}
