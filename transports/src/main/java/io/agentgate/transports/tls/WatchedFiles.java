package io.agentgate.transports.tls;

import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;
import java.io.IOException;
import java.util.Objects;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** TLS files that may change, and what could be used of them last. Thread safe. */
public final class WatchedFiles {
    private final Vertx vertx;
    private final TlsFiles files;
    private final @Nullable RenewedKeys keys;
    private TlsMaterial last;
    private @Nullable String problem;

    private WatchedFiles(
            Vertx vertx, TlsFiles files, TlsMaterial last, @Nullable RenewedKeys keys) {
        this.vertx = vertx;
        this.files = files;
        this.last = last;
        this.keys = keys;
    }

    /**
     * Reads them for the first time; not for an event loop.
     *
     * @throws IOException if they cannot be used
     */
    public static WatchedFiles open(Vertx vertx, TlsFiles files) throws IOException {
        TlsMaterial first = files.read();
        X509ExtendedKeyManager keys = checked(vertx, files, first);
        return new WatchedFiles(vertx, files, first, keys == null ? null : new RenewedKeys(keys));
    }

    private static @Nullable X509ExtendedKeyManager checked(
            Vertx vertx, TlsFiles files, TlsMaterial material) throws IOException {
        try {
            return material.check(vertx);
        } catch (IOException unusable) {
            throw new IOException(files + " hold " + unusable.getMessage(), unusable);
        }
    }

    /** What could be used when they were last read. */
    public synchronized TlsMaterial last() {
        return last;
    }

    /** Shows the certificate here, and after a change the new one; null if there is none. */
    public @Nullable KeyCertOptions identity() {
        return keys == null ? null : keys.options();
    }

    /** What has changed since. */
    public enum Change {
        NONE,
        /** The certificate: {@link #identity} shows the new one already. */
        CERTIFICATE,
        AUTHORITIES
    }

    /**
     * Reads them again; not for an event loop. What cannot be used changes nothing.
     *
     * @throws IOException saying why it cannot, once
     */
    public synchronized Change readAgain() throws IOException {
        try {
            TlsMaterial before = last;
            TlsMaterial now = files.read();
            if (!now.equals(before)) {
                X509ExtendedKeyManager renewed = checked(vertx, files, now);
                if (keys != null && renewed != null) {
                    keys.renew(renewed);
                }
                last = now;
            }
            problem = null;
            return now.equals(before)
                    ? Change.NONE
                    : Objects.equals(now.authorities(), before.authorities())
                            ? Change.CERTIFICATE
                            : Change.AUTHORITIES;
        } catch (IOException unusable) {
            String said = String.valueOf(unusable.getMessage());
            if (said.equals(problem)) {
                return Change.NONE;
            }
            problem = said;
            throw unusable;
        }
    }
}
