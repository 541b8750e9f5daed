package io.agentgate.gateway.statistics;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The calls that have one name in common.
 *
 * @param name of a rule null for the default; of tools and agents null for those that were too many
 *     to be counted apart
 * @param server that of a tool; null for all else
 * @param lastSeen when the last one was decided
 * @param examples ids of some of the newest ones, for a rule; none for all else
 */
public record Group(
        @Nullable String name,
        @Nullable String server,
        Tally tally,
        Instant lastSeen,
        List<String> examples) {
    /** The order in which groups are given. */
    public static final Comparator<Group> MOST_CALLS_FIRST =
            Comparator.comparingLong((Group group) -> group.tally().calls())
                    .reversed()
                    .thenComparing(Group::name, Comparator.nullsLast(Comparator.naturalOrder()))
                    .thenComparing(Group::server, Comparator.nullsLast(Comparator.naturalOrder()));

    public Group {
        examples = List.copyOf(examples);
    }

    /** The same with ids of calls. */
    public Group withExamples(List<String> ids) {
        return new Group(name, server, tally, lastSeen, ids);
    }
}
