package io.agentgate.schema;

import io.agentgate.policy.regex.Regex;
import io.agentgate.policy.regex.RegexSyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The compilation of one schema. Only what its root can reach is compiled; references lead within
 * it, by a JSON Pointer or an anchor, and nothing is fetched.
 */
final class Compiler {
    /** Most states of all patterns together. */
    private static final int MAX_PATTERN_STATES = 8_192;

    /** Longest index of an array in a pointer. */
    private static final int MAX_INDEX = 6;

    /** What stands in these is data, whatever it looks like. */
    private static final Set<String> DATA = Set.of("const", "enum", "default", "examples");

    private final Json root;
    private final Budget budget;
    private final Draft draft;
    private final IdentityHashMap<Json, Subschema> compiled = new IdentityHashMap<>();
    private final Map<String, Located> anchors = new HashMap<>();
    private String id = "";
    private int patternStates;

    /**
     * A value of the schema.
     *
     * @param pointer JSON Pointer to it
     */
    private record Located(Json value, String pointer) {}

    private Compiler(Json root, Budget budget, Draft draft) {
        this.root = root;
        this.budget = budget;
        this.draft = draft;
    }

    static Subschema compile(Json root, Budget budget) throws SchemaFault {
        Compiler compiler = new Compiler(root, budget, draft(root));
        compiler.findAnchors(root, "");
        return compiler.schema(root, "");
    }

    /** The draft that a schema names, or the one that MCP 2025-11-25 says holds then. */
    private static Draft draft(Json root) throws SchemaFault {
        Json named = root instanceof Json.Obj schema ? schema.get("$schema") : null;
        if (named == null) {
            return Draft.DRAFT_2020_12;
        }
        Draft known = named instanceof Json.Text(String address) ? Draft.named(address) : null;
        if (known == null) {
            throw new SchemaFault("/$schema", "is not one of the drafts 2020-12, 2019-09 and 07");
        }
        return known;
    }

    Draft draft() {
        return draft;
    }

    Budget budget() {
        return budget;
    }

    private void findAnchors(Json value, String pointer) throws SchemaFault {
        budget.spend(1);
        switch (value) {
            case Json.Obj(Map<String, Json> members) -> {
                for (Map.Entry<String, Json> member : members.entrySet()) {
                    String inside = Place.under(pointer, member.getKey());
                    if (member.getValue() instanceof Json.Text(String text)) {
                        name(member.getKey(), text, new Located(value, pointer));
                    } else if (!DATA.contains(member.getKey())) {
                        findAnchors(member.getValue(), inside);
                    }
                }
            }
            case Json.Arr(List<Json> elements) -> {
                for (int i = 0; i < elements.size(); i++) {
                    findAnchors(elements.get(i), pointer + "/" + i);
                }
            }
            case Json.Text _, Json.Num _, Json.Bool _, Json.Nil _ -> {}
        }
    }

    private void name(String keyword, String name, Located named) throws SchemaFault {
        switch (keyword) {
            case "$anchor", "$dynamicAnchor" -> anchors.put(name, named);
            case "$id" -> {
                if (name.startsWith("#") && draft == Draft.DRAFT_07) {
                    anchors.put(name.substring(1), named);
                } else if (named.pointer().isEmpty()) {
                    id = name.endsWith("#") ? name.substring(0, name.length() - 1) : name;
                } else {
                    throw new SchemaFault(named.pointer(), "is a schema with an $id of its own");
                }
            }
            default -> {}
        }
    }

    /** Compiles a value of the schema that is to be a schema itself. */
    Subschema schema(Json value, String pointer) throws SchemaFault {
        budget.spend(1);
        return switch (value) {
            case Json.Bool(boolean anything) -> anything ? Subschema.ANYTHING : Subschema.NOTHING;
            case Json.Obj schema -> {
                Subschema known = compiled.get(schema);
                if (known != null) {
                    yield known;
                }
                Subschema made = new Subschema();
                compiled.put(schema, made);
                fill(made, new Place(this, schema, pointer));
                yield made;
            }
            case Json.Arr _, Json.Text _, Json.Num _, Json.Nil _ ->
                    throw new SchemaFault(pointer, "must be a schema");
        };
    }

    private void fill(Subschema made, Place place) throws SchemaFault {
        List<Keyword> keywords = new ArrayList<>();
        Combinations.references(place, keywords);
        boolean alone = draft == Draft.DRAFT_07 && place.has("$ref");
        if (!alone) {
            Scalars.add(place, keywords);
            Members.add(place, keywords);
            Elements.add(place, keywords);
            Combinations.add(place, keywords);
        }
        int before = keywords.size();
        if (!alone && draft != Draft.DRAFT_07) {
            Members.addUnevaluated(place, keywords);
            Elements.addUnevaluated(place, keywords);
        }
        made.fill(keywords.toArray(Keyword[]::new), keywords.size() > before);
    }

    /** The schema that a reference leads to. */
    Subschema referred(Place from, String keyword, String reference) throws SchemaFault {
        int hash = reference.indexOf('#');
        String document = hash < 0 ? reference : reference.substring(0, hash);
        if (!document.isEmpty() && !document.equals(id)) {
            throw from.fault(keyword, "leads out of the schema, and nothing is fetched");
        }
        String fragment = hash < 0 ? "" : decoded(from, keyword, reference.substring(hash + 1));
        Located target =
                fragment.isEmpty() || fragment.startsWith("/")
                        ? at(fragment)
                        : anchors.get(fragment);
        if (target == null) {
            throw from.fault(keyword, "leads nowhere");
        }
        return schema(target.value(), target.pointer());
    }

    private static String decoded(Place from, String keyword, String fragment) throws SchemaFault {
        try {
            return URLDecoder.decode(fragment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException wrong) {
            throw from.fault(keyword, "is no reference");
        }
    }

    private @Nullable Located at(String pointer) {
        Json value = root;
        String[] tokens = pointer.split("/", -1);
        for (int i = 1; i < tokens.length; i++) {
            budget.spend(1);
            String token = tokens[i].replace("~1", "/").replace("~0", "~");
            Json inner =
                    switch (value) {
                        case Json.Obj schema -> schema.get(token);
                        case Json.Arr(List<Json> elements) -> element(elements, token);
                        case Json.Text _, Json.Num _, Json.Bool _, Json.Nil _ -> null;
                    };
            if (inner == null) {
                return null;
            }
            value = inner;
        }
        return new Located(value, pointer);
    }

    private static @Nullable Json element(List<Json> elements, String index) {
        boolean whole =
                !index.isEmpty()
                        && index.length() <= MAX_INDEX
                        && index.chars().allMatch(digit -> digit >= '0' && digit <= '9');
        int place = whole ? Integer.parseInt(index) : elements.size();
        return place < elements.size() ? elements.get(place) : null;
    }

    /** A pattern of the schema, whose states count. */
    Regex pattern(String source, String pointer) throws SchemaFault {
        Regex regex;
        try {
            regex = EcmaPattern.compile(source);
        } catch (RegexSyntaxException wrong) {
            throw new SchemaFault(pointer, "is a pattern that is not taken: " + wrong.getMessage());
        }
        patternStates += regex.size();
        if (patternStates > MAX_PATTERN_STATES) {
            throw new SchemaFault(
                    pointer, "brings the patterns beyond " + MAX_PATTERN_STATES + " states");
        }
        return regex;
    }
}
