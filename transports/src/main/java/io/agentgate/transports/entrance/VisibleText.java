package io.agentgate.transports.entrance;

/** The rule on ids of peers that go on in headers: short, and printable ASCII. */
public final class VisibleText {
    /** Longest id that goes on, in characters. */
    public static final int MAX_LENGTH = 1_024;

    private VisibleText() {}

    /** Whether this text keeps to it. */
    public static boolean is(String text) {
        if (text.length() > MAX_LENGTH) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20 || c > 0x7E) {
                return false;
            }
        }
        return true;
    }
}
