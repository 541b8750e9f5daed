package io.agentgate.embedded.sqlite;

/** Where a store gets the key behind its proofs, when it is first needed. */
@FunctionalInterface
public interface AuditKey {

    /**
     * The key.
     *
     * @return 32 bytes, not to be changed
     * @throws AuditKeyException if there is none to be had
     */
    byte[] reveal() throws AuditKeyException;
}
