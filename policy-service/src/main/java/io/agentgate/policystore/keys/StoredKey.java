package io.agentgate.policystore.keys;

import io.agentgate.gateway.caller.Caller;
import io.agentgate.gateway.caller.CallerKey;
import io.agentgate.gateway.caller.SecretHash;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is kept of an API key: never the key. */
@Entity
@Table(name = "api_key")
public class StoredKey {
    @Id private String id;
    private String caller;
    private String hash;
    private Instant created;
    private @Nullable Instant expires;
    private @Nullable Instant revoked;

    @SuppressWarnings("NullAway.Init")
    protected StoredKey() {}

    StoredKey(CallerKey key) {
        this.id = key.id();
        this.caller = key.caller().name();
        this.hash = key.hash().reveal();
        this.created = key.created();
        this.expires = key.expires();
        this.revoked = key.revoked();
    }

    public CallerKey key() {
        SecretHash known = SecretHash.parse(hash);
        if (known == null) {
            throw new IllegalStateException("key " + id + " has no hash that can be read");
        }
        return new CallerKey(id, new Caller(caller), known, created, expires, revoked);
    }

    /** Takes over the ends of a changed key. */
    void end(CallerKey changed) {
        expires = changed.expires();
        revoked = changed.revoked();
    }

    @Override
    public String toString() {
        return "StoredKey[" + id + "]";
    }
}
