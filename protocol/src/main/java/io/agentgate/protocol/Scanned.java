package io.agentgate.protocol;

/** What the scanner makes of bytes: a message with one reading, or a refusal. */
public sealed interface Scanned permits Message, Malformed {}
