package io.agentgate.testkit.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * The body behind a head, without its framing. Where the connection ends within the body it throws,
 * so that a body that was cut off is never taken for a whole one.
 */
final class BodyStream extends InputStream {
    private static final int HEXADECIMAL = 16;

    private final InputStream in;
    private final boolean chunked;
    private final boolean toTheEnd;

    /** How much of the piece is left: of the whole body, or of a chunk. */
    private long left;

    private boolean over;

    private BodyStream(InputStream in, boolean chunked, boolean toTheEnd, long left) {
        this.in = in;
        this.chunked = chunked;
        this.toTheEnd = toTheEnd;
        this.left = left;
    }

    /** The body of a request, which is empty unless the head says otherwise. */
    static BodyStream ofRequest(Head head, InputStream in) {
        return of(head, in, false);
    }

    /** The body of an answer, which goes to the end of the connection unless the head says. */
    static BodyStream ofAnswer(Head head, InputStream in) {
        int status = head.status();
        boolean none = status == 204 || status == 304 || status < 200;
        return none ? new BodyStream(in, false, false, 0) : of(head, in, true);
    }

    private static BodyStream of(Head head, InputStream in, boolean toTheEnd) {
        if (head.says("Transfer-Encoding", "chunked")) {
            return new BodyStream(in, true, false, 0);
        }
        String length = head.header("Content-Length");
        return length == null
                ? new BodyStream(in, false, toTheEnd, 0)
                : new BodyStream(in, false, false, Long.parseLong(length));
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (toTheEnd) {
            return in.read(into, offset, length);
        }
        if (chunked && left == 0 && !over) {
            nextChunk();
        }
        if (left == 0) {
            return -1;
        }
        int got = in.read(into, offset, (int) Math.min(left, length));
        if (got < 0) {
            throw new EOFException("the connection ended within the body");
        }
        left -= got;
        if (chunked && left == 0) {
            Head.line(in);
        }
        return got;
    }

    private void nextChunk() throws IOException {
        @Nullable String size = Head.line(in);
        if (size == null) {
            throw new EOFException("the connection ended before the last chunk");
        }
        left = Long.parseLong(size, HEXADECIMAL);
        if (left == 0) {
            over = true;
            Head.line(in);
        }
    }
}
