package io.agentgate.serve;

import java.io.IOException;
import java.util.Locale;

/** Why an address could not be listened at, in words for people. */
final class ListenFault {
    private ListenFault() {}

    /**
     * A clause to put behind a colon. The system's words come through Netty with its own around.
     */
    static String of(IOException failed) {
        String words = String.valueOf(failed.getMessage());
        String lower = words.toLowerCase(Locale.ROOT);
        if (lower.contains("in use")) {
            return "the port is taken; choose another with --port, or end what listens there";
        }
        if (lower.contains("cannot assign")) {
            return "it is no address of this machine";
        }
        if (lower.contains("permission denied")) {
            return "you may not; ports below 1024 are the system's";
        }
        return words;
    }
}
