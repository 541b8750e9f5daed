package io.agentgate.policy.text;

import io.agentgate.policy.PolicyException;
import io.agentgate.policy.PolicySet;
import io.agentgate.policy.Position;
import io.agentgate.policy.Problem;
import io.agentgate.policy.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A policy of whichever dialect and syntax, said in our dialect in one of the syntaxes.
 *
 * @param text of a file that decides the same
 * @param notes what does not show in it
 */
public record PolicyConversion(String text, List<Problem> notes) {
    public PolicyConversion {
        notes = List.copyOf(notes);
    }

    /**
     * Converts a policy.
     *
     * @param fileName how problems name the file; it is not opened
     * @throws PolicyException with every problem found, if it does not load, and with everything
     *     that our dialect has no words for
     */
    public static PolicyConversion of(String text, String fileName, Syntax to)
            throws PolicyException {
        PolicyFile file = PolicyText.load(text, fileName);
        Tree.Table tree;
        if (file.dialect() == Dialect.AGENTGATE) {
            tree = Syntax.of(fileName).read(text, fileName);
        } else {
            OwnWords words = new OwnWords();
            tree = words.of(file.set());
            if (!words.problems().isEmpty()) {
                throw new PolicyException(words.problems());
            }
        }
        String converted = TreeText.of(tree, to);
        requireSame(file.set(), converted, to);
        return new PolicyConversion(converted, notes(file, fileName));
    }

    private static List<Problem> notes(PolicyFile file, String fileName) {
        List<Problem> notes = new ArrayList<>(file.set().warnings());
        if (file.audited().byDefault() || !file.audited().rules().isEmpty()) {
            notes.add(
                    new Problem(
                            new Position(fileName, 1, 1),
                            "`audit` becomes `allow`: every call is recorded"));
        }
        return notes;
    }

    /** What says something else would be worse than nothing. */
    private static void requireSame(PolicySet set, String converted, Syntax to)
            throws PolicyException {
        PolicySet read =
                PolicyText.parse(converted, "converted." + to.name().toLowerCase(Locale.ROOT));
        boolean same =
                read.byDefault() == set.byDefault()
                        && read.operations().equals(set.operations())
                        && read.rules().size() == set.rules().size();
        for (int i = 0; same && i < set.rules().size(); i++) {
            same = isSame(set.rules().get(i), read.rules().get(i));
        }
        if (!same) {
            throw new IllegalStateException("the converted policy says something else");
        }
    }

    private static boolean isSame(Rule one, Rule other) {
        return one.id().equals(other.id())
                && one.scope().equals(other.scope())
                && one.effect().equals(other.effect())
                && (one.condition() == null) == (other.condition() == null);
    }
}
