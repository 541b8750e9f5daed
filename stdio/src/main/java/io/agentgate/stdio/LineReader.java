package io.agentgate.stdio;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Splits a stream at line feeds, in bounded memory: of a line over the limit it keeps both ends and
 * goes on at the next line. Used by one thread.
 */
public final class LineReader {
    static final int KEPT_END_BYTES = 512;
    private static final int FIRST_BUFFER_BYTES = 1 << 16;

    private final InputStream in;
    private final int maxBytes;
    private byte[] buffer = new byte[FIRST_BUFFER_BYTES];
    private int start;
    private int scanned;
    private int end;

    /**
     * Reads a stream from its beginning.
     *
     * @param maxBytes longest line that is given whole, without its line feed
     */
    public LineReader(InputStream in, int maxBytes) {
        this.in = in;
        this.maxBytes = maxBytes;
    }

    /** The next line; null at the end of the stream. Waits until one is complete. */
    public @Nullable Line next() throws IOException {
        while (true) {
            for (; scanned < end; scanned++) {
                if (buffer[scanned] == '\n') {
                    byte[] line = Arrays.copyOfRange(buffer, start, scanned);
                    scanned++;
                    start = scanned;
                    return line.length > maxBytes
                            ? oversized(line, line.length)
                            : new Line.Whole(line);
                }
            }
            if (end - start > maxBytes) {
                return skipRest();
            }
            makeRoom();
            int count = in.read(buffer, end, buffer.length - end);
            if (count < 0) {
                return lastLine();
            }
            end += count;
        }
    }

    private @Nullable Line lastLine() {
        if (start == end) {
            return null;
        }
        byte[] line = Arrays.copyOfRange(buffer, start, end);
        start = end;
        return line.length > maxBytes ? oversized(line, line.length) : new Line.Whole(line);
    }

    private void makeRoom() {
        if (start == end) {
            start = 0;
            end = 0;
            scanned = 0;
            if (buffer.length > FIRST_BUFFER_BYTES) {
                buffer = new byte[FIRST_BUFFER_BYTES];
            }
        } else if (end == buffer.length) {
            int length = end - start;
            byte[] roomier =
                    length > buffer.length / 2
                            ? new byte[Math.min(buffer.length * 2, maxBytes + FIRST_BUFFER_BYTES)]
                            : buffer;
            System.arraycopy(buffer, start, roomier, 0, length);
            buffer = roomier;
            scanned -= start;
            start = 0;
            end = length;
        }
    }

    /** Reads to the end of an oversized line, keeping its ends only. */
    private Line skipRest() throws IOException {
        byte[] head = Arrays.copyOfRange(buffer, start, start + KEPT_END_BYTES);
        byte[] tail = Arrays.copyOfRange(buffer, end - KEPT_END_BYTES, end);
        byte[] chunk = new byte[FIRST_BUFFER_BYTES];
        while (true) {
            int count = in.read(chunk);
            if (count < 0) {
                start = 0;
                end = 0;
                scanned = 0;
                return new Line.Oversized(head, tail);
            }
            int feed = indexOfLineFeed(chunk, count);
            int length = feed < 0 ? count : feed;
            tail = lastOf(tail, chunk, length);
            if (feed >= 0) {
                buffer = chunk;
                start = feed + 1;
                scanned = start;
                end = count;
                return new Line.Oversized(head, tail);
            }
        }
    }

    private static Line oversized(byte[] line, int length) {
        return new Line.Oversized(
                Arrays.copyOf(line, KEPT_END_BYTES),
                Arrays.copyOfRange(line, length - KEPT_END_BYTES, length));
    }

    private static int indexOfLineFeed(byte[] bytes, int length) {
        for (int at = 0; at < length; at++) {
            if (bytes[at] == '\n') {
                return at;
            }
        }
        return -1;
    }

    private static byte[] lastOf(byte[] before, byte[] more, int length) {
        if (length >= KEPT_END_BYTES) {
            return Arrays.copyOfRange(more, length - KEPT_END_BYTES, length);
        }
        byte[] joined = Arrays.copyOf(before, before.length + length);
        System.arraycopy(more, 0, joined, before.length, length);
        return Arrays.copyOfRange(joined, joined.length - KEPT_END_BYTES, joined.length);
    }
}
