package io.agentgate.cli.imports;

/** Something in an entry that our configuration cannot say. */
final class Untranslatable extends Exception {
    private final String reason;

    Untranslatable(String reason) {
        super(reason);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
