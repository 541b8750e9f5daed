package io.agentgate.gateway.statistics;

/**
 * What was charged to a limit or budget for the calls of one tool by one agent.
 *
 * @param limit the rule's id, or the limit's fixed name
 * @param calls calls that were charged to it
 * @param refused calls that it refused
 * @param cost what those that were charged took out of it; their number where calls are counted
 */
public record Charge(
        String limit, String agent, String tool, long calls, long refused, long cost) {}
