package io.agentgate.auditstore.siem;

import io.agentgate.gateway.audit.Payload;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A CEF line being written: header fields first, then the extension, where what is not known is
 * left out.
 *
 * <p>A header escapes {@code |} and {@code \} and has no way to say a line end, so that one becomes
 * a blank. An extension's value escapes {@code =} and {@code \} and says line ends as {@code \n}
 * and {@code \r}. Neither can say another control character or line separator: it becomes U+FFFD.
 */
final class CefLine {
    private static final char REPLACEMENT = '\uFFFD';
    private static final int LINE_SEPARATOR = 0x2028;
    private static final int PARAGRAPH_SEPARATOR = 0x2029;

    private final StringBuilder line = new StringBuilder(512);
    private boolean extended;

    CefLine header(String text) {
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            switch (unit) {
                case '|', '\\' -> line.append('\\').append(unit);
                case '\n', '\r' -> line.append(' ');
                default -> line.append(printable(unit));
            }
        }
        line.append('|');
        return this;
    }

    CefLine field(String key, @Nullable String value) {
        if (value == null) {
            return this;
        }
        if (extended) {
            line.append(' ');
        }
        extended = true;
        line.append(key).append('=');
        for (int i = 0; i < value.length(); i++) {
            char unit = value.charAt(i);
            switch (unit) {
                case '=', '\\' -> line.append('\\').append(unit);
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                default -> line.append(printable(unit));
            }
        }
        return this;
    }

    CefLine field(String key, long value) {
        return field(key, Long.toString(value));
    }

    /** A custom field, which is told with what it means. */
    CefLine labelled(String key, String label, @Nullable String value) {
        return value == null ? this : field(key, value).field(key + "Label", label);
    }

    /** The length of a payload; nothing else of it is told. */
    CefLine size(String key, @Nullable Payload payload) {
        return payload == null ? this : field(key, payload.fullLength());
    }

    byte[] toBytes() {
        return line.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static char printable(char unit) {
        boolean breaks = unit == LINE_SEPARATOR || unit == PARAGRAPH_SEPARATOR;
        return breaks || Character.isISOControl(unit) ? REPLACEMENT : unit;
    }
}
