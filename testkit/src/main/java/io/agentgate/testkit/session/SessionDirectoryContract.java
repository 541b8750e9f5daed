package io.agentgate.testkit.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.session.SessionDirectory;
import io.agentgate.gateway.session.SharedSession;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every directory of sessions promises to one process. */
public abstract class SessionDirectoryContract {
    private static final long PATIENCE_SECONDS = 5;

    private final String session = UUID.randomUUID().toString();

    /** The directory under test; each call gives the same one within a test. */
    protected abstract SessionDirectory directory();

    private static <T> T done(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private @Nullable SharedSession find(String id) throws Exception {
        return done(directory().find(id));
    }

    @Test
    void sessionThatNeverBeganIsNotFound() throws Exception {
        assertThat(find(session)).isNull();
    }

    @Test
    void sessionIsFoundAsItBegan() throws Exception {
        SharedSession state = new SharedSession("up \"1\" \u00e9\ud83d\ude00");

        done(directory().begin(session, state));

        assertThat(find(session)).isEqualTo(state);
    }

    @Test
    void serverNeedNotNameItsSession() throws Exception {
        done(directory().begin(session, new SharedSession(null)));

        assertThat(find(session)).isEqualTo(new SharedSession(null));
    }

    @Test
    void sessionsAreApart() throws Exception {
        String other = UUID.randomUUID().toString();
        done(directory().begin(session, new SharedSession("one")));
        done(directory().begin(other, new SharedSession("two")));

        done(directory().end(other));

        assertThat(find(session)).isEqualTo(new SharedSession("one"));
        assertThat(find(other)).isNull();
    }

    @Test
    void endedSessionIsNotFound() throws Exception {
        done(directory().begin(session, new SharedSession("up")));

        done(directory().end(session));

        assertThat(find(session)).isNull();
    }

    @Test
    void endingWhatIsNotKnownIsNoMistake() throws Exception {
        done(directory().end(session));
        done(directory().end(session));

        assertThat(find(session)).isNull();
    }

    @Test
    void useDoesNotBringASessionBack() throws Exception {
        directory().used(session);
        assertThat(find(session)).isNull();

        done(directory().begin(session, new SharedSession("up")));
        directory().used(session);
        done(directory().end(session));
        directory().used(session);

        assertThat(find(session)).isNull();
    }

    @Test
    void useLeavesASessionAsItIs() throws Exception {
        done(directory().begin(session, new SharedSession("up")));

        for (int i = 0; i < 10_000; i++) {
            directory().used(session);
        }

        assertThat(find(session)).isEqualTo(new SharedSession("up"));
    }

    @Test
    void endOfOnesOwnIsNotToldOneself() throws Exception {
        List<String> told = new ArrayList<>();
        directory().onEnd(told::add);
        done(directory().begin(session, new SharedSession("up")));

        done(directory().end(session));
        done(directory().find(session));

        assertThat(told).isEmpty();
    }
}
