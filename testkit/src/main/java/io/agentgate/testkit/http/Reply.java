package io.agentgate.testkit.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.Socket;
import java.util.List;

/** What a server answers to one request, written at once. Thread safe. */
public final class Reply {
    private final Socket socket;

    Reply(Socket socket) {
        this.socket = socket;
    }

    /** Writes text as it is. */
    public synchronized void raw(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(UTF_8));
        socket.getOutputStream().flush();
    }

    /** A whole answer. */
    public void answer(int status, String body, String... headers) throws IOException {
        int length = body.getBytes(UTF_8).length;
        raw(head(status, headers) + "Content-Length: " + length + "\r\n\r\n" + body);
    }

    /** A JSON-RPC message as the whole answer. */
    public void json(String message, String... headers) throws IOException {
        answer(200, message, with("Content-Type: application/json", headers));
    }

    /** Begins a stream of events. */
    public void stream(String... headers) throws IOException {
        chunked(with("Content-Type: text/event-stream", headers));
    }

    /** Begins an answer of chunks. */
    public void chunked(String... headers) throws IOException {
        raw(head(200, headers) + "Transfer-Encoding: chunked\r\n\r\n");
    }

    /** Text of an answer that was begun, as one chunk. */
    public void chunk(String text) throws IOException {
        raw(Integer.toHexString(text.getBytes(UTF_8).length) + "\r\n" + text + "\r\n");
    }

    /** A message as an event of a stream that was begun. */
    public void event(String message) throws IOException {
        chunk("data: " + message + "\n\n");
    }

    /** Ends a stream that was begun. */
    public void end() throws IOException {
        raw("0\r\n\r\n");
    }

    /** Waits until the other side has closed the connection. */
    public void awaitLeft() throws IOException {
        int more = socket.getInputStream().read();
        if (more >= 0) {
            throw new IOException("another request behind one that was not answered");
        }
    }

    /** Closes the connection, whatever is open. */
    public void cut() throws IOException {
        socket.close();
    }

    /** Whether the connection was closed from this side. */
    boolean isCut() {
        return socket.isClosed();
    }

    private static String head(int status, String... headers) {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Reason\r\n");
        List.of(headers).forEach(header -> head.append(header).append("\r\n"));
        return head.toString();
    }

    private static String[] with(String first, String... more) {
        String[] all = new String[more.length + 1];
        all[0] = first;
        System.arraycopy(more, 0, all, 1, more.length);
        return all;
    }
}
