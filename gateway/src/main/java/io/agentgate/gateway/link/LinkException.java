package io.agentgate.gateway.link;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A server to which there can be no link now. */
public final class LinkException extends Exception {
    private static final long serialVersionUID = 1L;

    private final @Nullable Duration retryAfter;
    private final boolean crowded;

    /**
     * @param reason words for the client, without a secret
     * @param retryAfter when trying again may help; null if nobody knows
     */
    public LinkException(String reason, @Nullable Duration retryAfter) {
        this(reason, retryAfter, false);
    }

    private LinkException(String reason, @Nullable Duration retryAfter, boolean crowded) {
        super(reason);
        this.retryAfter = retryAfter;
        this.crowded = crowded;
    }

    /** There are as many links as there may be. */
    public static LinkException crowded(String reason, Duration retryAfter) {
        return new LinkException(reason, retryAfter, true);
    }

    /** Whether there would be a link if others ended. */
    public boolean isCrowded() {
        return crowded;
    }

    /** Words for the client. */
    public String reason() {
        return String.valueOf(getMessage());
    }

    /** When trying again may help; null if nobody knows. */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
