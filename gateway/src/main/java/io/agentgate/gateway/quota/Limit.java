package io.agentgate.gateway.quota;

/**
 * One limit a call is charged to.
 *
 * @param words what people call it, at the beginning of a sentence
 */
record Limit(Charge charge, String words) {}
