package io.agentgate.protocol.sse;

import java.nio.charset.StandardCharsets;

/** The writer of events as bytes of a stream. */
public final class SseEncoder {
    private SseEncoder() {}

    /**
     * Writes an event, the blank line behind it included. Data with line ends takes several lines.
     *
     * @throws IllegalArgumentException if type or id would break out of their line
     */
    public static byte[] encode(SseEvent event) {
        ByteBuilder out = new ByteBuilder();
        out.add("event: ").add(oneLine(event.type())).add('\n');
        if (event.id() != null) {
            out.add("id: ").add(oneLine(event.id())).add('\n');
        }
        if (event.retry() != null) {
            out.add("retry: ").add(Long.toString(event.retry().toMillis())).add('\n');
        }
        data(event.data(), out);
        return out.add('\n').toBytes();
    }

    /** Writes a comment, which readers ignore: a sign of life. */
    public static byte[] comment(String text) {
        return (": " + oneLine(text) + "\n\n").getBytes(StandardCharsets.UTF_8);
    }

    private static void data(byte[] data, ByteBuilder out) {
        int start = 0;
        while (true) {
            int end = start;
            while (end < data.length && data[end] != '\n' && data[end] != '\r') {
                end++;
            }
            out.add("data: ").add(data, start, end).add('\n');
            if (end == data.length) {
                return;
            }
            boolean pair = data[end] == '\r' && end + 1 < data.length && data[end + 1] == '\n';
            start = end + (pair ? 2 : 1);
        }
    }

    private static String oneLine(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\n' || text.charAt(i) == '\r' || text.charAt(i) == '\0') {
                throw new IllegalArgumentException("a line end or NUL in a field");
            }
        }
        return text;
    }
}
