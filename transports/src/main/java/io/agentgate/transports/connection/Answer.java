package io.agentgate.transports.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The answer to one request (RFC 9112, section 4): in one piece, or a stream. Once the client is
 * gone nothing of it has an effect. Used on its loop.
 */
public final class Answer {
    private static final byte[] OK = ascii("HTTP/1.1 200 OK\r\n");
    private static final byte[] LENGTH = ascii("content-length: ");
    private static final byte[] TYPE = ascii("content-type: ");
    private static final byte[] CLOSE = ascii("connection: close\r\n");
    private static final byte[] KEEP = ascii("connection: keep-alive\r\n");
    private static final byte[] CHUNKED = ascii("transfer-encoding: chunked\r\n");
    private static final byte[] LAST_CHUNK = ascii("0\r\n\r\n");
    private static final byte[] LINE_END = ascii("\r\n");
    private static final byte[] NOTHING = {};
    private static final int MAX_HEAD_BYTES = 256;

    /** Shorter bodies are sent in one piece with their head, longer ones are not copied. */
    private static final int WORTH_COPYING = 16 << 10;

    private final ClientConnection connection;
    private final boolean chunked;
    private final boolean withoutBody;
    private final boolean saysKept;
    private final StringBuilder headers = new StringBuilder(0);
    private boolean last;
    private boolean begun;
    private boolean ended;
    private @Nullable Runnable atDrain;
    private @Nullable Runnable atGone;

    Answer(ClientConnection connection, HttpRequest request) {
        this.connection = connection;
        this.withoutBody = HttpMethod.HEAD.equals(request.method());
        this.chunked = !request.protocolVersion().equals(HttpVersion.HTTP_1_0);
        boolean kept = HttpUtil.isKeepAlive(request);
        this.saysKept = kept && !chunked;
        if (!kept) {
            last();
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Whether nothing of it was sent. */
    boolean isFresh() {
        return !begun && !ended;
    }

    /** Something else than HTTP is spoken from here on, and this is told no more. */
    void superseded() {
        ended = true;
    }

    /** Whether nothing can be told to the client any more. */
    public boolean isGone() {
        return ended || !connection.isOpen();
    }

    /** Adds a header; the value is of visible characters. */
    public void header(String name, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < 0x20 || c > 0x7E) {
                throw new IllegalArgumentException("a header's value cannot be written");
            }
        }
        headers.append(name).append(": ").append(value).append("\r\n");
    }

    /** Makes this the last answer on its connection. */
    public void last() {
        last = true;
        connection.makeLast();
    }

    /** Answers without a body. */
    public void end(int status) {
        end(status, null, NOTHING);
    }

    /**
     * Answers in one piece.
     *
     * @param body never changed again
     */
    public void end(int status, @Nullable String type, byte[] body) {
        if (isGone() || begun) {
            return;
        }
        ended = true;
        boolean copied = body.length <= WORTH_COPYING;
        ByteBuf out = head(status, type, copied ? body.length : 0);
        if (status != HttpResponseStatus.NO_CONTENT.code()) {
            out.writeBytes(LENGTH);
            ByteBufUtil.writeAscii(out, Integer.toString(body.length));
            out.writeBytes(LINE_END);
        }
        out.writeBytes(LINE_END);
        if (withoutBody || copied) {
            connection.write(withoutBody ? out : out.writeBytes(body));
        } else {
            connection.write(Unpooled.wrappedBuffer(out, Unpooled.wrappedBuffer(body)));
        }
        connection.answered();
    }

    /** Begins a stream. */
    public void begin(String type) {
        if (isGone() || begun) {
            return;
        }
        begun = true;
        if (!chunked) {
            // Its end is the end of the connection (RFC 9112, section 6.3).
            last();
        }
        ByteBuf out = head(HttpResponseStatus.OK.code(), type, 0);
        if (chunked) {
            out.writeBytes(CHUNKED);
        }
        connection.write(out.writeBytes(LINE_END));
    }

    private ByteBuf head(int status, @Nullable String type, int more) {
        ByteBuf out = connection.buffer(MAX_HEAD_BYTES + headers.length() + more);
        if (status == HttpResponseStatus.OK.code()) {
            out.writeBytes(OK);
        } else {
            HttpResponseStatus line = HttpResponseStatus.valueOf(status);
            ByteBufUtil.writeAscii(out, "HTTP/1.1 " + status + ' ' + line.reasonPhrase() + "\r\n");
        }
        if (type != null) {
            out.writeBytes(TYPE);
            ByteBufUtil.writeAscii(out, type);
            out.writeBytes(LINE_END);
        }
        ByteBufUtil.writeAscii(out, headers);
        if (last) {
            out.writeBytes(CLOSE);
        } else if (saysKept) {
            out.writeBytes(KEEP);
        }
        return out;
    }

    /** Sends a piece of a stream. */
    public void write(byte[] bytes) {
        if (isGone() || bytes.length == 0) {
            return;
        }
        ByteBuf out = connection.buffer(bytes.length + 16);
        if (chunked) {
            ByteBufUtil.writeAscii(out, Integer.toHexString(bytes.length));
            out.writeBytes(LINE_END).writeBytes(bytes).writeBytes(LINE_END);
        } else {
            out.writeBytes(bytes);
        }
        connection.write(out);
    }

    /** Ends a stream. */
    public void end() {
        if (isGone()) {
            return;
        }
        ended = true;
        if (chunked) {
            connection.write(connection.buffer(LAST_CHUNK.length).writeBytes(LAST_CHUNK));
        }
        connection.answered();
    }

    /** Whether the client does not keep up with a stream. */
    public boolean isFull() {
        return !isGone() && connection.isFull();
    }

    /** Runs once, when the client has caught up. */
    public void onDrain(Runnable task) {
        atDrain = task;
    }

    /** Runs once, when the client leaves before the end; at once if it has left. */
    public void onGone(Runnable task) {
        if (isGone()) {
            task.run();
        } else {
            atGone = task;
        }
    }

    void drained() {
        Runnable task = atDrain;
        atDrain = null;
        if (task != null) {
            task.run();
        }
    }

    void gone() {
        Runnable task = atGone;
        atGone = null;
        if (task != null && !ended) {
            task.run();
        }
    }
}
