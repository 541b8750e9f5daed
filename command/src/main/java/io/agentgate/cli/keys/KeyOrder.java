package io.agentgate.cli.keys;

import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import io.agentgate.cli.terminal.TimeSpan;
import io.agentgate.gateway.caller.ApiKey;
import io.agentgate.gateway.caller.Caller;
import io.agentgate.gateway.caller.CallerKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The wish for a new API key, as it was typed.
 *
 * @param rotate the key to replace, or null for none
 * @param overlap how long that stays good, or null for a day
 */
record KeyOrder(
        @Nullable String caller,
        @Nullable String expires,
        @Nullable String rotate,
        @Nullable String overlap) {
    private static final String NEVER = "never";
    private static final Duration OVERLAP = Duration.ofDays(1);

    /** Makes the key and keeps its hash. */
    NewKey fill(StoredKeys stored, SecureRandom random, Instant now) throws CommandException {
        Caller named = caller == null ? null : named(caller);
        Instant end = end(now);
        Duration shared = shared();
        if (named == null && rotate == null) {
            throw usage("name the caller: agentgate keys create CALLER");
        }
        List<NewKey> made = new ArrayList<>();
        stored.change(
                before -> {
                    List<CallerKey> keys = new ArrayList<>(before);
                    CallerKey replaced = null;
                    Caller owner = named;
                    if (rotate != null) {
                        int at = StoredKeys.indexOf(rotate, keys);
                        replaced = replaced(keys.get(at), named, now).expiringBy(now.plus(shared));
                        keys.set(at, replaced);
                        owner = replaced.caller();
                    }
                    if (owner == null) {
                        throw new IllegalStateException("refused above");
                    }
                    ApiKey key = unused(keys, random);
                    CallerKey entry = CallerKey.of(key, owner, now, end);
                    keys.add(entry);
                    made.add(new NewKey(key, entry, replaced));
                    return keys;
                });
        return made.getFirst();
    }

    private static Caller named(String name) throws CommandException {
        String problem = Caller.problemOf(name);
        if (problem != null) {
            throw usage("the caller's name " + problem);
        }
        return new Caller(name);
    }

    private @Nullable Instant end(Instant now) throws CommandException {
        if (expires == null || expires.equals(NEVER)) {
            return null;
        }
        Duration life = TimeSpan.parse(expires);
        if (life == null || life.isZero()) {
            throw usage("--expires takes a time such as 90d or 12h, or never");
        }
        return now.plus(life);
    }

    private Duration shared() throws CommandException {
        if (overlap == null) {
            return OVERLAP;
        }
        if (rotate == null) {
            throw usage("--overlap goes with --rotate");
        }
        Duration shared = TimeSpan.parse(overlap);
        if (shared == null) {
            throw usage("--overlap takes a time such as 24h, 30m or 0s");
        }
        return shared;
    }

    private CallerKey replaced(CallerKey old, @Nullable Caller named, Instant now)
            throws CommandException {
        if (!old.isUsable(now)) {
            throw usage(
                    "key "
                            + old.id()
                            + " is "
                            + old.state(now).word()
                            + " and cannot be replaced; make a new one without --rotate");
        }
        if (named != null && !named.equals(old.caller())) {
            throw usage(
                    "key " + old.id() + " is of " + old.caller().name() + "; leave the name out");
        }
        if (old.expires() != null && expires == null) {
            // Silence would turn a key with an end into one without.
            throw usage("key " + old.id() + " expires: say --expires for the new one, or never");
        }
        return old;
    }

    private static ApiKey unused(List<CallerKey> keys, SecureRandom random) {
        while (true) {
            ApiKey key = ApiKey.generate(random);
            if (keys.stream().noneMatch(other -> other.id().equals(key.id()))) {
                return key;
            }
        }
    }

    private static CommandException usage(String message) {
        return new CommandException(ExitCode.USAGE, message);
    }
}
