package io.agentgate.schema;

import io.agentgate.gateway.arguments.ArgumentSchema;
import io.agentgate.gateway.arguments.ArgumentSchemas;
import io.agentgate.gateway.arguments.Fit;
import io.agentgate.gateway.arguments.UnusableSchemaException;
import io.agentgate.protocol.Value;

/** JSON Schema as what the arguments of tools are held against. */
public final class JsonSchemas implements ArgumentSchemas {
    /** Most steps that one call's arguments may take: a tenth of a second or so at worst. */
    static final long CALL_STEPS = 1_000_000;

    /** Most steps that a schema may take, which are a few for each of its values. */
    private static final long SCHEMA_STEPS = 400_000;

    @Override
    public ArgumentSchema compile(Value source) throws UnusableSchemaException {
        try {
            Budget budget = new Budget(SCHEMA_STEPS);
            Subschema root = Compiler.compile(Json.read(source, budget), budget);
            return arguments -> fit(root, arguments);
        } catch (SchemaFault fault) {
            throw new UnusableSchemaException("is not usable: " + fault.getMessage());
        } catch (TooMuchWork large) {
            throw new UnusableSchemaException("is too large");
        }
    }

    private static Fit fit(Subschema root, Value arguments) {
        Checking run = new Checking(new Budget(CALL_STEPS));
        try {
            return root.fits(Json.read(arguments, run.budget()), run, null)
                    ? Fit.GOOD
                    : new Fit.Bad(run.misfits());
        } catch (TooMuchWork large) {
            return new Fit.Untold(String.valueOf(large.getMessage()));
        }
    }
}
