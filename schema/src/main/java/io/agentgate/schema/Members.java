package io.agentgate.schema;

import io.agentgate.policy.regex.Regex;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keywords for objects (JSON Schema 2020-12, core, sections 10.3.2 and 11.3; validation, section
 * 6.5).
 */
final class Members {
    private Members() {}

    static void add(Place place, List<Keyword> keywords) throws SchemaFault {
        List<String> required = place.texts("required");
        if (required != null) {
            keywords.add((value, run, _) -> has(value, required, run, "required"));
        }
        size(place, keywords);
        values(place, keywords);
        Subschema names = place.schema("propertyNames");
        if (names != null) {
            keywords.add(new NamesOf(names));
        }
        dependent(place, keywords);
    }

    private static boolean has(Json value, List<String> names, Checking run, String keyword) {
        if (!(value instanceof Json.Obj object)) {
            return true;
        }
        run.budget().spend(names.size());
        List<String> missing = names.stream().filter(name -> object.get(name) == null).toList();
        return missing.isEmpty() || run.misfit(keyword, "must have " + Words.names(missing));
    }

    private static void size(Place place, List<Keyword> keywords) throws SchemaFault {
        Integer least = place.count("minProperties");
        if (least != null) {
            keywords.add(
                    (value, run, _) ->
                            !(value instanceof Json.Obj(Map<String, Json> members))
                                    || members.size() >= least
                                    || run.misfit(
                                            "minProperties",
                                            "must have " + least + " members or more"));
        }
        Integer most = place.count("maxProperties");
        if (most != null) {
            keywords.add(
                    (value, run, _) ->
                            !(value instanceof Json.Obj(Map<String, Json> members))
                                    || members.size() <= most
                                    || run.misfit(
                                            "maxProperties",
                                            "must have " + most + " members at most"));
        }
    }

    private static void values(Place place, List<Keyword> keywords) throws SchemaFault {
        Map<String, Subschema> properties = place.named("properties");
        List<Patterned> patterned = new ArrayList<>();
        for (Map.Entry<String, Json> member : place.members("patternProperties").entrySet()) {
            patterned.add(
                    new Patterned(
                            place.pattern("patternProperties", member.getKey()),
                            place.schema("patternProperties", member)));
        }
        Subschema others = place.schema("additionalProperties");
        if (!properties.isEmpty() || !patterned.isEmpty() || others != null) {
            keywords.add(new Values(properties, patterned, others));
        }
    }

    /** What members must be like whose names match. */
    private record Patterned(Regex names, Subschema schema) {}

    /** What members must be like: by name, by pattern, or all others. */
    private record Values(
            Map<String, Subschema> properties,
            List<Patterned> patterned,
            @Nullable Subschema others)
            implements Keyword {
        @Override
        public boolean holds(Json value, Checking run, @Nullable Marks marks) {
            if (!(value instanceof Json.Obj(Map<String, Json> members))) {
                return true;
            }
            boolean hold = true;
            for (Map.Entry<String, Json> member : members.entrySet()) {
                run.enter(member.getKey());
                hold &= holds(member.getKey(), member.getValue(), run, marks);
                run.leave();
                if (!hold && run.isSilent()) {
                    return false;
                }
            }
            return hold;
        }

        private boolean holds(String name, Json value, Checking run, @Nullable Marks marks) {
            run.budget().spend(1);
            boolean known = false;
            boolean holds = true;
            Subschema own = properties.get(name);
            if (own != null) {
                known = true;
                holds = run.fits(value, own, "properties");
            }
            for (Patterned more : patterned) {
                if (run.found(more.names(), name)) {
                    known = true;
                    holds &= run.fits(value, more.schema(), "patternProperties");
                }
            }
            if (!known && others != null) {
                known = true;
                holds = run.fits(value, others, "additionalProperties");
            }
            if (known && marks != null) {
                marks.member(name);
            }
            return holds;
        }
    }

    /** What the names of members must be like. */
    private record NamesOf(Subschema schema) implements Keyword {
        @Override
        public boolean holds(Json value, Checking run, @Nullable Marks marks) {
            boolean hold = true;
            if (value instanceof Json.Obj(Map<String, Json> members)) {
                for (String name : members.keySet()) {
                    hold &= schema.fitsSilently(new Json.Text(name), run, null);
                }
            }
            return hold || run.misfit("propertyNames", "must have members of other names");
        }
    }

    private static void dependent(Place place, List<Keyword> keywords) throws SchemaFault {
        // Its two successors came with 2019-09, whose meta-schema still knows it.
        for (Map.Entry<String, Json> member : place.members("dependencies").entrySet()) {
            if (member.getValue() instanceof Json.Arr) {
                depend(keywords, member.getKey(), place.texts("dependencies", member.getValue()));
            } else {
                depend(keywords, member.getKey(), place.schema("dependencies", member));
            }
        }
        if (place.draft() != Draft.DRAFT_07) {
            for (Map.Entry<String, Json> member : place.members("dependentRequired").entrySet()) {
                depend(
                        keywords,
                        member.getKey(),
                        place.texts("dependentRequired", member.getValue()));
            }
            place.named("dependentSchemas")
                    .forEach((name, schema) -> depend(keywords, name, schema));
        }
    }

    private static void depend(List<Keyword> keywords, String name, List<String> needed) {
        keywords.add(
                (value, run, _) ->
                        !(value instanceof Json.Obj object)
                                || object.get(name) == null
                                || has(object, needed, run, "dependentRequired"));
    }

    private static void depend(List<Keyword> keywords, String name, Subschema schema) {
        keywords.add(
                (value, run, marks) ->
                        !(value instanceof Json.Obj object)
                                || object.get(name) == null
                                || schema.fits(object, run, marks));
    }

    static void addUnevaluated(Place place, List<Keyword> keywords) throws SchemaFault {
        Subschema others = place.schema("unevaluatedProperties");
        if (others != null) {
            keywords.add(new Unevaluated(others));
        }
    }

    /** What members must be like that no other keyword has spoken about. */
    private record Unevaluated(Subschema schema) implements Keyword {
        @Override
        public boolean holds(Json value, Checking run, @Nullable Marks marks) {
            if (!(value instanceof Json.Obj(Map<String, Json> members)) || marks == null) {
                return true;
            }
            boolean hold = true;
            for (Map.Entry<String, Json> member : members.entrySet()) {
                if (!marks.hasMember(member.getKey())) {
                    run.enter(member.getKey());
                    hold &= run.fits(member.getValue(), schema, "unevaluatedProperties");
                    run.leave();
                    marks.member(member.getKey());
                }
            }
            return hold;
        }
    }
}
