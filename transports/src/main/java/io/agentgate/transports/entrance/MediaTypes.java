package io.agentgate.transports.entrance;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The media types of Streamable HTTP, as they are named and asked for (RFC 9110, section 8.3). */
public final class MediaTypes {
    public static final String JSON = "application/json";
    public static final String EVENT_STREAM = "text/event-stream";

    /** What clients must accept, as nearly all of them write it. */
    static final String BOTH = JSON + ", " + EVENT_STREAM;

    private MediaTypes() {}

    /**
     * Whether a {@code Content-Type} names this type, in an encoding we read: parameters other than
     * a charset change nothing.
     */
    public static boolean is(String type, @Nullable String contentType) {
        if (contentType == null) {
            return false;
        }
        if (contentType.equals(type)) {
            return true;
        }
        int semicolon = contentType.indexOf(';');
        String name = semicolon < 0 ? contentType : contentType.substring(0, semicolon);
        return name.strip().equalsIgnoreCase(type)
                && (semicolon < 0 || isUtf8(contentType.substring(semicolon)));
    }

    private static boolean isUtf8(String parameters) {
        String lower = parameters.toLowerCase(Locale.ROOT).replace(" ", "").replace("\t", "");
        int charset = lower.indexOf(";charset=");
        if (charset < 0) {
            return true;
        }
        String value = lower.substring(charset + ";charset=".length());
        int end = value.indexOf(';');
        String name = (end < 0 ? value : value.substring(0, end)).replace("\"", "");
        return name.equals("utf-8") || name.equals("utf8") || name.equals("us-ascii");
    }

    /** Whether an {@code Accept} lets this type through; a missing one lets everything. */
    public static boolean accepts(@Nullable String accept, String type) {
        if (accept == null || accept.equals(BOTH)) {
            return true;
        }
        String wildcard = type.substring(0, type.indexOf('/')) + "/*";
        for (String range : accept.split(",", -1)) {
            String[] parts = range.split(";", -1);
            String name = parts[0].strip().toLowerCase(Locale.ROOT);
            if ((name.equals(type) || name.equals(wildcard) || name.equals("*/*"))
                    && !isRuledOut(parts)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isRuledOut(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            if (parts[i].strip().toLowerCase(Locale.ROOT).matches("q=0(\\.0{0,3})?")) {
                return true;
            }
        }
        return false;
    }
}
