package io.agentgate.transports.exchange;

import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/** A body as it arrives. Most are one piece, and then are not copied. */
public final class Body {
    private static final byte[] NOTHING = {};

    private byte[] first = NOTHING;
    private @Nullable ByteArrayOutputStream all;

    public void add(byte[] piece) {
        if (all != null) {
            all.writeBytes(piece);
        } else if (first.length == 0) {
            first = piece;
        } else {
            all = new ByteArrayOutputStream(2 * (first.length + piece.length));
            all.writeBytes(first);
            all.writeBytes(piece);
            first = NOTHING;
        }
    }

    public int length() {
        return all != null ? all.size() : first.length;
    }

    public byte[] bytes() {
        return all != null ? all.toByteArray() : first;
    }
}
