package io.agentgate.gateway;

import io.agentgate.gateway.arguments.ArgumentSchema;
import io.agentgate.gateway.arguments.Fit;
import io.agentgate.gateway.arguments.Misfit;
import io.agentgate.gateway.arguments.UnusableSchemaException;
import io.agentgate.protocol.Value;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.NullUnmarked;

/**
 * Schemas of a language for tests: {@code {"needs": NAME}} is a member that has to be there and to
 * be a text, {@code {"fault": WHY}} cannot be used, and {@code {"untold": WHY}} takes too long.
 */
@NullUnmarked
final class NeedsSchemas {
    /** How many schemas were compiled. */
    static final AtomicInteger COMPILED = new AtomicInteger();

    private NeedsSchemas() {}

    static ArgumentSchema compile(Value source) throws UnusableSchemaException {
        COMPILED.incrementAndGet();
        String fault = text(source, "fault");
        if (fault != null) {
            throw new UnusableSchemaException(fault);
        }
        String untold = text(source, "untold");
        if (untold != null) {
            return _ -> new Fit.Untold(untold);
        }
        String needed = text(source, "needs");
        return arguments -> fit(needed, arguments);
    }

    private static Fit fit(String needed, Value arguments) {
        Value there = needed == null ? null : arguments.member(needed);
        if (needed == null
                || (there != null && there.text() != null && !there.text().startsWith("["))) {
            return Fit.GOOD;
        }
        return new Fit.Bad(
                List.of(
                        there == null
                                ? new Misfit("", "needs", "must have " + needed)
                                : new Misfit("/" + needed, "needs", "must be a text")));
    }

    private static String text(Value source, String name) {
        Value value = source.member(name);
        return value == null ? null : value.text();
    }
}
