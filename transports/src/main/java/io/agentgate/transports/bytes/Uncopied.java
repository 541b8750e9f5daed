package io.agentgate.transports.bytes;

import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.buffer.impl.BufferImpl;

/** Arrays as buffers of Vert.x, which else copies each array it is given. */
public final class Uncopied {
    private Uncopied() {}

    /** The array itself; nobody may change it any more. */
    public static Buffer buffer(byte[] bytes) {
        return BufferImpl.buffer(Unpooled.wrappedBuffer(bytes));
    }
}
