package io.agentgate.examples;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Parameters are what a tool of the workshop takes: named strings, all of them required.
 *
 * <p>They give the schema that a model reads and check the arguments that it sends, so the two
 * can't differ. A JSON Schema validator could check any schema, which the workshop does not need.
 */
record Parameters(List<Parameter> all) {
    static final Parameters NONE = of();

    /** A parameter is one named string and what a model is told about it. */
    record Parameter(String name, String description) {}

    Parameters {
        all = List.copyOf(all);
    }

    static Parameters of(Parameter... parameters) {
        return new Parameters(List.of(parameters));
    }

    Map<String, Object> schema() {
        // Ordered maps: the same text at every start, which Map.of does not promise.
        var properties = new LinkedHashMap<String, Object>();
        for (var parameter : all) {
            var property = new LinkedHashMap<String, Object>();
            property.put("type", "string");
            property.put("description", parameter.description());
            properties.put(parameter.name(), property);
        }
        var schema = new LinkedHashMap<String, Object>();
        schema.put("type", "object");
        schema.put("properties", properties);
        schema.put("required", all.stream().map(Parameter::name).toList());
        schema.put("additionalProperties", false);
        return schema;
    }

    /** The arguments in the order of the parameters. */
    List<String> check(Map<String, Object> arguments) {
        for (var name : arguments.keySet()) {
            if (all.stream().noneMatch(parameter -> parameter.name().equals(name))) {
                throw new IllegalArgumentException("there is no argument `" + name + "`");
            }
        }
        return all.stream().map(parameter -> check(parameter, arguments)).toList();
    }

    private static String check(Parameter parameter, Map<String, Object> arguments) {
        if (arguments.get(parameter.name()) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException(
                "argument `" + parameter.name() + "` must be there and be a string");
    }
}
