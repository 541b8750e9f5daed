package io.agentgate.cli.keys;

import io.agentgate.cli.composition.HomeNotes;
import io.agentgate.cli.installation.Home;
import io.agentgate.cli.terminal.CommandException;
import io.agentgate.gateway.caller.CallerKey;
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
    private final HomeNotes notes;
    private final SecureRandom random = new SecureRandom();

    /**
     * @param notes where changes are recorded
     */
    public KeyCabinet(Home home, InstantSource clock, HomeNotes notes) {
        this.stored = StoredKeys.of(home);
        this.clock = clock;
        this.notes = notes;
    }

    /** All keys, without anything secret. */
    public JsonWriter all() throws CommandException {
        return KeyJson.all(stored.all(), now());
    }

    /**
     * Makes a key; the answer has its secret, this once.
     *
     * @param expires how long it is good, as {@code 90d}; null for ever
     * @param by who makes it
     */
    public JsonWriter create(String caller, @Nullable String expires, String by)
            throws CommandException {
        Instant now = now();
        NewKey made = new KeyOrder(caller, expires, null, null).fill(stored, random, now);
        notes.add("key_created", words(made.entry()) + " by " + by);
        return KeyJson.made(made, now);
    }

    /**
     * Takes a key back for good.
     *
     * @param by who does that
     */
    public void revoke(String id, String by) throws CommandException {
        CallerKey revoked = stored.revoke(id, now());
        notes.add("key_revoked", words(revoked) + " by " + by);
    }

    private static String words(CallerKey key) {
        return key.id() + " of " + key.caller().name();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }
}
