package io.agentgate.gateway.caller;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of one API key.
 *
 * @param id what finds the entry when the key is presented
 * @param expires from when on the key is refused; null for never
 * @param revoked when it was taken back; null if it was not
 */
public record CallerKey(
        String id,
        Caller caller,
        SecretHash hash,
        Instant created,
        @Nullable Instant expires,
        @Nullable Instant revoked) {

    private static final Duration SOON = Duration.ofDays(7);

    public CallerKey {
        if (!ApiKey.isId(id)) {
            throw new IllegalArgumentException("not the id of a key");
        }
    }

    /** The entry of a new key. */
    public static CallerKey of(
            ApiKey key, Caller caller, Instant created, @Nullable Instant expires) {
        return new CallerKey(key.id(), caller, SecretHash.of(key), created, expires, null);
    }

    /** The same key, refused from then on, or earlier if it already was to be. */
    public CallerKey expiringBy(Instant moment) {
        Instant sooner = expires == null || moment.isBefore(expires) ? moment : expires;
        return new CallerKey(id, caller, hash, created, sooner, revoked);
    }

    /** The same key, refused for good; a second time changes nothing. */
    public CallerKey revokedAt(Instant moment) {
        return revoked != null ? this : new CallerKey(id, caller, hash, created, expires, moment);
    }

    public boolean isUsable(Instant now) {
        return revoked == null && (expires == null || now.isBefore(expires));
    }

    /** How the key stands. */
    public KeyState state(Instant now) {
        if (revoked != null) {
            return KeyState.REVOKED;
        }
        if (!isUsable(now)) {
            return KeyState.EXPIRED;
        }
        return expires != null && now.plus(SOON).isAfter(expires)
                ? KeyState.EXPIRING
                : KeyState.ACTIVE;
    }
}
