package io.agentgate.transports.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.embedded.memory.LocalSessionDirectory;
import io.agentgate.embedded.memory.NoReplicas;
import io.agentgate.gateway.link.LinkException;
import io.agentgate.transports.entrance.Login;
import io.agentgate.transports.route.GivenRoute;
import io.agentgate.transports.route.Route;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SessionsTest {
    private final Sessions sessions =
            new Sessions(
                    new SessionSeal(new byte[32]),
                    new Membership("w", new LocalSessionDirectory(), new NoReplicas("w"), false));
    private final Route route =
            GivenRoute.linked(
                    "one",
                    (session, listener) -> {
                        throw new LinkException("none is opened here", null);
                    });

    private static long seconds(int seconds) {
        return TimeUnit.SECONDS.toNanos(seconds);
    }

    private ClientSession begun(int atSecond, boolean waiting) {
        ClientSession session =
                sessions.draft(
                        new Login.Accepted("ann", true), route, Instant.EPOCH, seconds(atSecond));
        session.talk(
                new Talk() {
                    @Override
                    public boolean isWaiting() {
                        return waiting;
                    }

                    @Override
                    public void serversChanged() {}

                    @Override
                    public void end() {}
                });
        assertThat(sessions.begin(session)).isNotNull();
        return session;
    }

    @Test
    void sessionsThatNobodyUsesMakeRoomOldestFirst() {
        ClientSession old = begun(10, false);
        ClientSession older = begun(5, false);
        begun(3, true);
        begun(50, false);

        assertThat(sessions.holders(seconds(100))).containsExactly(older, old);
    }

    @Test
    void roomIsMadeForAFewAtATime() {
        for (int number = 0; number < 3 * Sessions.MOST_TO_GO; number++) {
            begun(0, false);
        }

        assertThat(sessions.holders(seconds(100))).hasSize(Sessions.MOST_TO_GO);
        assertThat(sessions.holders(seconds(100) + 1)).as("in the same second").isEmpty();
        assertThat(sessions.holders(seconds(102))).hasSize(Sessions.MOST_TO_GO);
    }
}
