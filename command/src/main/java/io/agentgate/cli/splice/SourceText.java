package io.agentgate.cli.splice;

import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The text of a file as it is written, byte order mark and line ends included.
 *
 * @param file where it stands, for words about it
 */
public record SourceText(Path file, String text) {
    /** Larger files are no configuration that people keep. */
    public static final int MAX_BYTES = 4 << 20;

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    /**
     * The text of these bytes.
     *
     * @throws CommandException if there are too many, or they are not UTF-8
     */
    public static SourceText of(Path file, byte[] bytes) throws CommandException {
        if (bytes.length > MAX_BYTES) {
            throw new CommandException(
                    ExitCode.CONFIG,
                    file + " has " + bytes.length + " bytes; more than 4 MiB are not read");
        }
        try {
            return new SourceText(
                    file,
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException wrong) {
            throw new CommandException(ExitCode.CONFIG, file + ":1:1: it is not UTF-8 text");
        }
    }

    /** The bytes it is written as. */
    public byte[] bytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The same file with another text. */
    public SourceText with(String other) {
        return new SourceText(file, other);
    }

    /** Where the text begins behind a byte order mark. */
    public int begin() {
        return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? 1 : 0;
    }

    /** Whether nothing is written in it. */
    public boolean isBlank() {
        return text.substring(begin()).isBlank();
    }

    /** How its lines end. */
    public String lineEnd() {
        int newline = text.indexOf('\n');
        return newline > 0 && text.charAt(newline - 1) == '\r' ? "\r\n" : "\n";
    }

    /** The blanks a line begins with, on which this offset is. */
    String indentAt(int offset) {
        int start = Math.max(text.lastIndexOf('\n', offset - 1) + 1, begin());
        int end = start;
        while (end < text.length() && (text.charAt(end) == ' ' || text.charAt(end) == '\t')) {
            end++;
        }
        return text.substring(start, end);
    }

    /** File, line and column of an offset. */
    public String place(int offset) {
        int line = 1;
        int lineStart = begin();
        for (int at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) {
            line++;
            lineStart = at + 1;
        }
        return file + ":" + line + ":" + (Math.max(offset - lineStart, 0) + 1);
    }

    /** The refusal of what stands at an offset. */
    public CommandException fault(int offset, String problem) {
        return new CommandException(ExitCode.CONFIG, place(offset) + ": " + problem);
    }
}
