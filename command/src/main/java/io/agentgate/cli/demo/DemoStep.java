package io.agentgate.cli.demo;

/**
 * One call the demo's agent makes.
 *
 * @param tool the tool's name
 * @param arguments its arguments, as JSON text
 * @param announced how the call is to end
 * @param story what an agent would be up to, in a few words
 */
record DemoStep(String tool, String arguments, DemoOutcome announced, String story) {}
