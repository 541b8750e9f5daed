package io.agentgate.stdio.link;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Reads one child's standard error to its end, in bounded memory: of a longer line it keeps the
 * beginning.
 */
final class ErrorReader {
    static final int MAX_LINE_BYTES = 4_096;
    private static final int BUFFER_BYTES = 8_192;

    private final InputStream in;
    private final ErrorLines lines;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private boolean begun;
    private boolean cut;

    ErrorReader(InputStream in, ErrorLines lines) {
        this.in = in;
        this.lines = lines;
    }

    void run() {
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                take(buffer, count);
            }
        } catch (IOException gone) {
            // As its end.
        }
        if (begun) {
            endLine();
        }
        lines.endOfChild();
    }

    private void take(byte[] bytes, int count) {
        int from = 0;
        for (int at = 0; at < count; at++) {
            if (bytes[at] == '\n') {
                keep(bytes, from, at);
                endLine();
                from = at + 1;
            }
        }
        keep(bytes, from, count);
    }

    private void keep(byte[] bytes, int from, int to) {
        begun |= to > from;
        int room = MAX_LINE_BYTES - line.size();
        cut |= to - from > room;
        line.write(bytes, from, Math.min(to - from, room));
    }

    private void endLine() {
        byte[] whole = line.toByteArray();
        int length = whole.length;
        if (!cut && length > 0 && whole[length - 1] == '\r') {
            whole = Arrays.copyOf(whole, length - 1);
        }
        lines.line(whole, cut);
        line.reset();
        begun = false;
        cut = false;
    }
}
