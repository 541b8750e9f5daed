package io.agentgate.transports;

import io.agentgate.gateway.credential.SecretException;
import io.agentgate.gateway.credential.Secrets;
import io.agentgate.transports.proof.Proof;
import io.agentgate.transports.tls.ListenerTls;
import io.agentgate.transports.tls.TlsFiles;
import io.agentgate.transports.tls.TlsMaterial;
import io.agentgate.transports.tls.WatchedFiles;
import io.agentgate.transports.upstream.UpstreamSettings;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.SSLOptions;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All that a gateway reads of files before it listens, and again while it does: never on a loop.
 */
final class Readings {
    private final Secrets secrets;
    private final Proof proof;
    private final @Nullable WatchedFiles listener;
    private final @Nullable WatchedFiles upstream;

    /** Who is to take what has changed. */
    interface Changes {
        /** New connections of clients show another certificate already. */
        void certificate();

        /** Others vouch for clients. */
        void authorities(SSLOptions now);

        /** Connections to the server need other files. */
        void upstream(TlsMaterial now);
    }

    private Readings(
            Secrets secrets,
            Proof proof,
            @Nullable WatchedFiles listener,
            @Nullable WatchedFiles upstream) {
        this.secrets = secrets;
        this.proof = proof;
        this.listener = listener;
        this.upstream = upstream;
    }

    static Readings open(Vertx vertx, ListenerSettings listener, UpstreamSettings upstream)
            throws SecretException, IOException {
        ListenerTls clients = listener.tls();
        TlsFiles server = upstream.tls();
        return new Readings(
                upstream.secrets(),
                Proof.of(vertx, upstream.credential(), upstream.secrets()),
                clients == null ? null : WatchedFiles.open(vertx, clients.files()),
                server == null ? null : WatchedFiles.open(vertx, server));
    }

    Proof proof() {
        return proof;
    }

    /** Puts what a listener needs for TLS into its options, if it is to speak it. */
    void into(NetServerOptions options) {
        if (listener != null) {
            listener.last().into(options, listener.identity());
            options.setSsl(true);
        }
    }

    @Nullable TlsMaterial upstream() {
        return upstream == null ? null : upstream.last();
    }

    /**
     * Reads all of it again.
     *
     * @param problems hears once of each file that cannot be used
     */
    void readAgain(Changes changes, Consumer<String> problems) {
        secrets.refresh(problems);
        try {
            if (listener != null) {
                switch (listener.readAgain()) {
                    case NONE -> {}
                    case CERTIFICATE -> changes.certificate();
                    case AUTHORITIES ->
                            changes.authorities(listener.last().options(listener.identity()));
                }
            }
        } catch (IOException unusable) {
            problems.accept(String.valueOf(unusable.getMessage()));
        }
        try {
            if (upstream != null && upstream.readAgain() != WatchedFiles.Change.NONE) {
                changes.upstream(upstream.last());
            }
        } catch (IOException unusable) {
            problems.accept(String.valueOf(unusable.getMessage()));
        }
    }
}
