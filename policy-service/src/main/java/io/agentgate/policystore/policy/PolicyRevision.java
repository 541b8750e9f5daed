package io.agentgate.policystore.policy;

import io.agentgate.policystore.change.Actor;
import io.agentgate.policystore.change.Hashes;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One policy text and where it came from; only its state changes.
 *
 * <pre>
 * DRAFT → ACTIVE → SUPERSEDED
 * </pre>
 */
@Entity
@Table(name = "policy_revision")
public class PolicyRevision {
    /** Whether it decides, may once decide, or did. */
    public enum State {
        DRAFT,
        ACTIVE,
        SUPERSEDED
    }

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long number;

    private String text;
    private String hash;
    private String authorSubject;
    private String author;
    private Instant created;
    private String comment;
    private long base;

    @Enumerated(EnumType.STRING)
    private State state;

    private @Nullable Instant activated;
    private @Nullable String activatedBy;
    private @Nullable String activatedBySubject;

    @SuppressWarnings("NullAway.Init")
    protected PolicyRevision() {}

    PolicyRevision(String text, String comment, Actor author, long base, Instant created) {
        this.text = text;
        this.hash = Hashes.of(text);
        this.comment = comment;
        this.authorSubject = author.subject();
        this.author = author.name();
        this.base = base;
        this.created = created;
        this.state = State.DRAFT;
    }

    public long number() {
        return number == null ? 0 : number;
    }

    public String text() {
        return text;
    }

    public String hash() {
        return hash;
    }

    /** Which revision was active when this was written; 0 for none. */
    long base() {
        return base;
    }

    State state() {
        return state;
    }

    boolean isBy(Actor actor) {
        return authorSubject.equals(actor.subject());
    }

    void activate(Actor by, Instant now) {
        state = State.ACTIVE;
        activated = now;
        activatedBy = by.name();
        activatedBySubject = by.subject();
    }

    /** Of what was activated before subjects were kept, the name tells. */
    boolean wasActivatedBy(Actor actor) {
        return activatedBySubject == null
                ? actor.name().equals(activatedBy)
                : activatedBySubject.equals(actor.subject());
    }

    void supersede() {
        state = State.SUPERSEDED;
    }

    View view() {
        return new View(
                number(),
                hash,
                author,
                created,
                comment,
                base,
                state.name().toLowerCase(Locale.ROOT),
                activated,
                activatedBy,
                null);
    }

    View viewWithText() {
        return view().with(text);
    }

    /** The revision as it is shown; lists leave out the text. */
    public record View(
            long revision,
            String hash,
            String author,
            Instant created,
            String comment,
            long base,
            String state,
            @Nullable Instant activated,
            @Nullable String activatedBy,
            @Nullable String text) {
        View with(String whole) {
            return new View(
                    revision,
                    hash,
                    author,
                    created,
                    comment,
                    base,
                    state,
                    activated,
                    activatedBy,
                    whole);
        }
    }
}
