package io.agentgate.protocol.sse;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An incremental reader of one event stream, fed with chunks cut anywhere.
 *
 * <p>An event that the stream ends within is never delivered: there is no end-of-stream call, so
 * whoever drops the decoder drops it. One decoder is fed in one of the two ways, not in both.
 */
public final class SseDecoder {
    private static final int BOM_LENGTH = 3;

    /** A longer reconnection time is no time anybody waits, and is ignored. */
    private static final int MAX_RETRY_DIGITS = 9;

    private final int maxEventBytes;
    private final ByteBuilder line = new ByteBuilder();
    private final ByteBuilder data = new ByteBuilder();
    private boolean hasData;
    private boolean lineFeedIsPartOfLineEnd;
    private boolean firstLine = true;
    private boolean failed;
    private String type = "";
    private @Nullable String id;
    private @Nullable Duration retry;
    private String lastEventId = "";
    private @Nullable Duration lastRetry;

    /** What is kept of the event that is being skipped; null while none is. */
    private @Nullable Ends ends;

    /** Takes what a stream holds, also where that is more than can be kept. */
    public interface Sink {
        void event(SseEvent event);

        /** An event was too large; given are the two ends of its lines. */
        void oversized(byte[] head, byte[] tail);
    }

    /**
     * @param maxEventBytes the most that the lines of data of one event, and the line being read,
     *     may take together
     */
    public SseDecoder(int maxEventBytes) {
        this.maxEventBytes = maxEventBytes;
    }

    /** Returns the id to resume after, which also events without data set; empty if none. */
    public String lastEventId() {
        return lastEventId;
    }

    /** Returns the reconnection time the stream asked for last, with or without an event. */
    public @Nullable Duration lastRetry() {
        return lastRetry;
    }

    public void feed(byte[] chunk, Consumer<? super SseEvent> events) throws SseOverflowException {
        feed(chunk, 0, chunk.length, events);
    }

    /** Reads a chunk and delivers the events that it completes. */
    public void feed(byte[] chunk, int from, int to, Consumer<? super SseEvent> events)
            throws SseOverflowException {
        int at = from;
        while (at < to) {
            at = skipLineFeed(chunk, at);
            int end = lineEnd(chunk, at, to);
            if (failed || isTooMuch(end - at)) {
                failed = true;
                throw new SseOverflowException(maxEventBytes);
            }
            line.add(chunk, at, end);
            at = end;
            if (at < to) {
                at = lineEnd(chunk, at);
                endLine(events);
            }
        }
    }

    /** Reads a chunk; goes on behind an event that is too large, and keeps its ends only. */
    public void feed(byte[] chunk, Sink sink) {
        int at = 0;
        while (at < chunk.length) {
            at = skipLineFeed(chunk, at);
            int end = lineEnd(chunk, at, chunk.length);
            if (ends == null && isTooMuch(end - at)) {
                ends = beginToSkip();
            }
            if (ends == null) {
                line.add(chunk, at, end);
            } else {
                ends.add(chunk, at, end);
            }
            at = end;
            if (at < chunk.length) {
                at = lineEnd(chunk, at);
                if (ends == null) {
                    endLine(sink::event);
                } else if (ends.endLine()) {
                    endOversized(ends, sink);
                }
            }
        }
    }

    private boolean isTooMuch(int more) {
        return (long) data.length() + line.length() + more > maxEventBytes;
    }

    private int skipLineFeed(byte[] chunk, int at) {
        boolean skip = lineFeedIsPartOfLineEnd && chunk[at] == '\n';
        lineFeedIsPartOfLineEnd = false;
        return skip ? at + 1 : at;
    }

    private static int lineEnd(byte[] chunk, int from, int to) {
        int at = from;
        while (at < to && chunk[at] != '\n' && chunk[at] != '\r') {
            at++;
        }
        return at;
    }

    /** Steps over the end of a line, of which more may come. */
    private int lineEnd(byte[] chunk, int at) {
        lineFeedIsPartOfLineEnd = chunk[at] == '\r';
        return at + 1;
    }

    private Ends beginToSkip() {
        Ends begun = new Ends();
        begun.add(data.array(), 0, data.length());
        begun.add(line.array(), 0, line.length());
        data.clear();
        line.clear();
        return begun;
    }

    private void endOversized(Ends skipped, Sink sink) {
        ends = null;
        firstLine = false;
        hasData = false;
        endEvent(_ -> {});
        sink.oversized(skipped.head(), skipped.tail());
    }

    private void endLine(Consumer<? super SseEvent> events) {
        int start = firstLine && startsWithBom() ? BOM_LENGTH : 0;
        firstLine = false;
        if (line.length() == start) {
            endEvent(events);
        } else {
            field(start);
        }
        line.clear();
    }

    private boolean startsWithBom() {
        byte[] bytes = line.array();
        return line.length() >= BOM_LENGTH
                && bytes[0] == (byte) 0xEF
                && bytes[1] == (byte) 0xBB
                && bytes[2] == (byte) 0xBF;
    }

    private void endEvent(Consumer<? super SseEvent> events) {
        if (id != null) {
            lastEventId = id;
        }
        SseEvent event = null;
        if (hasData) {
            // Every line of data was stored with an LF behind it; the last one is not data.
            data.truncate(data.length() - 1);
            String name = type.isEmpty() ? SseEvent.MESSAGE : type;
            event = new SseEvent(name, data.toBytes(), id, retry);
        }
        data.clear();
        hasData = false;
        type = "";
        id = null;
        retry = null;
        if (event != null) {
            events.accept(event);
        }
    }

    private void field(int start) {
        byte[] bytes = line.array();
        int end = line.length();
        int colon = start;
        while (colon < end && bytes[colon] != ':') {
            colon++;
        }
        int value = Math.min(colon + 1, end);
        if (value < end && bytes[value] == ' ') {
            value++;
        }
        switch (text(start, colon)) {
            case "data" -> {
                data.add(bytes, value, end).add('\n');
                hasData = true;
            }
            case "event" -> type = text(value, end);
            case "id" -> id(text(value, end));
            case "retry" -> retry(text(value, end));
            default -> {}
        }
    }

    private void id(String value) {
        if (value.indexOf('\0') < 0) {
            id = value;
        }
    }

    private void retry(String value) {
        boolean digits = value.chars().allMatch(c -> c >= '0' && c <= '9');
        if (digits && !value.isEmpty() && value.length() <= MAX_RETRY_DIGITS) {
            retry = Duration.ofMillis(Long.parseLong(value));
            lastRetry = retry;
        }
    }

    private String text(int start, int end) {
        return new String(line.array(), start, end - start, StandardCharsets.UTF_8);
    }
}
