package io.agentgate.gateway;

import io.agentgate.gateway.quota.RateLimits;
import io.agentgate.gateway.redact.CaptureSettings;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A test of what the gateway does with messages. */
abstract class GatewayTest {
    @TempDir private Path root;

    @SuppressWarnings("NullAway.Init") // JUnit calls open() before every test.
    protected TestGateway gateway;

    @BeforeEach
    void open() throws IOException {
        gateway = new TestGateway(root, captured(), RateLimits.NONE);
    }

    CaptureSettings captured() {
        return CaptureSettings.ALL;
    }

    @AfterEach
    void close() throws IOException {
        gateway.close();
    }
}
