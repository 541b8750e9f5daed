package io.agentgate.gateway;

import io.agentgate.policy.PolicySet;

/**
 * Port: the policy set in force. A source never loses the last good set: text that does not load
 * changes nothing.
 */
public interface PolicySource {

    /** The set in force; one volatile read. */
    PolicySet current();
}
