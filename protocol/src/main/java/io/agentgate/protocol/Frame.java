package io.agentgate.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The exact bytes of one JSON-RPC message, without a line end.
 *
 * <p>The array is shared, not copied: whoever makes a frame gives the array away, and whoever reads
 * one leaves it as it is.
 */
public final class Frame {
    private final byte[] bytes;

    // Another thread may see the second without the first, and takes the frame for less plain.
    private @Nullable String plain;
    private boolean looked;

    private Frame(byte[] bytes) {
        this.bytes = bytes;
    }

    public static Frame of(byte[] bytes) {
        return new Frame(bytes);
    }

    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return bytes.length;
    }

    /**
     * Returns the whole message as text if every string in it stands there as it is: all of ASCII,
     * and nothing escaped; null otherwise. What is not in this text is in no string of the message.
     */
    public @Nullable String plainText() {
        if (!looked) {
            String text = text();
            // A character beyond ASCII takes more bytes than it counts characters, or is broken.
            boolean ascii = text.length() == bytes.length && text.indexOf('\uFFFD') < 0;
            boolean asItIs = ascii && text.indexOf('\\') < 0;
            plain = asItIs ? text : null;
            looked = true;
        }
        return plain;
    }

    /** Returns a copy of the bytes of the span. */
    public byte[] slice(Span span) {
        return Arrays.copyOfRange(bytes, span.start(), checkedEnd(span));
    }

    /**
     * Returns a frame with the edits made and every other byte verbatim; this frame if there is no
     * edit.
     *
     * @param edits sorted by place, not overlapping
     */
    public Frame splice(List<Edit> edits) {
        if (edits.isEmpty()) {
            return this;
        }
        byte[] spliced = new byte[splicedLength(edits)];
        int from = 0;
        int to = 0;
        for (Edit edit : edits) {
            int kept = edit.span().start() - from;
            System.arraycopy(bytes, from, spliced, to, kept);
            to += kept;
            System.arraycopy(edit.replacement(), 0, spliced, to, edit.replacement().length);
            to += edit.replacement().length;
            from = edit.span().end();
        }
        System.arraycopy(bytes, from, spliced, to, bytes.length - from);
        return new Frame(spliced);
    }

    /**
     * Returns the frame with every CR and LF between tokens turned into a blank; this frame if it
     * has none. Spans stay valid.
     *
     * <p>A transport that frames by lines must send this form. LF would cut the message, and a peer
     * that also splits at CR could be given a whole second message between two of them. A scanned
     * frame holds both bytes as insignificant whitespace only: strings must escape them (<a
     * href="https://www.rfc-editor.org/rfc/rfc8259#section-7">RFC 8259, section 7</a>).
     */
    public Frame onOneLine() {
        byte[] line = null;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n' || bytes[i] == '\r') {
                if (line == null) {
                    line = bytes.clone();
                }
                line[i] = ' ';
            }
        }
        return line == null ? this : new Frame(line);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Frame frame && Arrays.equals(bytes, frame.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Returns the whole message as text; a log must never hold it. */
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "Frame[" + bytes.length + " bytes]";
    }

    private int splicedLength(List<Edit> edits) {
        int length = bytes.length;
        int last = 0;
        for (Edit edit : edits) {
            if (edit.span().start() < last) {
                throw new IllegalArgumentException("edits overlap or are not sorted");
            }
            last = checkedEnd(edit.span());
            length = Math.addExact(length - edit.span().length(), edit.replacement().length);
        }
        return length;
    }

    private int checkedEnd(Span span) {
        if (span.end() > bytes.length) {
            throw new IndexOutOfBoundsException(span + " in a frame of " + bytes.length + " bytes");
        }
        return span.end();
    }
}
