package io.agentgate.gateway.caller;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Port: the API keys by which callers prove who they are. Thread safe; nothing waits. */
public interface CallerKeys {

    /**
     * Whose key this is. Never throws, whatever is presented.
     *
     * @param presented what the request brought, without a scheme such as {@code Bearer}
     * @return null if no usable key reads so
     */
    @Nullable Caller verify(String presented, Instant now);

    /**
     * Whether no key was ever configured: authentication is off. Keys that are revoked or expired
     * count as configured, and once this was false it stays so.
     */
    boolean isEmpty();
}
