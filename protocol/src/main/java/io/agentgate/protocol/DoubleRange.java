package io.agentgate.protocol;

import java.nio.charset.StandardCharsets;

/**
 * Whether a number has a finite double of the same sign: peers that read JSON numbers as doubles
 * see infinity, or zero, for any other.
 */
final class DoubleRange {
    static final int SAFE_DIGITS = 300;

    /** With no more digits than this, an exponent of up to three small digits cannot overflow. */
    private static final int FEW_DIGITS = 100;

    private static final int SMALL_EXPONENT = 150;

    private DoubleRange() {}

    static boolean holds(byte[] bytes, int start, int end) {
        if (end - start <= FEW_DIGITS && exponent(bytes, start, end) <= SMALL_EXPONENT) {
            return true;
        }
        String text = new String(bytes, start, end - start, StandardCharsets.US_ASCII);
        double value = Double.parseDouble(text);
        return Double.isFinite(value) && (value != 0 || isZero(bytes, start, end));
    }

    /** Returns the magnitude of the exponent, or any larger number than a double could have. */
    private static int exponent(byte[] bytes, int start, int end) {
        int at = start;
        while (at < end && (bytes[at] | 0x20) != 'e') {
            at++;
        }
        int exponent = 0;
        for (at++; at < end; at++) {
            if (bytes[at] >= '0' && bytes[at] <= '9') {
                exponent = Math.min(exponent * 10 + bytes[at] - '0', 100_000);
            }
        }
        return exponent;
    }

    private static boolean isZero(byte[] bytes, int start, int end) {
        for (int i = start; i < end && (bytes[i] | 0x20) != 'e'; i++) {
            if (bytes[i] >= '1' && bytes[i] <= '9') {
                return false;
            }
        }
        return true;
    }
}
