package io.agentgate.schema;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.agentgate.gateway.arguments.ArgumentSchema;
import io.agentgate.gateway.arguments.Fit;
import io.agentgate.gateway.arguments.Misfit;
import io.agentgate.gateway.arguments.UnusableSchemaException;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Value;
import java.util.List;

/** Schemas and arguments of tests, written with single quotes. */
final class Schemas {
    private Schemas() {}

    private static Value json(String text) {
        return Value.of(Frame.of(text.replace('\'', '"').getBytes(UTF_8)));
    }

    static ArgumentSchema compiled(String schema) throws UnusableSchemaException {
        return new JsonSchemas().compile(json(schema));
    }

    static Fit fit(String schema, String arguments) throws UnusableSchemaException {
        return compiled(schema).fit(json(arguments));
    }

    /** What is wrong with arguments, each as it is told; nothing if they fit. */
    static List<String> misfits(String schema, String arguments) throws UnusableSchemaException {
        return switch (fit(schema, arguments)) {
            case Fit.Good() -> List.of();
            case Fit.Bad(List<Misfit> misfits) -> misfits.stream().map(Misfit::toString).toList();
            case Fit.Untold(String why) -> throw new AssertionError(why);
        };
    }

    /** Why a schema cannot be used. */
    static String fault(String schema) {
        try {
            compiled(schema);
        } catch (UnusableSchemaException unusable) {
            return String.valueOf(unusable.getMessage());
        }
        throw new AssertionError("usable: " + schema);
    }
}
