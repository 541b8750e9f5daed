package io.agentgate.gateway.arguments;

/** Says why nothing can be held against a schema, in words that follow "its inputSchema". */
public final class UnusableSchemaException extends Exception {
    private static final long serialVersionUID = 1L;

    public UnusableSchemaException(String message) {
        super(message);
    }
}
