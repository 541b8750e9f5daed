package io.agentgate.gateway.statistics;

import java.time.Instant;

/**
 * The calls of one step of a series.
 *
 * @param start the beginning of the step
 */
public record Point(Instant start, Tally tally) {}
