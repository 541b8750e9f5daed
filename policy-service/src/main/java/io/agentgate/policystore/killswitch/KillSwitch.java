package io.agentgate.policystore.killswitch;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A stop for calls: of everybody, or of what it names. */
@Entity
@Table(name = "kill_switch")
public class KillSwitch {
    @Id private String id;
    private String scope;
    private @Nullable String server;
    private @Nullable String name;
    private String reason;
    private Instant since;
    private String setBy;

    @SuppressWarnings("NullAway.Init")
    protected KillSwitch() {}

    KillSwitch(
            String id,
            String scope,
            @Nullable String server,
            @Nullable String name,
            String reason,
            Instant since,
            String setBy) {
        this.id = id;
        this.scope = scope;
        this.server = server;
        this.name = name;
        this.reason = reason;
        this.since = since;
        this.setBy = setBy;
    }

    public View view() {
        return new View(id, scope, server, name, reason, since);
    }

    Shown shown() {
        return new Shown(id, scope, server, name, reason, since, setBy);
    }

    /** The switch as proxies get it. */
    public record View(
            String id,
            String scope,
            @Nullable String server,
            @Nullable String name,
            String reason,
            Instant since) {}

    /** The switch as people see it. */
    public record Shown(
            String id,
            String scope,
            @Nullable String server,
            @Nullable String name,
            String reason,
            Instant since,
            String by) {}
}
