package io.agentgate.gateway.journal;

/**
 * A place in a journal: everything before {@code offset} of segment {@code generation} is whole.
 */
record Position(int generation, int offset) {}
