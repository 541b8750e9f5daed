package io.agentgate.testkit.scenario;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * In which eras client and server speak, and what that changes of a scenario, which is written in
 * the words of the handshake era.
 */
interface Eras {
    /** Both in that of sessions: nothing changes. */
    Eras HANDSHAKE =
            new Eras() {
                @Override
                public Words words() {
                    return Words.SAME;
                }

                @Override
                public Opening server() {
                    return Opening.HANDSHAKE;
                }

                @Override
                public String seen(String message, String expected) {
                    return message;
                }

                @Override
                public @Nullable String whyNot(Scenario scenario) {
                    return Transport.needsStatelessClient(scenario);
                }
            };

    /** Both in that without: messages pass as they are, with the client's stamp on them. */
    Eras STATELESS =
            new Eras() {
                @Override
                public Words words() {
                    return StatelessWords.SAME_ERA;
                }

                @Override
                public Opening server() {
                    return Opening.STATELESS;
                }

                @Override
                public String seen(String message, String expected) {
                    return Stamp.off(message);
                }

                @Override
                public @Nullable String whyNot(Scenario scenario) {
                    return scenario.serverAsks()
                            ? "servers of the stateless era ask in their answers only"
                            : StatelessWords.whyNot(scenario);
                }
            };

    /** What is between the scenario and the client. */
    Words words();

    /** How the server begins. */
    Opening server();

    /** What the server says upon each message. */
    default List<List<String>> answers(Scenario scenario) {
        return scenario.answers();
    }

    /** What the scenario calls what the server got. */
    String seen(String message, String expected);

    /** The same for all that it got. */
    default List<String> seen(List<String> messages, List<String> expected) {
        List<String> named = new ArrayList<>();
        for (int at = 0; at < messages.size(); at++) {
            named.add(seen(messages.get(at), at < expected.size() ? expected.get(at) : ""));
        }
        return named;
    }

    /** What the scenario calls what was recorded where it expects something. */
    default AuditRow recorded(AuditRow row, AuditRow expected) {
        return row;
    }

    /** Why a scenario means nothing between these; null if it does. */
    @Nullable String whyNot(Scenario scenario);
}
