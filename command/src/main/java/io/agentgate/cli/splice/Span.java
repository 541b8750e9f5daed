package io.agentgate.cli.splice;

/** A stretch of a text. */
public record Span(int start, int end) {}
