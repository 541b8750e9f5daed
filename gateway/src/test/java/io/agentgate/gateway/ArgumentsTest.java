package io.agentgate.gateway;

import static io.agentgate.gateway.TestGateway.call;
import static io.agentgate.gateway.TestGateway.notification;
import static io.agentgate.gateway.TestGateway.request;
import static io.agentgate.gateway.TestGateway.result;
import static io.agentgate.gateway.TestGateway.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.audit.AuditEvent;
import io.agentgate.gateway.audit.CallDecision;
import io.agentgate.gateway.call.Session;
import io.agentgate.gateway.call.SessionIdentity;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls whose arguments are held against what their server lists. */
class ArgumentsTest {
    private static final String READ = "{\"name\":\"read\",\"inputSchema\":{\"needs\":\"path\"}}";
    private static final String FITS = "{\"path\":\"a\"}";

    private TestGateway gateway;
    private int id = 100;

    @BeforeEach
    void open(@TempDir Path root) throws Exception {
        gateway = new TestGateway(root);
        gateway.arguments.validate(Set.of("files"));
    }

    @AfterEach
    void close() throws Exception {
        gateway.close();
    }

    /** The server lists these tools, on one page. */
    private void list(String tools) {
        String asked = Integer.toString(++id);
        gateway.forwarded(request(asked, "tools/list"));
        gateway.delivered(result(asked, "{\"tools\":[" + tools + "]}"));
    }

    private AuditEvent.CallDecided lastDecision() {
        return gateway.decisions().getLast();
    }

    @Test
    void callThatFitsPassesByteForByte() {
        list(READ);
        String call = call("1", "read", "{ \"path\" : \"a\", \"other\": 1e0 }");
        assertThat(gateway.forwarded(call)).isEqualTo(call);
        assertThat(lastDecision().basis().decision()).isEqualTo(CallDecision.ALLOWED);
    }

    @Test
    void callThatDoesNotFitIsToldToTheModelAndRecordedAsDenied() {
        list(READ);
        String reason =
                "The arguments do not fit the tool's inputSchema: /path must be a text (needs)";
        String answer = gateway.refused(call("1", "read", "{\"path\":1}"));
        String decision = lastDecision().decisionId();
        assertThat(answer)
                .isEqualTo(
                        result(
                                "1",
                                text(reason).replaceFirst("}$", "")
                                        + ",\"isError\":true,\"_meta\":{\"io.agentgate/refusal\":{\"decisionId\":\""
                                        + decision
                                        + "\",\"rule\":\"schema\",\"reason\":\""
                                        + reason
                                        + "\"}}}"));
        assertThat(lastDecision().basis().decision()).isEqualTo(CallDecision.DENIED);
        assertThat(lastDecision().basis().rule()).isEqualTo("schema");
        assertThat(lastDecision().basis().reason()).isEqualTo(reason);
    }

    @Test
    void resultOfTheStatelessEraSaysOfWhatTypeItIs() {
        list(READ);
        String call =
                call("1", "read", "{}")
                        .replace(
                                "\"arguments\"",
                                "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\",\"io.modelcontextprotocol/clientCapabilities\":{}},\"arguments\"");
        assertThat(gateway.refused(call)).contains("\"result\":{\"resultType\":\"complete\",");
    }

    @Test
    void callThatIsToRunAsATaskIsRefusedByAnError() {
        list(READ);
        String call = call("1", "read", "{}").replace("\"arguments\"", "\"task\":{},\"arguments\"");
        assertThat(gateway.refused(call)).contains("\"error\":{\"code\":-32602,");
    }

    @Test
    void argumentsThatAreLeftOutAreNone() {
        list(READ + ",{\"name\":\"ping\",\"inputSchema\":{}}");
        String left =
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"%s\"}}";
        gateway.forwarded(left.formatted("ping"));
        assertThat(gateway.refused(left.replace(":1,", ":2,").formatted("read")))
                .contains("they must have path (needs)");
    }

    @Test
    void toolThatWasNotListedIsRefusedByAnError() {
        assertThat(gateway.refused(call("1", "read", FITS)))
                .contains(
                        "\"code\":-32603",
                        "\"rule\":\"schema\"",
                        "the server has not listed tool read; ask for tools/list first");
        list(READ);
        gateway.forwarded(call("2", "read", FITS));
        assertThat(gateway.refused(call("3", "write", FITS))).contains("ask for tools/list first");
    }

    @Test
    void pagesAddUp() {
        list(READ);
        list("{\"name\":\"write\",\"inputSchema\":{\"needs\":\"text\"}}");
        gateway.forwarded(call("1", "read", FITS));
        gateway.forwarded(call("2", "write", "{\"text\":\"\"}"));
    }

    @Test
    void listThatIsNewHolds() {
        list(READ);
        list("{\"name\":\"read\",\"inputSchema\":{\"needs\":\"uri\"}}");
        gateway.refused(call("1", "read", FITS));
        gateway.forwarded(call("2", "read", "{\"uri\":\"a\"}"));
    }

    @Test
    void changedListIsAskedForAgain() {
        list(READ);
        gateway.delivered(notification("notifications/tools/list_changed", "{}"));
        assertThat(gateway.refused(call("1", "read", FITS))).contains("ask for tools/list first");
        list(READ);
        gateway.forwarded(call("2", "read", FITS));
    }

