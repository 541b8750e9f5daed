package io.agentgate.transports.tls;

/**
 * TLS where clients connect.
 *
 * @param files the certificate and key of the gateway, and who vouches for clients
 * @param clients whether those show certificates
 */
public record ListenerTls(TlsFiles files, ClientCertificates clients) {
    /** Whether clients show certificates. */
    public enum ClientCertificates {
        /** They are not asked. */
        NONE,
        /** They are asked, and may have none. */
        REQUESTED,
        /** Without one there is no connection. */
        REQUIRED
    }

    public ListenerTls {
        if (files.certificate() == null) {
            throw new IllegalArgumentException("a listener needs a certificate");
        }
        if (clients != ClientCertificates.NONE && files.authorities() == null) {
            // Those that Java trusts vouch for all the world.
            throw new IllegalArgumentException("certificates of clients need an authority");
        }
    }
}
