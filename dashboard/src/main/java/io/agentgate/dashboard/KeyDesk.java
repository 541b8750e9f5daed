package io.agentgate.dashboard;

import io.agentgate.protocol.JsonWriter;
import org.jspecify.annotations.Nullable;

/** Port: the API keys of callers. May block. */
public interface KeyDesk {
    /** All keys, as {@code keys}, without anything secret. */
    JsonWriter all() throws RefusedException;

    /**
     * Makes a key; the answer has its secret as {@code key}, this once.
     *
     * @param expires how long it is good, as {@code 90d}; null for ever
     */
    JsonWriter create(String caller, @Nullable String expires) throws RefusedException;

    /** Takes a key back for good. */
    void revoke(String id) throws RefusedException;
}
