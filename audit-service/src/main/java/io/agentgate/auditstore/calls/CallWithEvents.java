package io.agentgate.auditstore.calls;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.jspecify.annotations.Nullable;

/**
 * The members of a call, and beside them its events as they came, which hold what it was about.
 *
 * @param settled null while it has not ended
 */
public record CallWithEvents(
        @JsonUnwrapped Call call,
        @JsonRawValue @Nullable String decided,
        @JsonRawValue @Nullable String settled)
        implements Listed {}
