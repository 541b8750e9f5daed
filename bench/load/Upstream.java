import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/**
 * An MCP server over Streamable HTTP that does nothing but answer, so that what is measured in
 * front of it is the gateway.
 *
 * <p>Usage: {@code java bench/load/Upstream.java [--port 7080] [--loops 1]}
 *
 * <p>It answers {@code initialize}, {@code tools/list}, every other request with an empty result,
 * and {@code tools/call} with 300 bytes that hold the request's id as it was spelled. Notifications
 * and responses get 202, DELETE 200, GET a stream of events that never has one. {@code GET /count}
 * tells how many calls were answered and how many streams and connections are open. It trusts its
 * clients: HTTP/1.1 with Content-Length or chunks, no other checks.
 */
final class Upstream {

    private static final LongAdder CALLS = new LongAdder();
    private static final LongAdder STREAMS = new LongAdder();
    private static final LongAdder CONNECTIONS = new LongAdder();

    private Upstream() {}

    public static void main(String[] words) throws IOException {
        int port = number(words, "--port", 7080);
        Loop[] loops = new Loop[number(words, "--loops", 1)];
        for (int i = 0; i < loops.length; i++) {
            loops[i] = new Loop();
            Thread.ofPlatform().name("loop-" + i).start(loops[i]);
        }
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            listener.bind(new InetSocketAddress("127.0.0.1", port), 16_384);
            for (int next = 0; ; next = (next + 1) % loops.length) {
                loops[next].adopt(listener.accept());
            }
        }
    }

    private static int number(String[] words, String option, int otherwise) {
        int at = Arrays.asList(words).indexOf(option);
        return at < 0 ? otherwise : Integer.parseInt(words[at + 1]);
    }

    /** The thread that serves its share of the connections. */
    private static final class Loop implements Runnable {

        private final Selector selector = Selector.open();
        private final Queue<SocketChannel> arrivals = new ConcurrentLinkedQueue<>();
        private final ByteBuffer incoming = ByteBuffer.allocateDirect(1 << 16);
        private final ByteBuffer outgoing = ByteBuffer.allocateDirect(1 << 16);
        private final byte[] read = new byte[1 << 16];
        private final Answers answers = new Answers();

        Loop() throws IOException {}

        void adopt(SocketChannel channel) {
            arrivals.add(channel);
            selector.wakeup();
        }

        @Override
        public void run() {
            try {
                while (true) {
                    selector.select(this::serve);
                    for (SocketChannel channel; (channel = arrivals.poll()) != null; ) {
                        channel.configureBlocking(false);
                        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                        channel.register(selector, SelectionKey.OP_READ, new Connection());
                        CONNECTIONS.increment();
                    }
                }
            } catch (IOException e) {
                System.err.println(e);
                System.exit(1);
            }
        }

        private void serve(SelectionKey key) {
            Connection connection = (Connection) key.attachment();
            SocketChannel channel = (SocketChannel) key.channel();
            try {
                if (key.isWritable() && !flush(key, channel, connection)) {
                    return;
                }
                if (!key.isReadable()) {
                    return;
                }
                incoming.clear();
                int count = channel.read(incoming);
                if (count < 0) {
                    close(channel, connection);
                    return;
                }
                incoming.flip();
                answers.clear();
                if (connection.length == 0) {
                    incoming.get(read, 0, count);
                    int used = connection.consume(read, count, answers);
                    connection.keep(read, used, count - used);
                } else {
                    connection.append(incoming, count);
                    int used = connection.consume(connection.kept, connection.length, answers);
                    connection.keep(connection.kept, used, connection.length - used);
                }
                if (answers.length > 0) {
                    write(key, channel, connection);
                }
            } catch (IOException | RuntimeException e) {
                if (e instanceof RuntimeException) {
                    System.err.println(e);
                }
                close(channel, connection);
            }
        }

        private void write(SelectionKey key, SocketChannel channel, Connection connection)
                throws IOException {
            int from = 0;
            while (from < answers.length) {
                int count = Math.min(outgoing.capacity(), answers.length - from);
                outgoing.clear().put(answers.bytes, from, count).flip();
                from += channel.write(outgoing);
                if (outgoing.hasRemaining()) {
                    connection.unsent =
                            ByteBuffer.wrap(
                                    Arrays.copyOfRange(answers.bytes, from, answers.length));
                    key.interestOps(SelectionKey.OP_WRITE);
                    return;
                }
            }
        }

        private static boolean flush(SelectionKey key, SocketChannel channel, Connection connection)
                throws IOException {
            if (connection.unsent != null) {
                channel.write(connection.unsent);
                if (connection.unsent.hasRemaining()) {
                    return false;
                }
                connection.unsent = null;
                key.interestOps(SelectionKey.OP_READ);
            }
            return true;
        }

        private static void close(SocketChannel channel, Connection connection) {
            CONNECTIONS.decrement();
            if (connection.streaming) {
                STREAMS.decrement();
            }
            try {
                channel.close();
            } catch (ClosedChannelException e) {
                // It is what we want.
            } catch (IOException e) {
                System.err.println(e);
            }
        }
    }

    /** What is known of one connection between two reads. */
    private static final class Connection {

        private static final byte[] NONE = {};

        byte[] kept = NONE;
        int length;
        boolean streaming;
        ByteBuffer unsent;

        void append(ByteBuffer more, int count) {
            if (kept.length < length + count) {
                kept = Arrays.copyOf(kept, Math.max(1024, (length + count) * 2));
            }
            more.get(kept, length, count);
            length += count;
        }

        void keep(byte[] from, int at, int count) {
            if (count == 0) {
                kept = NONE;
            } else if (from != kept || at > 0) {
                kept = Arrays.copyOfRange(from, at, at + count);
            }
            length = count;
        }

        /** Answers all complete requests and tells how many bytes they were. */
        int consume(byte[] bytes, int end, Answers answers) {
            int at = 0;
            while (at < end) {
                int next = request(bytes, at, end, answers);
                if (next < 0) {
                    break;
                }
                at = next;
            }
            return at;
        }

        private int request(byte[] bytes, int start, int end, Answers answers) {
            int line = endOfLine(bytes, start, end);
            if (line < 0) {
                return -1;
            }
            int contentLength = 0;
            boolean chunked = false;
            int at = line;
            while (true) {
                int next = endOfLine(bytes, at, end);
                if (next < 0) {
                    return -1;
                }
                if (next - at <= 2) {
                    at = next;
                    break;
                }
                if (named(bytes, at, next, "content-length:")) {
                    contentLength = decimal(bytes, at + 15, next);
                } else if (named(bytes, at, next, "transfer-encoding:")) {
                    chunked = true;
                }
                at = next;
            }
            int bodyEnd;
            int after;
            if (chunked) {
                after = endOfChunks(bytes, at, end);
                if (after < 0) {
                    return -1;
                }
                // In place would spoil a body that is not complete yet; this one is.
                bodyEnd = unchunk(bytes, at);
            } else {
                bodyEnd = at + contentLength;
                after = bodyEnd;
                if (after > end) {
                    return -1;
                }
            }
            switch (bytes[start]) {
                case 'P' -> answers.post(bytes, at, bodyEnd);
                case 'G' -> {
                    if (named(bytes, start, line, "get /count")) {
                        answers.counts();
                    } else {
                        answers.stream();
                        if (!streaming) {
                            streaming = true;
                            STREAMS.increment();
                        }
                    }
                }
                default -> answers.done();
            }
            return after;
        }

        private static int endOfLine(byte[] bytes, int from, int end) {
            for (int i = from; i < end; i++) {
                if (bytes[i] == '\n') {
                    return i + 1;
                }
            }
            return -1;
        }

        private static boolean named(byte[] bytes, int at, int end, String lowerCase) {
            if (end - at < lowerCase.length()) {
                return false;
            }
            for (int i = 0; i < lowerCase.length(); i++) {
                int letter = bytes[at + i];
                if (letter >= 'A' && letter <= 'Z') {
                    letter += 'a' - 'A';
                }
                if (letter != lowerCase.charAt(i)) {
                    return false;
                }
            }
            return true;
        }

        private static int decimal(byte[] bytes, int from, int end) {
            int value = 0;
            for (int i = from; i < end; i++) {
                if (bytes[i] >= '0' && bytes[i] <= '9') {
                    value = value * 10 + bytes[i] - '0';
                }
            }
            return value;
        }

        private static int chunkSize(byte[] bytes, int at) {
            int size = 0;
            for (int digit; (digit = Character.digit(bytes[at], 16)) >= 0; at++) {
                size = size * 16 + digit;
            }
            return size;
        }

        private static int endOfChunks(byte[] bytes, int at, int end) {
            while (true) {
                int data = endOfLine(bytes, at, end);
                if (data < 0) {
                    return -1;
                }
                int size = chunkSize(bytes, at);
                if (size == 0) {
                    // Trailers, if there are any, end with an empty line.
                    for (at = data; ; at = data) {
                        data = endOfLine(bytes, at, end);
                        if (data < 0) {
                            return -1;
                        }
                        if (data - at <= 2) {
                            return data;
                        }
                    }
                }
                at = data + size + 2;
                if (at > end) {
                    return -1;
                }
            }
        }

        private static int unchunk(byte[] bytes, int from) {
            int to = from;
            int at = from;
            for (int size; (size = chunkSize(bytes, at)) > 0; ) {
                int data = endOfLine(bytes, at, bytes.length);
                System.arraycopy(bytes, data, bytes, to, size);
                to += size;
                at = data + size + 2;
            }
            return to;
        }
    }

    /** The answers to what one read brought, ready to be written. */
    private static final class Answers {

        private static final int CALL_ANSWER = 300;
        private static final byte[] START = ascii("{\"jsonrpc\":\"2.0\",\"id\":");
        private static final byte[] TEXT =
                ascii(",\"result\":{\"content\":[{\"type\":\"text\",\"text\":\"");
        private static final byte[] TEXT_END = ascii("\"}],\"isError\":false}}");
        private static final byte[] WORDS =
                ascii(
                        "The quarterly report is in the shared folder and was last changed on"
                            + " Tuesday. Three people have read it, two left a comment, and nobody"
                            + " asked for another version, so that it can go to the printer on"
                            + " Friday morning; the cover is still missing, but the layout leaves a"
                            + " page for it.");
        private static final byte[] TOOLS =
                ascii(
                        ",\"result\":{\"tools\":[{\"name\":\"search\",\"description\":\"Searches.\","
                            + "\"inputSchema\":{\"type\":\"object\",\"properties\":{\"query\":"
                            + "{\"type\":\"string\"}}}}]}}");
        private static final byte[] INITIALIZED =
                ascii(
                        ",\"result\":{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{}},"
                            + "\"serverInfo\":{\"name\":\"bench\",\"version\":\"1\"}}}");
        private static final byte[] EMPTY = ascii(",\"result\":{}}");
        private static final byte[] OK =
                ascii("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n");
        private static final byte[] SESSION = ascii("Mcp-Session-Id: ");
        private static final byte[] LINE = ascii("\r\n");
        private static final byte[] LENGTH = ascii("Content-Length: ");
        private static final byte[] ACCEPTED =
                ascii("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n");
        private static final byte[] DONE = ascii("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        private static final byte[] STREAM =
                ascii(
                        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
                                + "Cache-Control: no-store\r\nTransfer-Encoding: chunked\r\n\r\n");
        private static final byte[] INITIALIZE = ascii("\"initialize\"");
        private static final byte[] TOOLS_LIST = ascii("\"tools/list\"");
        private static final byte[] TOOLS_CALL = ascii("\"tools/call\"");

        byte[] bytes = new byte[1 << 16];
        int length;
        private int idStart;
        private int idEnd;
        private int methodStart;
        private int methodEnd;

        void clear() {
            length = 0;
        }

        void done() {
            put(DONE);
        }

        void stream() {
            put(STREAM);
        }

        void counts() {
            byte[] body =
                    ascii(
                            "{\"calls\":%d,\"streams\":%d,\"connections\":%d}"
                                    .formatted(CALLS.sum(), STREAMS.sum(), CONNECTIONS.sum()));
            head(body.length);
            put(body);
        }

        void post(byte[] from, int start, int end) {
            scan(from, start, end);
            if (idStart == 0 || methodStart == 0) {
                put(ACCEPTED);
                return;
            }
            int id = idEnd - idStart;
            if (method(from, TOOLS_CALL)) {
                CALLS.increment();
                int fixed = START.length + id + TEXT.length + TEXT_END.length;
                int text = Math.clamp(CALL_ANSWER - fixed, 0, WORDS.length);
                head(fixed + text);
                put(START);
                put(from, idStart, id);
                put(TEXT);
                put(WORDS, 0, text);
                put(TEXT_END);
            } else if (method(from, INITIALIZE)) {
                put(OK);
                put(SESSION);
                put(ascii(UUID.randomUUID().toString()));
                put(LINE);
                length(START.length + id + INITIALIZED.length);
                result(from, id, INITIALIZED);
            } else {
                byte[] result = method(from, TOOLS_LIST) ? TOOLS : EMPTY;
                head(START.length + id + result.length);
                result(from, id, result);
            }
        }

        private void result(byte[] from, int id, byte[] result) {
            put(START);
            put(from, idStart, id);
            put(result);
        }

        private boolean method(byte[] from, byte[] name) {
            return Arrays.equals(from, methodStart, methodEnd, name, 0, name.length);
        }

        /** Finds the id and the method among the members of the message, and not deeper. */
        private void scan(byte[] from, int start, int end) {
            idStart = 0;
            methodStart = 0;
            int depth = 0;
            int at = start;
            while (at < end) {
                byte letter = from[at];
                if (letter == '{' || letter == '[') {
                    depth++;
                } else if (letter == '}' || letter == ']') {
                    depth--;
                } else if (letter == '"') {
                    int close = endOfString(from, at, end);
                    int colon = skipBlanks(from, close, end);
                    if (depth == 1 && colon < end && from[colon] == ':') {
                        int value = skipBlanks(from, colon + 1, end);
                        if (is(from, at, close, "\"id\"")) {
                            idStart = value;
                            idEnd = endOfScalar(from, value, end);
                            close = idEnd;
                        } else if (is(from, at, close, "\"method\"")) {
                            methodStart = value;
                            methodEnd = endOfScalar(from, value, end);
                            close = methodEnd;
                        }
                    }
                    at = close;
                    continue;
                }
                at++;
            }
        }

        private static boolean is(byte[] from, int start, int end, String name) {
            if (end - start != name.length()) {
                return false;
            }
            for (int i = 0; i < name.length(); i++) {
                if (from[start + i] != name.charAt(i)) {
                    return false;
                }
            }
            return true;
        }

        private static int endOfString(byte[] from, int quote, int end) {
            int at = quote + 1;
            while (at < end && from[at] != '"') {
                at += from[at] == '\\' ? 2 : 1;
            }
            return Math.min(at + 1, end);
        }

        private static int skipBlanks(byte[] from, int at, int end) {
            while (at < end && from[at] <= ' ' && from[at] >= 0) {
                at++;
            }
            return at;
        }

        private static int endOfScalar(byte[] from, int at, int end) {
            if (from[at] == '"') {
                return endOfString(from, at, end);
            }
            while (at < end && from[at] != ',' && from[at] != '}' && from[at] > ' ') {
                at++;
            }
            return at;
        }

        private void head(int count) {
            put(OK);
            length(count);
        }

        private void length(int count) {
            put(LENGTH);
            reserve(20);
            int digits = 1;
            for (int rest = count; rest >= 10; rest /= 10) {
                digits++;
            }
            int rest = count;
            for (int i = digits - 1; i >= 0; i--, rest /= 10) {
                bytes[length + i] = (byte) ('0' + rest % 10);
            }
            length += digits;
            put(LINE);
            put(LINE);
        }

        private void put(byte[] from) {
            put(from, 0, from.length);
        }

        private void put(byte[] from, int at, int count) {
            reserve(count);
            System.arraycopy(from, at, bytes, length, count);
            length += count;
        }

        private void reserve(int count) {
            if (bytes.length < length + count) {
                bytes = Arrays.copyOf(bytes, (length + count) * 2);
            }
        }

        private static byte[] ascii(String text) {
            return text.getBytes(ISO_8859_1);
        }
    }
}
