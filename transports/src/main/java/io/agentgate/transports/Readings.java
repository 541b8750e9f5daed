package io.agentgate.transports;

import io.agentgate.transports.tls.ListenerTls;
import io.agentgate.transports.tls.WatchedFiles;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.SSLOptions;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All that a gateway reads of files to listen, before it does and again while it does: never on a
 * loop.
 */
final class Readings {
    private final @Nullable WatchedFiles files;

    /** Who is to take what has changed. */
    interface Changes {
        /** New connections of clients show another certificate already. */
        void certificate();

        /** Others vouch for clients. */
        void authorities(SSLOptions now);
    }

    private Readings(@Nullable WatchedFiles files) {
        this.files = files;
    }

    static Readings open(Vertx vertx, ListenerSettings listener) throws IOException {
        ListenerTls clients = listener.tls();
        return new Readings(clients == null ? null : WatchedFiles.open(vertx, clients.files()));
    }

    /** Puts what a listener needs for TLS into its options, if it is to speak it. */
    void into(NetServerOptions options) {
        if (files != null) {
            files.last().into(options, files.identity());
            options.setSsl(true);
        }
    }

    /**
     * Reads all of it again.
     *
     * @param problems hears once of each file that cannot be used
     */
    void readAgain(Changes changes, Consumer<String> problems) {
        if (files == null) {
            return;
        }
        try {
            switch (files.readAgain()) {
                case NONE -> {}
                case CERTIFICATE -> changes.certificate();
                case AUTHORITIES -> changes.authorities(files.last().options(files.identity()));
            }
        } catch (IOException unusable) {
            problems.accept(String.valueOf(unusable.getMessage()));
        }
    }
}
