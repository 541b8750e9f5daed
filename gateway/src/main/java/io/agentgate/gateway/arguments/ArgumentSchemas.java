package io.agentgate.gateway.arguments;

import io.agentgate.protocol.Value;

/** What makes a schema of a tool's {@code inputSchema}; thread safe. */
public interface ArgumentSchemas {
    /**
     * Compiles a schema, in time bounded by its size.
     *
     * @param source a JSON value that was scanned
     * @throws UnusableSchemaException if arguments cannot be held against it
     */
    ArgumentSchema compile(Value source) throws UnusableSchemaException;
}
