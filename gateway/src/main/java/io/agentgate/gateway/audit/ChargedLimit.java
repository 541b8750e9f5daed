package io.agentgate.gateway.audit;

import java.time.Duration;

/**
 * A limit as a call found it.
 *
 * @param limit id of the policy rule, or name of the limit of the process, that sets it
 * @param capacity calls that it allows in a window
 * @param left whole calls that it still allowed, once this one was charged or refused
 * @param window time in which all of it comes back
 */
public record ChargedLimit(String limit, long capacity, long left, Duration window) {}
