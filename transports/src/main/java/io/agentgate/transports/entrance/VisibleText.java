package io.agentgate.transports.entrance;

/** The rule on ids of peers that go on in headers: short, and printable ASCII. */
public final class VisibleText {
    /** Longest id that goes on, in characters. */
    public static final int MAX_LENGTH = 1_024;

    private VisibleText() {}

    /** Whether this text keeps to it. */
    public static boolean is(String text) {
        return text.length() <= MAX_LENGTH && text.chars().allMatch(c -> c >= 0x20 && c <= 0x7E);
    }
}
