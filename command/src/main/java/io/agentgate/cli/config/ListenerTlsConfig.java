package io.agentgate.cli.config;

/**
 * TLS where clients connect.
 *
 * @param files the gateway's certificate and key, and who vouches for clients
 * @param clients whether those show certificates
 * @param caller which part of a client's certificate is the caller's name
 */
public record ListenerTlsConfig(TlsConfig files, Clients clients, Caller caller) {
    /** Whether clients show certificates. */
    public enum Clients {
        NONE,
        REQUEST,
        REQUIRE
    }

    /** The parts of a certificate that can name a caller. */
    public enum Caller {
        SUBJECT,
        URI,
        DNS
    }
}
