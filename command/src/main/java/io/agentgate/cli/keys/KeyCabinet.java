package io.agentgate.cli.keys;

import io.agentgate.cli.installation.Home;
import io.agentgate.cli.terminal.CommandException;
import io.agentgate.protocol.JsonWriter;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The API keys of a home for whoever shows them elsewhere than on a command line; it says what
 * {@code agentgate keys} says in JSON.
 */
public final class KeyCabinet {
    private final StoredKeys stored;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    public KeyCabinet(Home home, InstantSource clock) {
        this.stored = StoredKeys.of(home);
        this.clock = clock;
    }

    /** All keys, without anything secret. */
    public JsonWriter all() throws CommandException {
        return KeyJson.all(stored.all(), now());
    }

    /**
     * Makes a key; the answer has its secret, this once.
     *
     * @param expires how long it is good, as {@code 90d}; null for ever
     */
    public JsonWriter create(String caller, @Nullable String expires) throws CommandException {
        Instant now = now();
        return KeyJson.made(
                new KeyOrder(caller, expires, null, null).fill(stored, random, now), now);
    }

    /** Takes a key back for good. */
    public void revoke(String id) throws CommandException {
        var _ = stored.revoke(id, now());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }
}
