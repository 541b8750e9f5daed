package io.agentgate.gateway.redact;

import io.agentgate.gateway.audit.Payload;

/**
 * What of a call is stored beside the facts about it.
 *
 * @param arguments whether arguments are
 * @param results whether results are
 * @param maxBytes most bytes kept of each, up to {@link Payload#MAX_HEAD_BYTES}
 */
public record CaptureSettings(boolean arguments, boolean results, int maxBytes) {
    /** Everything, each payload up to 64 KiB. */
    public static final CaptureSettings ALL =
            new CaptureSettings(true, true, Payload.MAX_HEAD_BYTES);

    public CaptureSettings {
        if (maxBytes < 0 || maxBytes > Payload.MAX_HEAD_BYTES) {
            throw new IllegalArgumentException(
                    "max bytes must be between 0 and " + Payload.MAX_HEAD_BYTES);
        }
    }
}
