package io.agentgate.policy;

/** Whether a rule has an effect. */
public enum Mode {
    /** It has. */
    ENFORCE,
    /** It is evaluated and recorded, and changes nothing. */
    SHADOW
}
