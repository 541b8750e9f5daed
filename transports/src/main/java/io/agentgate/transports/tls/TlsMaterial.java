package io.agentgate.transports.tls;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SSLOptions;
import io.vertx.core.net.TCPSSLOptions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What {@link TlsFiles} held when they were read. */
public record TlsMaterial(
        @Nullable Buffer certificate, @Nullable Buffer key, @Nullable Buffer authorities) {
    private static final Set<String> PROTOCOLS = Set.of("TLSv1.2", "TLSv1.3");

    /** Puts it where a client or a server is described. */
    public void into(TCPSSLOptions options) {
        if (certificate != null && key != null) {
            options.setKeyCertOptions(identity(certificate, key));
        }
        if (authorities != null) {
            options.setTrustOptions(new PemTrustOptions().addCertValue(authorities));
        }
        options.setEnabledSecureTransportProtocols(PROTOCOLS);
    }

    /** The same for one that is there. */
    public SSLOptions options() {
        SSLOptions options = new SSLOptions();
        if (certificate != null && key != null) {
            options.setKeyCertOptions(identity(certificate, key));
        }
        if (authorities != null) {
            options.setTrustOptions(new PemTrustOptions().addCertValue(authorities));
        }
        return options.setEnabledSecureTransportProtocols(PROTOCOLS);
    }

    private static PemKeyCertOptions identity(Buffer certificate, Buffer key) {
        return new PemKeyCertOptions().setCertValue(certificate).setKeyValue(key);
    }

    @Override
    public String toString() {
        return "[TLS material]";
    }
}
