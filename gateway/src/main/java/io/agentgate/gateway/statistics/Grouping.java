package io.agentgate.gateway.statistics;

/** What calls are told apart by. */
public enum Grouping {
    /** The tool of a server. */
    TOOL,
    AGENT,
    SERVER,
    /** The rule or limit that decided. */
    RULE
}