    @Test
    void schemaIsCompiledWhenItIsNeededAndOnce() {
        int before = NeedsSchemas.COMPILED.get();
        list(READ + ",{\"name\":\"write\",\"inputSchema\":{}}");
        assertThat(NeedsSchemas.COMPILED).hasValue(before);
        gateway.forwarded(call("1", "read", FITS));
        list(READ);
        gateway.forwarded(call("2", "read", FITS));
        assertThat(NeedsSchemas.COMPILED).hasValue(before + 1);
    }

    @Test
    void toolWhoseSchemaCannotBeUsedIsRefusedAndOthersAreNot() {
        list(
                READ
                        + ",{\"name\":\"odd\",\"inputSchema\":{\"fault\":\"is"
                        + " odd\"}},{\"name\":\"none\"},{\"name\":\"long\",\"inputSchema\":{\"needs\":\""
                        + "x".repeat(64 << 10)
                        + "\"}},{\"name\":\"slow\",\"inputSchema\":{\"untold\":\"too much\"}}");
        assertThat(gateway.refused(call("1", "odd", FITS)))
                .contains("The arguments of tool odd cannot be checked: its inputSchema is odd");
        assertThat(gateway.refused(call("2", "none", FITS))).contains("its inputSchema is missing");
        assertThat(gateway.refused(call("3", "long", FITS)))
                .contains("its inputSchema is longer than 65536 bytes");
        assertThat(gateway.refused(call("4", "slow", FITS)))
                .contains("The arguments cannot be checked: too much");
        gateway.forwarded(call("5", "read", FITS));
    }

    @Test
    void callThatDoesNotFitIsChargedToNothing() {
        gateway.policy(
                """
                [[rules]]
                id = "few"
                tool = "read"
                action = "rate_limit"
                max_calls = 1
                window_seconds = 60
                """);
        list(READ);
        gateway.refused(call("1", "read", "{}"));
        gateway.refused(call("2", "read", "{}"));
        assertThat(gateway.ledger.taken).isEmpty();
        gateway.forwarded(call("3", "read", FITS));
    }

    @Test
    void whoMayNotCallLearnsNothingOfTheSchema() {
        gateway.policy(
                """
                [[rules]]
                id = "no"
                tool = "read"
                action = "deny"
                """);
        list(READ);
        assertThat(gateway.refused(call("1", "read", "{}"))).contains("\"rule\":\"no\"");
    }

    @Test
    void whatRulesHideIsNotTold() {
        gateway.policy(
                """
                [[rules]]
                id = "hide"
                tool = "*"
                action = "redact"
                pattern = "pat[h]"
                """);
        list(READ);
        assertThat(gateway.refused(call("1", "read", "{}")))
                .contains("\"text\":\"The arguments do not fit the tool's inputSchema\"");
    }

    @Test
    void argumentsThatRedactionSpoilsAreRefused() {
        gateway.policy(
                """
                [[rules]]
                id = "hide"
                tool = "*"
                action = "redact"
                pattern = "s3cret"
                """);
        list(READ);
        assertThat(gateway.refused(call("1", "read", "{\"path\":\"s3cret\"}")))
                .contains("do not fit the tool's inputSchema once they are redacted");
        gateway.forwarded(call("2", "read", "{\"path\":\"a s3cret\"}"));
    }

    @Test
    void otherServersAreLeftAlone() {
        gateway.arguments.validate(Set.of("others"));
        list(READ);
        gateway.forwarded(call("1", "read", "{}"));
        gateway.arguments.validate(Set.of("files"));
        assertThat(gateway.refused(call("2", "read", FITS))).contains("ask for tools/list first");
    }

    @Test
    void whatOneSessionListsHoldsForAllOfTheServer() {
        list(READ);
        gateway.session = new Session(new SessionIdentity("s2", "agent", "caller", "files"));
        gateway.forwarded(call("1", "read", FITS));
        gateway.session = new Session(new SessionIdentity("s3", "agent", "caller", "docs"));
        gateway.arguments.validate(Set.of("files", "docs"));
        assertThat(gateway.refused(call("2", "read", FITS))).contains("ask for tools/list first");
    }

    @Test
    void ofMoreThanAreKeptTheEldestAreForgotten() {
        list(tools(0, 600));
        list(tools(600, 1001));
        assertThat(gateway.refused(call("1", "t0", FITS))).contains("ask for tools/list first");
        gateway.forwarded(call("2", "t1", FITS));
        gateway.forwarded(call("3", "t1000", FITS));
    }

    private static String tools(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> "{\"name\":\"t" + i + "\",\"inputSchema\":{}}")
                .collect(Collectors.joining(","));
    }

    @Test
    void schemasOfAServerAreBoundedTogether() {
        String large = "{\"name\":\"t%d\",\"inputSchema\":{\"x\":\"" + "x".repeat(60_000) + "\"}}";
        list(IntStream.range(0, 20).mapToObj(large::formatted).collect(Collectors.joining(",")));
        gateway.refused(call("1", "t0", FITS));
        gateway.forwarded(call("2", "t19", FITS));
    }
}
