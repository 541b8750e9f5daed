package io.agentgate.gateway.keys;

/** Port: the gateway's own secret keys. Keys are made on first use and kept. */
public interface KeyRing {

    /**
     * The key behind the HMAC of stored payloads.
     *
     * @return 32 bytes, not to be changed
     */
    byte[] auditKey();

    /**
     * The key that seals the session ids of clients over HTTP.
     *
     * @return 32 bytes, not to be changed
     */
    byte[] sessionKey();
}
