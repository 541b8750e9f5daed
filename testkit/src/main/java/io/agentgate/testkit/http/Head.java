package io.agentgate.testkit.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The first line and the headers of an HTTP message.
 *
 * @param startLine without its end
 * @param headers in their order, as they are spelled
 */
public record Head(String startLine, List<Map.Entry<String, String>> headers) {

    /** Reads one; null at the end of the connection. */
    static @Nullable Head read(InputStream in) throws IOException {
        String startLine = line(in);
        if (startLine == null) {
            return null;
        }
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.add(Map.entry(line.substring(0, colon), line.substring(colon + 1).strip()));
        }
        return new Head(startLine, List.copyOf(headers));
    }

    /** A line without its end; null at the end of the connection. */
    static @Nullable String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                return null;
            }
            line.write(next);
        }
        return line.toString(ISO_8859_1).stripTrailing();
    }

    /** The status of an answer. */
    public int status() {
        String[] words = startLine.split(" ", 3);
        if (words.length < 2 || !words[0].startsWith("HTTP/")) {
            throw new IllegalStateException("no answer begins with `" + startLine + "`");
        }
        return Integer.parseInt(words[1]);
    }

    /** The method of a request. */
    public String method() {
        return startLine.split(" ", 3)[0];
    }

    /** The target of a request. */
    public String target() {
        return startLine.split(" ", 3)[1];
    }

    /** The value of a header, the first if it stands more than once, or null. */
    public @Nullable String header(String name) {
        for (Map.Entry<String, String> header : headers) {
            if (header.getKey().equalsIgnoreCase(name)) {
                return header.getValue();
            }
        }
        return null;
    }

    /** Whether a header has this value, in whatever case. */
    boolean says(String name, String value) {
        return value.equalsIgnoreCase(header(name));
    }
}
