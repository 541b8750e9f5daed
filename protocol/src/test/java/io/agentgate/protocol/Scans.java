package io.agentgate.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;

/** Shorthands of the scanner's tests. */
final class Scans {
    private Scans() {}

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static Scanned fromClient(String text) {
        return fromClient(utf8(text));
    }

    static Scanned fromClient(byte[] bytes) {
        return new Scanner(Limits.DEFAULT, Peer.CLIENT).scan(bytes);
    }

    static Scanned fromServer(String text) {
        return new Scanner(Limits.DEFAULT, Peer.SERVER).scan(utf8(text));
    }

    static Request request(String text) {
        return as(Request.class, fromClient(text));
    }

    static Malformed refused(String text) {
        return as(Malformed.class, fromClient(text));
    }

    static Malformed refused(byte[] bytes) {
        return as(Malformed.class, fromClient(bytes));
    }

    /** A tools/call whose params are the given members. */
    static String call(String params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{"
                + params
                + "}}";
    }

    static <T extends Scanned> T as(Class<T> type, Scanned scanned) {
        assertThat(scanned).isInstanceOf(type);
        return type.cast(scanned);
    }
}
