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
        void listener(TlsMaterial now);

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
        ListenerTls tls = listener.tls();
        return new Readings(
                upstream.secrets(),
                Proof.of(vertx, upstream.credential(), upstream.secrets()),
                tls == null ? null : WatchedFiles.open(tls.files()),
                upstream.tls() == null ? null : watched(upstream.tls()));
    }

    private static WatchedFiles watched(TlsFiles files) throws IOException {
        return WatchedFiles.open(files);
    }

    Proof proof() {
        return proof;
    }

    @Nullable TlsMaterial listener() {
        return listener == null ? null : listener.last();
    }

    @Nullable TlsMaterial upstream() {
        return upstream == null ? null : upstream.last();
    }

    /**
     * Reads all of it again.
     *
     * @param problems hears once of each file that cannot be read
     */
    void readAgain(Changes changes, Consumer<String> problems) {
        secrets.refresh(problems);
        readAgain(listener, changes::listener, problems);
        readAgain(upstream, changes::upstream, problems);
    }

    private static void readAgain(
            @Nullable WatchedFiles files,
            Consumer<TlsMaterial> changed,
            Consumer<String> problems) {
        if (files == null) {
            return;
        }
        try {
            TlsMaterial now = files.changed();
            if (now != null) {
                changed.accept(now);
            }
        } catch (IOException unreadable) {
            problems.accept(String.valueOf(unreadable.getMessage()));
        }
    }
}
