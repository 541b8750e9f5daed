package io.agentgate.gateway.arguments;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Request;
import io.agentgate.protocol.Span;
import io.agentgate.protocol.Value;
import org.jspecify.annotations.Nullable;

/** The schema of one tool as its server listed it, compiled when it is first needed. */
final class ListedSchema {
    private static final Value NONE = Value.of(Frame.of("{}".getBytes(US_ASCII)));

    private final byte @Nullable [] source;
    private final ArgumentSchemas schemas;
    private volatile @Nullable Compiled compiled;

    /** What became of it. */
    private sealed interface Compiled {
        record Usable(ArgumentSchema schema) implements Compiled {}

        record Unusable(String why) implements Compiled {}
    }

    /**
     * @param source null if the tool has none, or one that is too long
     * @param there whether the tool has one
     */
    ListedSchema(byte @Nullable [] source, boolean there, ArgumentSchemas schemas) {
        this.source = source;
        this.schemas = schemas;
        if (source == null) {
            compiled =
                    new Compiled.Unusable(
                            there
                                    ? "is longer than " + ListedSchemas.MAX_SCHEMA + " bytes"
                                    : "is missing");
        }
    }

    byte @Nullable [] source() {
        return source;
    }

    int length() {
        return source == null ? 0 : source.length;
    }

    /**
     * Holds the arguments of a call against it. What is left out, or null, are none.
     *
     * @throws UnusableSchemaException if that cannot be done with it
     */
    Fit fit(Request call) throws UnusableSchemaException {
        Compiled known = compiled;
        if (known == null) {
            // Two threads may both do it, and come to the same.
            known = compile();
            compiled = known;
        }
        return switch (known) {
            case Compiled.Usable(ArgumentSchema schema) -> schema.fit(arguments(call));
            case Compiled.Unusable(String why) -> throw new UnusableSchemaException(why);
        };
    }

    private static Value arguments(Request call) {
        Span span = call.params().arguments();
        return span == null ? NONE : new Value(call.frame(), span);
    }

    private Compiled compile() {
        if (source == null) {
            throw new IllegalStateException("what has no source is compiled from the beginning");
        }
        try {
            Span whole = new Span(0, source.length);
            return new Compiled.Usable(schemas.compile(new Value(Frame.of(source), whole)));
        } catch (UnusableSchemaException fault) {
            return new Compiled.Unusable(String.valueOf(fault.getMessage()));
        }
    }
}
