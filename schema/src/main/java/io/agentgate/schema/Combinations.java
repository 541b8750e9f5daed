package io.agentgate.schema;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keywords that apply other schemas to the same value (JSON Schema 2020-12, core, sections 8.2.3
 * and 10.2).
 */
final class Combinations {
    private Combinations() {}

    /**
     * References. A dynamic one leads to where it would lead at its place, as there are no schemas
     * within this one that have an id of their own.
     */
    static void references(Place place, List<Keyword> keywords) throws SchemaFault {
        reference(place, "$ref", keywords);
        switch (place.draft()) {
            case DRAFT_07 -> {}
            case DRAFT_2019_09 -> reference(place, "$recursiveRef", keywords);
            case DRAFT_2020_12 -> reference(place, "$dynamicRef", keywords);
        }
    }

    private static void reference(Place place, String keyword, List<Keyword> keywords)
            throws SchemaFault {
        String reference = place.text(keyword);
        if (reference != null) {
            keywords.add(place.compiler().referred(place, keyword, reference)::fits);
        }
    }

    static void add(Place place, List<Keyword> keywords) throws SchemaFault {
        List<Subschema> all = some(place, "allOf");
        if (all != null) {
            all.forEach(each -> keywords.add(each::fits));
        }
        List<Subschema> any = some(place, "anyOf");
        if (any != null) {
            keywords.add(new Alternatives(any, false));
        }
        List<Subschema> one = some(place, "oneOf");
        if (one != null) {
            keywords.add(new Alternatives(one, true));
        }
        Subschema not = place.schema("not");
        if (not != null) {
            keywords.add(
                    (value, run, _) ->
                            !not.fitsSilently(value, run, null)
                                    || run.misfit("not", "must not be as it is"));
        }
        Subschema condition = place.schema("if");
        Subschema then = place.schema("then");
        Subschema otherwise = place.schema("else");
        if (condition != null) {
            keywords.add(new Conditional(condition, then, otherwise));
        }
    }

    private static @Nullable List<Subschema> some(Place place, String keyword) throws SchemaFault {
        List<Subschema> schemas = place.schemas(keyword);
        if (schemas != null && schemas.isEmpty()) {
            throw place.fault(keyword, "must not be empty");
        }
        return schemas;
    }

    /** Of some schemas one has to fit: exactly one, or one at least. */
    private record Alternatives(List<Subschema> schemas, boolean exactlyOne) implements Keyword {
        @Override
        public boolean holds(Json value, Checking run, @Nullable Marks marks) {
            int fitting = 0;
            for (Subschema schema : schemas) {
                if (schema.fitsSilently(value, run, marks)) {
                    fitting++;
                    // Who asks what was spoken about wants to hear all of them.
                    if (exactlyOne ? fitting > 1 : marks == null) {
                        break;
                    }
                }
            }
            boolean hold = exactlyOne ? fitting == 1 : fitting > 0;
            return hold
                    || run.misfit(
                            exactlyOne ? "oneOf" : "anyOf",
                            fitting == 0
                                    ? "must fit one of " + schemas.size() + " alternatives"
                                    : "must fit one alternative alone");
        }
    }

    /** If one schema fits, another has to, and if not, a third. */
    private record Conditional(
            Subschema condition, @Nullable Subschema then, @Nullable Subschema otherwise)
            implements Keyword {
        @Override
        public boolean holds(Json value, Checking run, @Nullable Marks marks) {
            Subschema next = condition.fitsSilently(value, run, marks) ? then : otherwise;
            return next == null || next.fits(value, run, marks);
        }
    }
}
