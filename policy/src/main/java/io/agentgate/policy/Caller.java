package io.agentgate.policy;

import java.util.Set;

/**
 * Who makes a call, as far as rules may ask.
 *
 * @param agent whom the call is charged to
 * @param name the authenticated principal behind it
 * @param roles what the credential says of it; empty where it says nothing
 */
public record Caller(String agent, String name, Set<String> roles) {}
