package io.agentgate.gateway.federation;

/** What a string is whose owner must be told. */
enum Carrier {
    /** The name of a tool or a prompt: {@code fs__read_file}. */
    NAME,
    /** The URI of a resource, or a template of one: {@code fs+file:///a}. */
    URI,
    /** The id of a task: {@code fs:786512e2}. */
    TASK
}
