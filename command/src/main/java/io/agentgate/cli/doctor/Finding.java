package io.agentgate.cli.doctor;

/**
 * What one check found.
 *
 * @param cure what to do about it; empty when all is well
 */
record Finding(boolean ok, String what, String cure) {
    static Finding ok(String what) {
        return new Finding(true, what, "");
    }

    static Finding wrong(String what, String cure) {
        return new Finding(false, what, cure);
    }
}
