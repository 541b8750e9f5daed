package io.agentgate.gateway.arguments;

import io.agentgate.protocol.Value;

/** What the arguments of one tool must be like; thread safe. */
public interface ArgumentSchema {
    /** Holds arguments against it, with a bounded amount of work. */
    Fit fit(Value arguments);
}
