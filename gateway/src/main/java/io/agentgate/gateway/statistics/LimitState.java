package io.agentgate.gateway.statistics;

import java.time.Instant;

/**
 * A limit or budget as the newest call saw it that was charged to it, of one agent: whether each
 * agent has one of its own is for the policy to say.
 *
 * @param limit the rule's id, or the limit's fixed name
 * @param agent whose call that was
 * @param tool what it called
 * @param left whole calls that were left just after it
 * @param capacity whole calls there are when it is full
 * @param windowSeconds time in which it fills
 * @param seenAt when that call was decided
 * @param refused whether the limit refused it
 */
public record LimitState(
        String limit,
        String agent,
        String tool,
        long left,
        long capacity,
        long windowSeconds,
        Instant seenAt,
        boolean refused) {}
