package io.agentgate.gateway.catalogue;

import org.jspecify.annotations.Nullable;

/**
 * A tool of a server, with what a gateway says of it.
 *
 * @param operation what it does, in a word of policies; null where nobody says it
 * @param circuit the state of its circuit, in lower case; null where nothing speaks against it
 */
public record KnownTool(ListedTool listed, @Nullable String operation, @Nullable String circuit) {}
