package io.agentgate.dashboard;

import io.agentgate.gateway.audit.CallFilter;
import io.agentgate.gateway.audit.CallFilter.Field;
import io.agentgate.gateway.audit.CallFilter.Match;
import io.agentgate.gateway.audit.CallPosition;
import io.agentgate.gateway.audit.CallSearch;
import io.agentgate.gateway.audit.CallStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The search for calls that the parameters of a request stand for. */
final class AskedCalls {
    /**
     * What is asked for by a name, in which a star stands for any text, and a ! before it for not.
     */
    private static final List<Field> NAMED =
            List.of(
                    Field.SERVER,
                    Field.TOOL,
                    Field.AGENT,
                    Field.CALLER,
                    Field.SESSION,
                    Field.STATUS,
                    Field.RULE);

    /** What is asked for by a part of it. */
    private static final List<Field> PARTS = List.of(Field.REASON, Field.REDACTED_BY);

    private static final List<String> OTHERS = List.of("text", "since", "until", "min_latency_ms");

    private AskedCalls() {}

    /** The names of the parameters, and more that a request takes. */
    static String[] parameters(String... more) {
        return Stream.of(
                        NAMED.stream().map(Field::word),
                        PARTS.stream().map(Field::word),
                        OTHERS.stream(),
                        Stream.of(more))
                .flatMap(names -> names)
                .toArray(String[]::new);
    }

    /** The names of the parameters that are names of calls, and more that a request takes. */
    static List<String> names(String... more) {
        return Stream.concat(NAMED.stream().map(Field::word), Stream.of(more)).toList();
    }

    /**
     * The filters by names alone.
     *
     * @throws IllegalArgumentException for a parameter that cannot be meant, which it names
     */
    static List<CallFilter> names(Parameters asked) {
        List<CallFilter> filters = new ArrayList<>();
        for (Field field : NAMED) {
            String name = asked.text(field.word());
            // Only of a rule there may be none: that is the default's.
            if (name != null && (field == Field.RULE || !name.isEmpty())) {
                CallFilter filter = CallFilter.asked(field, name);
                requireStatus(filter);
                filters.add(filter);
            }
        }
        return filters;
    }

    /**
     * The search.
     *
     * @throws IllegalArgumentException for a parameter that cannot be meant, which it names
     */
    static CallSearch of(Parameters asked, @Nullable CallPosition before, int limit) {
        List<CallFilter> filters = new ArrayList<>(names(asked));
        for (Field field : PARTS) {
            String part = asked.text(field.word());
            if (part != null && !part.isEmpty()) {
                filters.add(new CallFilter(field, Match.CONTAINS, part));
            }
        }
        String text = asked.text("text");
        return new CallSearch(
                filters,
                text == null || text.isEmpty() ? null : text,
                asked.millis("min_latency_ms"),
                asked.time("since"),
                asked.time("until"),
                before,
                limit);
    }

    /** A misspelt one would find nothing, or everything. */
    private static void requireStatus(CallFilter filter) {
        boolean exact = filter.match() == Match.EQUAL || filter.match() == Match.NOT_EQUAL;
        if (filter.field() == Field.STATUS
                && exact
                && CallStatus.ofWord(filter.value()).isEmpty()) {
            throw new IllegalArgumentException(
                    "`status` must be one of "
                            + String.join(
                                    ", ",
                                    Stream.of(CallStatus.values()).map(CallStatus::word).toList()));
        }
    }

    /** The place that a cursor stands for; null without one. */
    static @Nullable CallPosition cursor(Parameters asked) {
        String cursor = asked.word("cursor");
        return cursor == null
                ? null
                : CallPosition.ofOpaque(cursor)
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "`cursor` is not one that a page gave"));
    }
}
