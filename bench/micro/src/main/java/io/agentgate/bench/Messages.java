package io.agentgate.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The messages that are measured: a call as agents make it, and results of the usual sizes. */
final class Messages {
    static final String CALL_ARGUMENTS =
            "{\"path\":\"/srv/project/src/main/java/Main.java\",\"encoding\":\"utf-8\",\"limit\":4096,\"comment\":\"look"
                + " at the imports first\"}";

    private Messages() {}

    /** A {@code tools/call} of about 250 bytes. */
    static byte[] call() {
        return ("{\"jsonrpc\":\"2.0\",\"id\":42,\"method\":\"tools/call\",\"params\":{\"name\":"
                        + "\"read_file\",\"arguments\":"
                        + CALL_ARGUMENTS
                        + ",\"_meta\":{\"progressToken\":7}}}")
                .getBytes(UTF_8);
    }

    /** A result with a text of so many characters of source code. */
    static byte[] result(int characters) {
        String line = "    private static final int LIMIT = 4096; // bytes of one window\\n";
        String text = line.repeat(characters / line.length() + 1).substring(0, characters);
        // The cut must not fall into an escape.
        String whole = text.endsWith("\\") ? text.substring(1) + "n" : text;
        return ("{\"jsonrpc\":\"2.0\",\"id\":42,\"result\":{\"content\":[{\"type\":\"text\",\"text\":\""
                        + whole
                        + "\"}],\"isError\":false}}")
                .getBytes(UTF_8);
    }
}
