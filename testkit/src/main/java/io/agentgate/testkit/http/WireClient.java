package io.agentgate.testkit.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** A client of HTTP that writes what it is given, right or wrong, over one connection. */
public final class WireClient implements AutoCloseable {
    /** How long to wait for the other side. */
    public static final int PATIENCE_MILLIS = 60_000;

    private final Socket socket;
    private final InputStream in;
    private @Nullable BodyStream body;

    /** Connects to the host and port of an address. */
    public WireClient(URI server) throws IOException {
        this(server, Integer.MAX_VALUE);
    }

    /**
     * The same for a client that takes little at a time.
     *
     * @param window most bytes that the system takes for it before it reads
     */
    public WireClient(URI server, int window) throws IOException {
        socket = new Socket();
        if (window < Integer.MAX_VALUE) {
            socket.setReceiveBufferSize(window);
        }
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(new InetSocketAddress(server.getHost(), server.getPort()), PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** Writes text as it is. */
    public WireClient send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(UTF_8));
        socket.getOutputStream().flush();
        return this;
    }

    /** The head of the next answer; the body is to be read before the one after it. */
    public Head head() throws IOException {
        Head head = Head.read(in);
        if (head == null) {
            throw new EOFException("the connection ended without an answer");
        }
        body = BodyStream.ofAnswer(head, in);
        return head;
    }

    private BodyStream bodyStream() {
        BodyStream current = body;
        if (current == null) {
            throw new IllegalStateException("read the head first");
        }
        return current;
    }

    /** The next answer. */
    public Answer answer() throws IOException {
        Head head = head();
        return new Answer(head, body());
    }

    /** What is left of the body of the answer whose head was read. */
    public String body() throws IOException {
        return new String(bodyStream().readAllBytes(), UTF_8);
    }

    /**
     * The next block of a stream of events: its lines with line feeds between; null at the end of
     * the stream.
     */
    public @Nullable String event() throws IOException {
        StringBuilder block = new StringBuilder();
        for (String line = Head.line(bodyStream()); line != null; line = Head.line(bodyStream())) {
            if (line.isEmpty()) {
                return block.toString();
            }
            block.append(block.isEmpty() ? "" : "\n").append(line);
        }
        if (!block.isEmpty()) {
            throw new EOFException("the stream ended within the event " + block);
        }
        return null;
    }

    /** The data of the next event that is a message; null at the end of the stream. */
    public @Nullable String message() throws IOException {
        for (String event = event(); event != null; event = event()) {
            String data = data(event);
            if (!data.isEmpty()) {
                return data;
            }
        }
        return null;
    }

    /** What stands behind {@code data:} in an event of one line of data. */
    public static String data(String event) {
        return event.lines()
                .filter(line -> line.startsWith("data:"))
                .map(line -> line.substring("data:".length()).strip())
                .findFirst()
                .orElse("");
    }

    /**
     * Writes text one character at a time until the other side closes the connection.
     *
     * @param every how long to listen after each
     */
    public void dripUntilClosed(String text, int every) throws IOException {
        socket.setSoTimeout(every);
        for (int at = 0; at < text.length(); at++) {
            try {
                send(text.substring(at, at + 1));
                if (in.read() < 0) {
                    return;
                }
            } catch (SocketTimeoutException stillOpen) {
                // The next one.
                assert stillOpen != null;
            } catch (SocketException reset) {
                return;
            }
        }
        throw new IOException("still open when all was written");
    }

    /** Waits for the other side to close the connection, and passes over what it still says. */
    public void awaitClose() throws IOException {
        try {
            while (in.read() >= 0) {
                // Whatever it is.
            }
        } catch (SocketException reset) {
            // Closed, too.
            assert reset != null;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
