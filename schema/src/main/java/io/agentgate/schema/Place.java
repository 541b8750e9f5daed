package io.agentgate.schema;

import io.agentgate.policy.regex.Regex;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One object of a schema while it is compiled: its keywords, each of the kind that it has to be.
 *
 * @param pointer JSON Pointer to the object
 */
record Place(Compiler compiler, Json.Obj schema, String pointer) {

    /** JSON Pointer to a member (RFC 6901). */
    static String under(String pointer, String name) {
        return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
    }

    private String at(String keyword) {
        return under(pointer, keyword);
    }

    SchemaFault fault(String keyword, String problem) {
        return new SchemaFault(at(keyword), problem);
    }

    Draft draft() {
        return compiler.draft();
    }

    boolean has(String keyword) {
        return schema.get(keyword) != null;
    }

    @Nullable Json get(String keyword) {
        return schema.get(keyword);
    }

    @Nullable BigDecimal number(String keyword) throws SchemaFault {
        return switch (get(keyword)) {
            case null -> null;
            case Json.Num(BigDecimal value) -> value;
            case Json _ -> throw fault(keyword, "must be a number");
        };
    }

    /** How many, capped where nothing can have so many. */
    @Nullable Integer count(String keyword) throws SchemaFault {
        return switch (get(keyword)) {
            case null -> null;
            case Json.Num number when number.isWhole() && number.value().signum() >= 0 ->
                    number.value().min(BigDecimal.valueOf(Integer.MAX_VALUE)).intValue();
            case Json _ -> throw fault(keyword, "must be a whole number and not below 0");
        };
    }

    @Nullable String text(String keyword) throws SchemaFault {
        return switch (get(keyword)) {
            case null -> null;
            case Json.Text(String value) -> value;
            case Json _ -> throw fault(keyword, "must be a string");
        };
    }

    boolean truth(String keyword) throws SchemaFault {
        return switch (get(keyword)) {
            case null -> false;
            case Json.Bool(boolean value) -> value;
            case Json _ -> throw fault(keyword, "must be true or false");
        };
    }

    @Nullable List<Json> list(String keyword) throws SchemaFault {
        return switch (get(keyword)) {
            case null -> null;
            case Json.Arr(List<Json> elements) -> elements;
            case Json _ -> throw fault(keyword, "must be an array");
        };
    }

    @Nullable List<String> texts(String keyword) throws SchemaFault {
        Json value = get(keyword);
        return value == null ? null : texts(keyword, value);
    }

    List<String> texts(String keyword, Json value) throws SchemaFault {
        if (!(value instanceof Json.Arr(List<Json> elements))) {
            throw fault(keyword, "must be an array of strings");
        }
        List<String> texts = new ArrayList<>(elements.size());
        for (Json element : elements) {
            if (!(element instanceof Json.Text(String text))) {
                throw fault(keyword, "must be an array of strings");
            }
            texts.add(text);
        }
        return texts;
    }

    @Nullable Subschema schema(String keyword) throws SchemaFault {
        Json value = get(keyword);
        return value == null ? null : compiler.schema(value, at(keyword));
    }

    @Nullable List<Subschema> schemas(String keyword) throws SchemaFault {
        List<Json> values = list(keyword);
        if (values == null) {
            return null;
        }
        List<Subschema> schemas = new ArrayList<>(values.size());
        for (Json value : values) {
            schemas.add(compiler.schema(value, at(keyword) + "/" + schemas.size()));
        }
        return schemas;
    }

    /** The members of an object; none if it is not there. */
    Map<String, Json> members(String keyword) throws SchemaFault {
        return switch (get(keyword)) {
            case null -> Map.of();
            case Json.Obj(Map<String, Json> members) -> members;
            case Json _ -> throw fault(keyword, "must be an object");
        };
    }

    Map<String, Subschema> named(String keyword) throws SchemaFault {
        Map<String, Subschema> named = new LinkedHashMap<>();
        for (Map.Entry<String, Json> member : members(keyword).entrySet()) {
            named.put(member.getKey(), schema(keyword, member));
        }
        return named;
    }

    Subschema schema(String keyword, Map.Entry<String, Json> member) throws SchemaFault {
        return compiler.schema(member.getValue(), under(at(keyword), member.getKey()));
    }

    Regex pattern(String keyword, String source) throws SchemaFault {
        return compiler.pattern(source, at(keyword));
    }
}
