package io.agentgate.protocol;

/** The side of the gateway that wrote a message. */
public enum Peer {
    /** The agent's side, downstream of the gateway. */
    CLIENT,
    /** The tools' side, upstream of the gateway. */
    SERVER
}
