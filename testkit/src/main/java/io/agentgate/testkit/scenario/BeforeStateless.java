package io.agentgate.testkit.scenario;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A client of the handshake era before a server of the stateless era. The server gets requests
 * under ids of the gateway and with a stamp of its own, and says of what type its results are,
 * which the client is not told.
 */
final class BeforeStateless implements Eras {
    private static final Pattern RESULT = Pattern.compile("\"result\":\\{(?!})");
    private static final String TYPED = "\"result\":{\"resultType\":\"complete\",";

    private static final String STAMP =
            "\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                    + "\"io.modelcontextprotocol/clientCapabilities\":{},"
                    + "\"io.modelcontextprotocol/clientInfo\":"
                    + "{\"name\":\"scenario\",\"version\":\"1\"}";
    private static final String META = "\"_meta\":{" + STAMP + "}";

    private static final Pattern CANCELLED =
            Pattern.compile(
                    Pattern.quote(
                                    "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\","
                                            + "\"params\":{\"requestId\":\"agentgate-")
                            + "\\d+"
                            + Pattern.quote("\",\"reason\":\"cancelled by the client\"}}"));

    private final boolean hasPipe;

    private BeforeStateless(boolean hasPipe) {
        this.hasPipe = hasPipe;
    }

    /** A server over HTTP: what is cancelled loses its connection. */
    static BeforeStateless overHttp() {
        return new BeforeStateless(false);
    }

    /** A program: it is told what is cancelled, in words of the gateway. */
    static BeforeStateless overPipe() {
        return new BeforeStateless(true);
    }

    @Override
    public Words words() {
        return Words.SAME;
    }

    @Override
    public Opening server() {
        return Opening.STATELESS;
    }

    @Override
    public List<List<String>> answers(Scenario scenario) {
        return OwnIds.answers(scenario).stream()
                .map(said -> said.stream().map(BeforeStateless::typed).toList())
                .toList();
    }

    private static String typed(String answer) {
        return RESULT.matcher(answer).replaceFirst(TYPED);
    }

    @Override
    public String seen(String message, String expected) {
        if (CANCELLED.matcher(message).matches()
                && expected.contains("\"method\":\"notifications/cancelled\"")) {
            return expected;
        }
        return !message.contains(STAMP)
                ? "without its stamp: " + message
                : OwnIds.like(message, expected)
                        .replace(",\"params\":{" + META + "}", "")
                        .replace("," + META, "")
                        .replace("," + STAMP, "");
    }

    @Override
    public @Nullable String whyNot(Scenario scenario) {
        if (scenario.serverAsks()) {
            return "servers of the stateless era ask in their answers only";
        }
        for (String message : scenario.messages()) {
            if (!message.contains("\"method\":")) {
                return "servers of the stateless era ask nothing that could be answered";
            }
            if (!hasPipe && message.contains("\"method\":\"notifications/cancelled\"")) {
                return "a server of the stateless era is not told, its connection is closed";
            }
        }
        return Transport.needsStatelessClient(scenario);
    }
}
