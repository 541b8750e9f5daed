package io.agentgate.policystore.change;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One change: who, when, what, and hashes of what was before and after. */
@Entity
@Table(name = "history")
public class HistoryEntry {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    private Instant time;
    private String subject;
    private String person;
    private String action;
    private String target;
    private @Nullable String before;
    private @Nullable String after;

    @SuppressWarnings("NullAway.Init")
    protected HistoryEntry() {}

    HistoryEntry(
            Instant time,
            Actor actor,
            String action,
            String target,
            @Nullable String before,
            @Nullable String after) {
        this.time = time;
        this.subject = actor.subject();
        this.person = actor.name();
        this.action = action;
        this.target = target;
        this.before = before;
        this.after = after;
    }

    View view() {
        return new View(id == null ? 0 : id, time, subject, person, action, target, before, after);
    }

    /** The entry as it is shown. */
    public record View(
            long id,
            Instant time,
            String subject,
            String person,
            String action,
            String target,
            @Nullable String before,
            @Nullable String after) {}
}
