package io.agentgate.pages;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * A file that a browser loads.
 *
 * @param name what it is called below {@code /assets/}
 * @param mediaType its type, for {@code Content-Type}
 * @param bytes what is in it; not to be changed
 * @param gzipped the same, packed (RFC 1952); not to be changed
 * @param tag changes with the bytes, for {@code ETag}
 */
@SuppressWarnings("ArrayRecordComponent")
public record PageFile(String name, String mediaType, byte[] bytes, byte[] gzipped, String tag) {
    private static final int TAG_BYTES = 8;

    /** The page itself, which every address of the dashboard shows. */
    public static PageFile index() {
        return read("index.html", "text/html; charset=utf-8");
    }

    /** What the page loads. */
    public static List<PageFile> assets() {
        return List.of(
                read("app.js", "text/javascript; charset=utf-8"),
                read("app.css", "text/css; charset=utf-8"),
                read("icon.svg", "image/svg+xml"));
    }

    private static PageFile read(String name, String mediaType) {
        try (InputStream in = PageFile.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the build left out " + name);
            }
            byte[] bytes = in.readAllBytes();
            return new PageFile(name, mediaType, bytes, gzipped(bytes), tag(bytes));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static byte[] gzipped(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream(bytes.length / 3);
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    private static String tag(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            // Packed or not, it is the same (RFC 9110, section 8.8.1).
            return "W/\"" + HexFormat.of().formatHex(Arrays.copyOf(hash, TAG_BYTES)) + '"';
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
