package io.agentgate.gateway.audit;

/**
 * How long stored calls and notes are kept, and how many of each; 0 is for ever, or any number.
 *
 * @param days age in days beyond which they go
 * @param maxRows number beyond which the oldest go
 */
public record Retention(int days, long maxRows) {
    /** Thirty days, and half a million. */
    public static final Retention DEFAULT = new Retention(30, 500_000);

    public Retention {
        if (days < 0 || maxRows < 0) {
            throw new IllegalArgumentException("retention must not be negative");
        }
    }

    /** Whether everything is kept. */
    public boolean isUnlimited() {
        return days == 0 && maxRows == 0;
    }
}
