package io.agentgate.testkit.scenario;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A client of the stateless era: no session, and a stamp on each message. */
abstract class StatelessWords implements Words {
    /** Before a server of the same era, whose answers pass as they are. */
    static final Words SAME_ERA =
            new StatelessWords() {
                @Override
                public String got(String message, @Nullable String expected) {
                    return refusal(message);
                }
            };

    /** A result by which the gateway refuses, as it is told in the handshake era. */
    static String refusal(String message) {
        return message.contains("\"io.agentgate/refusal\"")
                ? message.replace("\"result\":{\"resultType\":\"complete\",", "\"result\":{")
                : message;
    }

    private static final Pattern BEYOND_ASCII = Pattern.compile("\"method\":\"[^\"]*\\\\u");

    @Override
    public final @Nullable String initialize(String asIs) {
        return null;
    }

    @Override
    public final String sent(String message) {
        return Stamp.on(message);
    }

    /** Why such a client cannot play a scenario over HTTP; null if it can. */
    static @Nullable String whyNot(Scenario scenario) {
        for (String message : scenario.messages()) {
            if (!message.contains("\"method\":")) {
                return "only clients ask in the stateless era, so they have nothing to answer";
            }
            if (message.contains("\"method\":\"notifications/cancelled\"")) {
                return "a client of the stateless era cancels by closing its connection";
            }
            if (BEYOND_ASCII.matcher(message).find()) {
                return "Mcp-Method cannot mirror a method beyond ASCII";
            }
        }
        return null;
    }
}
