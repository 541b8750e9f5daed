package io.agentgate.protocol;

/** A message that is owed no answer. */
public record Notification(Frame frame, String method, Params params) implements Message {}
