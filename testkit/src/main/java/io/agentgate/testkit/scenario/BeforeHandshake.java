package io.agentgate.testkit.scenario;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A client of the stateless era before a server of the handshake era. The server gets requests
 * under ids of the gateway and without the client's stamp, and what the client gets says of what
 * type it is and whose.
 */
final class BeforeHandshake implements Eras {
    private static final String RESULT = "\"result\":{";

    /** What stands at the beginning of each result. */
    private static final Pattern OWN =
            Pattern.compile(
                    Pattern.quote(RESULT + "\"resultType\":\"complete\",")
                            + "(\"ttlMs\":0,\"cacheScope\":\"private\",)?"
                            + Pattern.quote(
                                    "\"_meta\":{\"io.modelcontextprotocol/serverInfo\":"
                                            + "{\"name\":\"scripted\",\"version\":\"1\"}}")
                            + ",?");

    private static final Pattern SESSION_ID = Pattern.compile("[0-9]+");

    @Override
    public Words words() {
        return new StatelessWords() {
            @Override
            public String got(String message, @Nullable String expected) {
                return lowered(message);
            }
        };
    }

    private static String lowered(String message) {
        if (!StatelessWords.refusal(message).equals(message)) {
            return StatelessWords.refusal(message);
        }
        Matcher own = OWN.matcher(message);
        boolean lifted = own.find();
        if (!lifted && message.contains(RESULT)) {
            return "a result of the handshake era: " + message;
        }
        return lifted ? own.replaceFirst(Matcher.quoteReplacement(RESULT)) : message;
    }

    @Override
    public Opening server() {
        return Opening.HANDSHAKE;
    }

    @Override
    public List<List<String>> answers(Scenario scenario) {
        return OwnIds.answers(scenario);
    }

    @Override
    public String seen(String message, String expected) {
        String own = OwnIds.like(message, expected);
        // What was there for the sake of the stamp is empty without it.
        return expected.contains("\"params\":") ? own : own.replace(",\"params\":{}", "");
    }

    /** A call is recorded under the id that it has in the gateway's session with the server. */
    @Override
    public AuditRow recorded(AuditRow row, AuditRow expected) {
        Map<String, @Nullable String> members = new LinkedHashMap<>(row.members());
        members.computeIfPresent(
                "request",
                (name, own) ->
                        SESSION_ID.matcher(own).matches()
                                ? expected.members().getOrDefault(name, own)
                                : own);
        return new AuditRow(members);
    }

    @Override
    public @Nullable String whyNot(Scenario scenario) {
        boolean logs =
                scenario.answers().stream()
                        .flatMap(List::stream)
                        .anyMatch(said -> said.contains("\"method\":\"notifications/message\""));
        if (scenario.answers().stream()
                .flatMap(List::stream)
                .anyMatch(said -> said.contains("\"input_required\""))) {
            return "servers of the handshake era ask in messages of their own";
        }
        return logs
                ? "log messages are told only to a request that names a level"
                : StatelessWords.whyNot(scenario);
    }
}
