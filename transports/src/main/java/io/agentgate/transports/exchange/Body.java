package io.agentgate.transports.exchange;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** A body as it arrives. Most are one piece, and then are copied once. */
final class Body {
    private static final byte[] NOTHING = {};

    private @Nullable Buffer first;
    private @Nullable Buffer all;

    void add(Buffer piece) {
        if (all != null) {
            all.appendBuffer(piece);
        } else if (first == null) {
            first = piece;
        } else {
            all = Buffer.buffer(2 * (first.length() + piece.length()));
            all.appendBuffer(first).appendBuffer(piece);
            first = null;
        }
    }

    int length() {
        Buffer held = all != null ? all : first;
        return held == null ? 0 : held.length();
    }

    byte[] bytes() {
        Buffer held = all != null ? all : first;
        return held == null ? NOTHING : held.getBytes();
    }
}
