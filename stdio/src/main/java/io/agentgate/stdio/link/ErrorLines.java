package io.agentgate.stdio.link;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What the children of one server say on standard error, for people: at most so many lines a
 * second, and of the others their number. Thread safe.
 *
 * <pre>
 *   saying ──burst is used up──▶ counting ──a second's worth of lines may be said──▶ saying
 * </pre>
 */
final class ErrorLines {
    static final int LINES_A_SECOND = 20;
    static final int BURST = 100;

    private static final int MAX_UTF8 = 4;
    private static final long NANOS_A_LINE = 1_000_000_000L / LINES_A_SECOND;

    private final String server;
    private final LongSupplier nanoTime;
    private final Consumer<String> say;
    private final ReentrantLock lock = new ReentrantLock();

    /** The time up to which lines are used up; a burst behind now, none is. */
    private long usedUpTo;

    private long leftOut;

    ErrorLines(String server, LongSupplier nanoTime, Consumer<String> say) {
        this.server = server;
        this.nanoTime = nanoTime;
        this.say = say;
        this.usedUpTo = nanoTime.getAsLong() - BURST * NANOS_A_LINE;
    }

    /**
     * Says a line, or counts it.
     *
     * @param bytes the line without its end
     * @param cut whether it was longer
     */
    void line(byte[] bytes, boolean cut) {
        lock.lock();
        try {
            long now = nanoTime.getAsLong();
            if (now - usedUpTo > BURST * NANOS_A_LINE) {
                usedUpTo = now - BURST * NANOS_A_LINE;
            }
            long lines = (now - usedUpTo) / NANOS_A_LINE;
            if (lines < (leftOut > 0 ? LINES_A_SECOND : 1)) {
                leftOut++;
                return;
            }
            sayLeftOut();
            use(text(bytes, cut));
        } finally {
            lock.unlock();
        }
    }

    /** A child says no more: what was left out so far is said now, or perhaps never. */
    void endOfChild() {
        lock.lock();
        try {
            sayLeftOut();
        } finally {
            lock.unlock();
        }
    }

    private void sayLeftOut() {
        if (leftOut > 0) {
            long number = leftOut;
            leftOut = 0;
            use("… " + number + (number == 1 ? " line more" : " lines more"));
        }
    }

    private void use(String text) {
        usedUpTo += NANOS_A_LINE;
        say.accept(server + ": " + text);
    }

    private static String text(byte[] bytes, boolean cut) {
        String text = new String(bytes, 0, cut ? wholeCharacters(bytes) : bytes.length, UTF_8);
        StringBuilder visible = new StringBuilder(text.length());
        text.codePoints().forEach(codePoint -> appendVisible(visible, codePoint));
        return cut ? visible.append(" …").toString() : visible.toString();
    }

    /** How many bytes there are in front of a character that was cut through. */
    private static int wholeCharacters(byte[] bytes) {
        int last = bytes.length - 1;
        while (last > 0 && bytes.length - last < MAX_UTF8 && (bytes[last] & 0xC0) == 0x80) {
            last--;
        }
        // As many ones as a first byte begins with, so many bytes has the character.
        int length = last < 0 ? 0 : Integer.numberOfLeadingZeros(~(bytes[last] << 24));
        return length > bytes.length - last ? last : bytes.length;
    }

    /** A server must not move the cursor of whoever reads, nor turn the order of letters round. */
    private static void appendVisible(StringBuilder to, int codePoint) {
        switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> {
                if (codePoint == '\t') {
                    to.append('\t');
                } else {
                    to.append(String.format("\\u%04x", codePoint));
                }
            }
            default -> to.appendCodePoint(codePoint);
        }
    }
}
