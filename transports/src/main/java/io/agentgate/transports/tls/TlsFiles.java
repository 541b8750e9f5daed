package io.agentgate.transports.tls;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files of one side of TLS, all in PEM.
 *
 * @param certificate the chain of this side; null where it shows none
 * @param key the private key of its first certificate, in PKCS #8; null where there is none
 * @param authorities who vouches for the other side; null for those that Java trusts
 */
public record TlsFiles(@Nullable Path certificate, @Nullable Path key, @Nullable Path authorities) {
    private static final int MAX_BYTES = 1 << 20;

    public TlsFiles {
        if ((certificate == null) != (key == null)) {
            throw new IllegalArgumentException("a certificate and its key belong together");
        }
    }

    /**
     * Reads the files; not for an event loop.
     *
     * @throws IOException naming the file that cannot be read
     */
    public TlsMaterial read() throws IOException {
        return new TlsMaterial(content(certificate), content(key), content(authorities));
    }

    private static @Nullable Buffer content(@Nullable Path file) throws IOException {
        if (file == null) {
            return null;
        }
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MAX_BYTES + 1);
        } catch (IOException unreadable) {
            throw new IOException("the file " + file + " cannot be read", unreadable);
        }
        if (bytes.length == 0 || bytes.length > MAX_BYTES) {
            throw new IOException("the file " + file + " is empty, or too long");
        }
        return Buffer.buffer(bytes);
    }

    /** Names the files, for messages. */
    @Override
    public String toString() {
        return "the files "
                + Stream.of(certificate, key, authorities)
                        .filter(Objects::nonNull)
                        .map(String::valueOf)
                        .collect(Collectors.joining(", "));
    }
}
