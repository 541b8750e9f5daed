package io.agentgate.schema;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keywords for arrays (JSON Schema 2020-12, core, sections 10.3.1 and 11.2; validation, section
 * 6.4).
 */
final class Elements {
    private Elements() {}

    static void add(Place place, List<Keyword> keywords) throws SchemaFault {
        size(place, keywords);
        items(place, keywords);
        contains(place, keywords);
        if (place.truth("uniqueItems")) {
            keywords.add(Elements::areUnique);
        }
    }

    private static void size(Place place, List<Keyword> keywords) throws SchemaFault {
        Integer least = place.count("minItems");
        if (least != null) {
            keywords.add(
                    (value, run, _) ->
                            !(value instanceof Json.Arr(List<Json> elements))
                                    || elements.size() >= least
                                    || run.misfit(
                                            "minItems", "must have " + least + " items or more"));
        }
        Integer most = place.count("maxItems");
        if (most != null) {
            keywords.add(
                    (value, run, _) ->
                            !(value instanceof Json.Arr(List<Json> elements))
                                    || elements.size() <= most
                                    || run.misfit(
                                            "maxItems", "must have " + most + " items at most"));
        }
    }

    /** Before 2020-12 {@code items} was an array where some first elements have their own. */
    private static void items(Place place, List<Keyword> keywords) throws SchemaFault {
        boolean older = place.draft() != Draft.DRAFT_2020_12;
        boolean array = older && place.get("items") instanceof Json.Arr;
        List<Subschema> first = array ? place.schemas("items") : null;
        if (!older) {
            first = place.schemas("prefixItems");
        }
        String keyword = array ? "additionalItems" : "items";
        Subschema others = place.schema(keyword);
        if (first != null || others != null) {
            keywords.add(new Items(first == null ? List.of() : first, others, keyword));
        }
    }

    /**
     * What elements must be like.
     *
     * @param first of the first ones
     * @param others of all behind
     */
    private record Items(List<Subschema> first, @Nullable Subschema others, String keyword)
            implements Keyword {
        private String firstKeyword() {
            return keyword.equals("items") ? "prefixItems" : "items";
        }

        @Override
        public boolean holds(Json value, Checking run, @Nullable Marks marks) {
            if (!(value instanceof Json.Arr(List<Json> elements))) {
                return true;
            }
            boolean hold = true;
            int spoken = others == null ? Math.min(first.size(), elements.size()) : elements.size();
            for (int i = 0; i < spoken; i++) {
                Subschema schema = i < first.size() ? first.get(i) : others;
                if (schema != null) {
                    run.enter(i);
                    hold &=
                            run.fits(
                                    elements.get(i),
                                    schema,
                                    i < first.size() ? firstKeyword() : keyword);
                    run.leave();
                }
                if (!hold && run.isSilent()) {
                    return false;
                }
                if (marks != null) {
                    marks.element(i);
                }
            }
            return hold;
        }
    }

    private static void contains(Place place, List<Keyword> keywords) throws SchemaFault {
        Subschema wanted = place.schema("contains");
        if (wanted == null) {
            return;
        }
        boolean counted = place.draft() != Draft.DRAFT_07;
        Integer least = counted ? place.count("minContains") : null;
        Integer most = counted ? place.count("maxContains") : null;
        keywords.add(
                new Contains(
                        wanted,
                        least == null ? 1 : least,
                        most == null ? Integer.MAX_VALUE : most,
                        place.draft() == Draft.DRAFT_2020_12));
    }

    /**
     * How many elements must be like something.
     *
     * @param marking whether these are spoken about
     */
    private record Contains(Subschema schema, int least, int most, boolean marking)
            implements Keyword {
        @Override
        public boolean holds(Json value, Checking run, @Nullable Marks marks) {
            if (!(value instanceof Json.Arr(List<Json> elements))) {
                return true;
            }
            int found = 0;
            for (int i = 0; i < elements.size(); i++) {
                if (schema.fitsSilently(elements.get(i), run, null)) {
                    found++;
                    if (marking && marks != null) {
                        marks.element(i);
                    }
                }
            }
            boolean enough =
                    found >= least
                            || run.misfit(
                                    least == 1 ? "contains" : "minContains",
                                    "must have " + least + " items of a kind or more");
            boolean fewEnough =
                    found <= most
                            || run.misfit(
                                    "maxContains",
                                    "must have " + most + " items of a kind at most");
            return enough && fewEnough;
        }
    }

    private static boolean areUnique(Json value, Checking run, @Nullable Marks marks) {
        if (value instanceof Json.Arr(List<Json> elements)) {
            Set<String> seen = new HashSet<>();
            for (Json element : elements) {
                if (!seen.add(element.canonical(run.budget()))) {
                    return run.misfit("uniqueItems", "must not have an item twice");
                }
            }
        }
        return true;
    }

    static void addUnevaluated(Place place, List<Keyword> keywords) throws SchemaFault {
        Subschema others = place.schema("unevaluatedItems");
        if (others != null) {
            keywords.add(new Unevaluated(others));
        }
    }

    /** What elements must be like that no other keyword has spoken about. */
    private record Unevaluated(Subschema schema) implements Keyword {
        @Override
        public boolean holds(Json value, Checking run, @Nullable Marks marks) {
            if (!(value instanceof Json.Arr(List<Json> elements)) || marks == null) {
                return true;
            }
            boolean hold = true;
            for (int i = 0; i < elements.size(); i++) {
                if (!marks.hasElement(i)) {
                    run.enter(i);
                    hold &= run.fits(elements.get(i), schema, "unevaluatedItems");
                    run.leave();
                    marks.element(i);
                }
            }
            return hold;
        }
    }
}
