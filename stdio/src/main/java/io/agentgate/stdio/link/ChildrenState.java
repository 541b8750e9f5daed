package io.agentgate.stdio.link;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What people may want to know of a server's children.
 *
 * @param server configured name of the server
 * @param live children that live, those that are being ended included
 * @param started children that were started in all
 * @param dropped messages without an answer that were not sent, since a server read too slowly
 * @param failures how often in a row the server failed: could not be started or soon ended
 * @param lastFailure how it failed last; null if it never did
 * @param startsAgainIn how long no child is started yet; null if one may be started now
 */
public record ChildrenState(
        String server,
        int live,
        long started,
        long dropped,
        int failures,
        @Nullable String lastFailure,
        @Nullable Duration startsAgainIn) {}
