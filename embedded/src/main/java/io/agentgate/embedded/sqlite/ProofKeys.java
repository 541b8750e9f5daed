package io.agentgate.embedded.sqlite;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The keys of a store's proofs: the audit key itself for payloads, and the chain's made of it. */
final class ProofKeys {
    private static final String ALGORITHM = "HmacSHA256";
    private static final String CHAIN = "agentgate chain v1";
    private static final String NAME = "agentgate chain v1 key id";
    private static final int ID_BYTES = 8;

    private final byte[] auditKey;

    ProofKeys(byte[] auditKey) {
        this.auditKey = auditKey;
    }

    /** Makes the links and seals of the chain. */
    Sealer sealer() {
        Mac chain = keyed(mac(auditKey, CHAIN));
        return new Sealer(chain, HexFormat.of().formatHex(id(auditKey)));
    }

    /** Makes the proofs of payloads. */
    Mac payloads() {
        return keyed(auditKey);
    }

    private static byte[] id(byte[] auditKey) {
        return Arrays.copyOf(mac(auditKey, NAME), ID_BYTES);
    }

    private static byte[] mac(byte[] key, String text) {
        return keyed(key).doFinal(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static Mac keyed(byte[] key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac;
        } catch (GeneralSecurityException impossible) {
            // Every Java platform has this algorithm (javax.crypto.Mac).
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public String toString() {
        return "ProofKeys[redacted]";
    }
}
