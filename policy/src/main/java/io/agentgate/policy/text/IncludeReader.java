package io.agentgate.policy.text;

import io.agentgate.policy.Mode;
import io.agentgate.policy.PolicyException;
import io.agentgate.policy.Position;
import io.agentgate.policy.Problem;
import io.agentgate.policy.Rule;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the files that a policy includes, each of them once. Their rules stand before those of the
 * file that includes them, in the order in which they are named.
 */
final class IncludeReader {
    /** Files within files, the first of all not counted. */
    static final int MAX_DEPTH = 8;

    /** Files of one policy, the first of all not counted. */
    static final int MAX_FILES = 64;

    /** Reads the rules of one file. */
    interface Rules {
        List<Rule> of(TableReader file, Mode mode);
    }

    private final @Nullable Includes includes;
    private final List<Problem> problems;
    private final Mode mode;
    private final Rules rules;
    private final Deque<String> path = new ArrayDeque<>();
    private final Set<String> known = new HashSet<>();
    private final List<String> texts = new ArrayList<>();

    /**
     * @param includes null where a text stands for itself
     * @param mode of rules that do not say one
     */
    IncludeReader(@Nullable Includes includes, List<Problem> problems, Mode mode, Rules rules) {
        this.includes = includes;
        this.problems = problems;
        this.mode = mode;
        this.rules = rules;
    }

    /** The texts of all files that were read, in their order. */
    List<String> texts() {
        return texts;
    }

    /** All rules of a file: those of the files it includes, then its own. */
    List<Rule> all(TableReader file, String name) {
        path.addLast(name);
        known.add(name);
        List<Rule> all = new ArrayList<>();
        for (TableReader.Listed each : file.texts("includes")) {
            all.addAll(included(file, each, name));
        }
        all.addAll(rules.of(file, mode));
        path.removeLast();
        return all;
    }

    private List<Rule> included(TableReader file, TableReader.Listed each, String from) {
        String name = includes == null ? null : includes.resolve(from, each.text());
        String refusal = refusal(each.text(), name);
        if (refusal != null || name == null || includes == null) {
            file.report(each.at(), String.valueOf(refusal));
            return List.of();
        }
        try {
            String text = includes.read(name);
            if (text.length() > PolicyText.MAX_LENGTH) {
                throw new IOException("longer than " + PolicyText.MAX_LENGTH + " characters");
            }
            texts.add(text);
            return rules(text, name);
        } catch (IOException unreadable) {
            known.add(name);
            file.report(each.at(), "`" + each.text() + "` cannot be read: " + reason(unreadable));
        } catch (PolicyException wrong) {
            problems.addAll(wrong.problems());
        }
        return List.of();
    }

    private @Nullable String refusal(String written, @Nullable String name) {
        if (name == null) {
            return "a policy that is no file cannot include others";
        }
        if (written.isBlank() || written.startsWith("/") || written.contains("\\")) {
            return "`" + written + "` is no relative path with `/`";
        }
        if (path.contains(name)) {
            return "`"
                    + written
                    + "` includes itself: "
                    + String.join(" -> ", path)
                    + " -> "
                    + name;
        }
        if (known.contains(name)) {
            return "`" + written + "` is included already";
        }
        if (path.size() > MAX_DEPTH) {
            return "files are included deeper than " + MAX_DEPTH;
        }
        return known.size() > MAX_FILES ? "more than " + MAX_FILES + " files are included" : null;
    }

    private List<Rule> rules(String text, String name) throws PolicyException {
        Tree.Table tree = Syntax.of(name).read(text, name);
        TableReader file = new TableReader(tree, "file", new Position(name, 1, 1), problems);
        for (String key : List.of("default", "mode")) {
            if (file.has(key)) {
                file.report(file.keyAt(key), "`" + key + "` stands in the file that includes this");
            }
        }
        file.refuseUnknown(PolicyText.FILE_KEYS);
        return all(file, name);
    }

    /** The kind of trouble alone: what else stands there is the name once more. */
    private static String reason(IOException unreadable) {
        String kind = unreadable.getClass().getSimpleName();
        return kind.equals("IOException") ? String.valueOf(unreadable.getMessage()) : kind;
    }
}
