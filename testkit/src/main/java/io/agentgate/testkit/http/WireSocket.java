package io.agentgate.testkit.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A client of WebSocket (RFC 6455) that writes what it is given, right or wrong. */
public final class WireSocket implements AutoCloseable {
    /** The first byte of a frame with a whole text. */
    public static final int TEXT = 0x81;

    /** The first byte of a frame with the beginning of a text. */
    public static final int FIRST = 0x01;

    /** The first byte of a frame with more of it. */
    public static final int MORE = 0x00;

    /** The first byte of a frame with the rest of it. */
    public static final int LAST = 0x80;

    public static final int BINARY = 0x82;
    public static final int CLOSE = 0x88;
    public static final int PING = 0x89;
    public static final int PONG = 0x8A;

    private static final int MASKED = 0x80;
    private static final int SHORT_LENGTH = 126;
    private static final int LONG_LENGTH = 127;
    private static final byte[] MASK = {0x12, 0x34, 0x56, 0x78};

    private final Socket socket;
    private final DataInputStream in;
    private final String target;

    /**
     * A frame of the other side.
     *
     * @param first its first byte
     */
    @SuppressWarnings("ArrayRecordComponent") // Read by tests, never compared.
    public record Frame(int first, byte[] payload) {
        /** The code of a close frame; 1005 if it has none. */
        public int code() {
            return payload.length < 2 ? 1005 : ByteBuffer.wrap(payload).getShort() & 0xFFFF;
        }

        /** The reason of a close frame. */
        public String reason() {
            return payload.length < 2 ? "" : new String(payload, 2, payload.length - 2, UTF_8);
        }
    }

    /** Connects to the host and port of an address. */
    public WireSocket(URI server) throws IOException {
        this(server, Integer.MAX_VALUE);
    }

    /**
     * The same for a client that takes little at a time.
     *
     * @param window most bytes that the system takes for it before it reads
     */
    public WireSocket(URI server, int window) throws IOException {
        target = server.getPath() + (server.getQuery() == null ? "" : "?" + server.getQuery());
        socket = new Socket();
        if (window < Integer.MAX_VALUE) {
            socket.setReceiveBufferSize(window);
        }
        socket.setSoTimeout(WireClient.PATIENCE_MILLIS);
        socket.connect(
                new InetSocketAddress(server.getHost(), server.getPort()),
                WireClient.PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    }

    /** What a client asks that speaks MCP, a line each. */
    public static List<String> handshake() {
        return List.of(
                "Host: localhost",
                "Upgrade: websocket",
                "Connection: keep-alive, Upgrade",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                "Sec-WebSocket-Protocol: mcp");
    }

    /** Asks to speak WebSocket; the head of the answer. */
    public Head open(List<String> headers) throws IOException {
        return open(headers, new byte[0]);
    }

    /**
     * The same for a client that does not wait for the answer.
     *
     * @param behind what it writes right behind its request
     */
    public Head open(List<String> headers, byte[] behind) throws IOException {
        String request =
                "GET " + target + " HTTP/1.1\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(request.getBytes(UTF_8));
        all.writeBytes(behind);
        write(all.toByteArray());
        Head head = Head.read(in);
        if (head == null) {
            throw new EOFException("the connection ended without an answer");
        }
        return head;
    }

    /** Opens it as it should be. */
    public WireSocket open() throws IOException {
        Head head = open(handshake());
        if (head.status() != 101) {
            throw new IOException("not opened: " + head);
        }
        return this;
    }

    /** Writes bytes as they are. */
    public WireSocket write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    /** Says a message. */
    public WireSocket say(String message) throws IOException {
        return write(frame(TEXT, message.getBytes(UTF_8)));
    }

    /** A frame as a client has to write it. */
    public static byte[] frame(int first, byte[] payload) {
        byte[] frame = frame(first, MASKED, payload.length, payload.length + MASK.length);
        int at = frame.length - payload.length - MASK.length;
        for (byte each : MASK) {
            frame[at++] = each;
        }
        for (int i = 0; i < payload.length; i++) {
            frame[at++] = (byte) (payload[i] ^ MASK[i % MASK.length]);
        }
        return frame;
    }

    /** A frame that is not masked, as only a server may write it. */
    public static byte[] unmasked(int first, byte[] payload) {
        byte[] frame = frame(first, 0, payload.length, payload.length);
        System.arraycopy(payload, 0, frame, frame.length - payload.length, payload.length);
        return frame;
    }

    /** The beginning of a frame of which no more follows. */
    public static byte[] announced(int first, long length) {
        return frame(first, MASKED, length, 0);
    }

    private static byte[] frame(int first, int masked, long length, int room) {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        head.write(first);
        if (length < SHORT_LENGTH) {
            head.write(masked | (int) length);
        } else if (length < 1 << 16) {
            head.write(masked | SHORT_LENGTH);
            head.writeBytes(ByteBuffer.allocate(2).putShort((short) length).array());
        } else {
            head.write(masked | LONG_LENGTH);
            head.writeBytes(ByteBuffer.allocate(8).putLong(length).array());
        }
        head.writeBytes(new byte[room]);
        return head.toByteArray();
    }

    /** The next frame; null at the end of the connection. */
    public @Nullable Frame next() throws IOException {
        int first;
        try {
            first = in.read();
        } catch (SocketException reset) {
            return null;
        }
        if (first < 0) {
            return null;
        }
        int second = in.readUnsignedByte();
        if ((second & MASKED) != 0) {
            throw new IOException("a server does not mask");
        }
        long length =
                switch (second) {
                    case SHORT_LENGTH -> in.readUnsignedShort();
                    case LONG_LENGTH -> in.readLong();
                    default -> second;
                };
        byte[] payload = new byte[Math.toIntExact(length)];
        in.readFully(payload);
        return new Frame(first, payload);
    }

    /** The next message; null if there is none before the end. */
    public @Nullable String message() throws IOException {
        for (Frame next = next(); next != null && next.first() != CLOSE; next = next()) {
            if (next.first() == TEXT) {
                return new String(next.payload(), UTF_8);
            }
        }
        return null;
    }

    /** The close frame, whatever comes before it; null if the connection ends without. */
    public @Nullable Frame closed() throws IOException {
        for (Frame next = next(); next != null; next = next()) {
            if (next.first() == CLOSE) {
                return next;
            }
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
