package io.agentgate.cli.keys;

import io.agentgate.gateway.caller.ApiKey;
import io.agentgate.gateway.caller.CallerKey;
import org.jspecify.annotations.Nullable;

/**
 * A key just made.
 *
 * @param entry what is kept of it
 * @param replaced the key it replaces, with its new end; or null
 */
record NewKey(ApiKey key, CallerKey entry, @Nullable CallerKey replaced) {}
