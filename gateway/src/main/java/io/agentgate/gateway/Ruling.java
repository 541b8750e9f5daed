package io.agentgate.gateway;

import io.agentgate.protocol.Frame;

/** All that a transport ever sees of enforcement: what to do with the message it brought. */
public sealed interface Ruling {
    /** Nothing goes anywhere. */
    Ruling DROP = new Drop();

    /** Send this on to the other side. */
    record Forward(Frame frame) implements Ruling {}

    /** Send this back to where the message came from. */
    record Reply(Frame frame) implements Ruling {}

    /** Send nothing. */
    record Drop() implements Ruling {}
}
