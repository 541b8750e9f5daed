package io.agentgate.transports.route;

import io.agentgate.gateway.credential.SecretException;
import io.agentgate.gateway.credential.Secrets;
import io.agentgate.transports.proof.Proof;
import io.agentgate.transports.tls.TlsFiles;
import io.agentgate.transports.tls.TlsMaterial;
import io.agentgate.transports.tls.WatchedFiles;
import io.agentgate.transports.upstream.UpstreamSettings;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All that is read of files to reach one server, before the first client comes and again while they
 * do: never on a loop.
 */
public final class UpstreamReadings {
    private final Secrets secrets;
    private final Proof proof;
    private final @Nullable WatchedFiles tls;

    private UpstreamReadings(Secrets secrets, Proof proof, @Nullable WatchedFiles tls) {
        this.secrets = secrets;
        this.proof = proof;
        this.tls = tls;
    }

    static UpstreamReadings open(Vertx vertx, UpstreamSettings upstream)
            throws SecretException, IOException {
        TlsFiles files = upstream.tls();
        return new UpstreamReadings(
                upstream.secrets(),
                Proof.of(vertx, upstream.credential(), upstream.secrets()),
                files == null ? null : WatchedFiles.open(vertx, files));
    }

    /** Shows the server who asks. */
    public Proof proof() {
        return proof;
    }

    /** What TLS needs, where files say so. */
    public @Nullable TlsMaterial tls() {
        return tls == null ? null : tls.last();
    }

    /**
     * Reads all of it again.
     *
     * @param changed takes other files of TLS
     * @param problems hears once of each file that cannot be used
     */
    public void readAgain(Consumer<TlsMaterial> changed, Consumer<String> problems) {
        secrets.refresh(problems);
        try {
            if (tls != null && tls.readAgain() != WatchedFiles.Change.NONE) {
                changed.accept(tls.last());
            }
        } catch (IOException unusable) {
            problems.accept(String.valueOf(unusable.getMessage()));
        }
    }
}
