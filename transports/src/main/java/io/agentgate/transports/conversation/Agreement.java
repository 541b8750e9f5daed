package io.agentgate.transports.conversation;

import io.agentgate.protocol.Frame;
import io.agentgate.protocol.JsonCursor;
import org.jspecify.annotations.Nullable;

/** What a server's answer to {@code initialize} agrees to. */
final class Agreement {
    /** What is assumed of a server that does not say (MCP 2025-11-25, basic/transports). */
    private static final String UNSAID = "2025-03-26";

    private Agreement() {}

    /** The protocol revision; null if the answer is an error. */
    static @Nullable String revision(Frame answer) {
        JsonCursor json = new JsonCursor(answer.bytes());
        json.next();
        String revision = null;
        while (json.next() == JsonCursor.Token.NAME) {
            boolean result = json.text().equals("result");
            boolean object = json.next() == JsonCursor.Token.BEGIN_OBJECT;
            if (result) {
                revision = object ? protocolVersion(json) : UNSAID;
            }
            json.restOfValue();
        }
        return revision;
    }

    private static String protocolVersion(JsonCursor json) {
        String version = UNSAID;
        while (json.next() == JsonCursor.Token.NAME) {
            boolean wanted = json.text().equals("protocolVersion");
            boolean text = json.next() == JsonCursor.Token.STRING;
            if (wanted && text) {
                version = json.text();
            }
            json.restOfValue();
        }
        return version;
    }
}
