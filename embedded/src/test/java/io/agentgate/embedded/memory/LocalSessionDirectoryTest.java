package io.agentgate.embedded.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.session.SessionDirectory;
import io.agentgate.gateway.session.SharedSession;
import io.agentgate.testkit.session.SessionDirectoryContract;
import io.agentgate.testkit.time.ManualTicker;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LocalSessionDirectoryTest extends SessionDirectoryContract {
    private final ManualTicker ticker = new ManualTicker();
    private final LocalSessionDirectory directory = new LocalSessionDirectory(2, ticker);

    @Override
    protected SessionDirectory directory() {
        return directory;
    }

    @Test
    void idleSessionEnds() {
        directory.begin("idle", new SharedSession("up"));
        directory.begin("busy", new SharedSession("up"));
        ticker.advance(SessionDirectory.IDLE_LIFE.minus(Duration.ofNanos(1)));
        directory.used("busy");

        ticker.advance(Duration.ofNanos(1));

        assertThat(directory.find("idle").toCompletableFuture()).isCompletedWithValue(null);
        assertThat(directory.find("busy").toCompletableFuture())
                .isCompletedWithValue(new SharedSession("up"));
    }

    @Test
    void oneSessionTooManyIsNotBegun() {
        directory.begin("one", new SharedSession(null));
        directory.begin("two", new SharedSession(null));

        assertThat(directory.begin("three", new SharedSession(null)).toCompletableFuture())
                .isCompletedExceptionally();
    }
}
