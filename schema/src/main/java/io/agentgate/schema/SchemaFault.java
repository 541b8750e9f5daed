package io.agentgate.schema;

/** Says that a schema cannot be used, and at which place of it. */
final class SchemaFault extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * @param pointer JSON Pointer to the place
     * @param problem in words that follow it
     */
    SchemaFault(String pointer, String problem) {
        super((pointer.isEmpty() ? "" : Words.text(pointer) + " ") + Words.text(problem));
    }
}
