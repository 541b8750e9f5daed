package io.agentgate.gateway.caller;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The API keys of one moment, found by their ids. Immutable. */
public final class KnownKeys implements CallerKeys {
    private final Map<String, CallerKey> byId;

    /**
     * @throws IllegalArgumentException if two keys have one id
     */
    public KnownKeys(Collection<CallerKey> keys) {
        byId = HashMap.newHashMap(keys.size());
        for (CallerKey key : keys) {
            if (byId.put(key.id(), key) != null) {
                throw new IllegalArgumentException("two keys have the id " + key.id());
            }
        }
    }

    @Override
    public @Nullable Caller verify(String presented, Instant now) {
        ApiKey key = ApiKey.parse(presented);
        if (key == null) {
            return null;
        }
        CallerKey known = byId.get(key.id());
        // An unknown id costs a hash and a comparison, too: time does not tell which ids exist.
        boolean proved = (known == null ? SecretHash.OF_NOBODY : known.hash()).matches(key);
        return proved && known != null && known.isUsable(now) ? known.caller() : null;
    }

    @Override
    public boolean isEmpty() {
        return byId.isEmpty();
    }

    public int size() {
        return byId.size();
    }

    @Override
    public String toString() {
        return "KnownKeys[" + byId.size() + "]";
    }
}
