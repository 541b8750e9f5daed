package io.agentgate.cluster.bundle;

import io.agentgate.testkit.http.WireServer;
import java.io.IOException;
import java.net.URI;

/** A service whose bundle never ends. */
final class LargeAnswer implements AutoCloseable {
    private static final String BLANKS = " ".repeat(1024 * 1024);

    private final WireServer server =
            new WireServer(
                    (request, reply) -> {
                        reply.stream();
                        for (int sent = 0; sent < 2 * BundleService.MAX_BODY; ) {
                            reply.chunk(BLANKS);
                            sent += BLANKS.length();
                        }
                    });

    LargeAnswer() throws IOException {}

    URI address() {
        return server.at("");
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
