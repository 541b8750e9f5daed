package io.agentgate.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * How a text of a message stands in a header that mirrors it: as it is, or in Base64 of its UTF-8
 * between two marks where a header could not hold it.
 *
 * @see <a
 *     href="https://modelcontextprotocol.io/specification/2026-07-28/basic/transports/streamable-http">MCP
 *     2026-07-28, Streamable HTTP, value encoding</a>
 */
public final class HeaderValue {
    private static final String BEGIN = "=?base64?";
    private static final String END = "?=";

    private HeaderValue() {}

    /** The header for a text. */
    public static String encode(String text) {
        if (isSafe(text)) {
            return text;
        }
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return BEGIN + Base64.getEncoder().encodeToString(utf8) + END;
    }

    private static boolean isSafe(String text) {
        int last = text.length() - 1;
        if (last < 0 || text.charAt(0) == ' ' || text.charAt(last) == ' ' || isMarked(text)) {
            return false;
        }
        for (int i = 0; i <= last; i++) {
            if (!isPrintable(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPrintable(char c) {
        return c >= ' ' && c <= '~';
    }

    private static boolean isMarked(String value) {
        return value.length() >= BEGIN.length() + END.length()
                && value.startsWith(BEGIN)
                && value.endsWith(END);
    }

    /** The text of a header, blanks around it left out; null if it is none. */
    public static @Nullable String decode(String header) {
        String value = header.strip();
        if (!isMarked(value)) {
            return value.chars().allMatch(c -> isPrintable((char) c)) ? value : null;
        }
        String inner = value.substring(BEGIN.length(), value.length() - END.length());
        try {
            byte[] utf8 = Base64.getDecoder().decode(inner);
            if (!Base64.getEncoder().encodeToString(utf8).equals(inner)) {
                // Without its padding, or with bits that decoders ignore: others read it otherwise.
                return null;
            }
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
        } catch (IllegalArgumentException | CharacterCodingException notEncoded) {
            return null;
        }
    }
}
