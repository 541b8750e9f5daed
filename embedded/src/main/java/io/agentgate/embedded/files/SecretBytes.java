package io.agentgate.embedded.files;

/** The bytes of a key, without a text form. */
final class SecretBytes {
    private final byte[] bytes;

    SecretBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    byte[] reveal() {
        return bytes;
    }

    @Override
    public String toString() {
        return "SecretBytes[redacted]";
    }
}
