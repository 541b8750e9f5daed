package io.agentgate.transports;

/** What {@code /metrics} answers. */
public record MetricsPage(String contentType, String text) {}
