package io.agentgate.cli.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.agentgate.cli.installation.Home;
import io.agentgate.cli.installation.Stores;
import io.agentgate.cli.terminal.ExitCode;
import io.agentgate.gateway.audit.AuditEvent;
import io.agentgate.gateway.audit.AuditSink;
import io.agentgate.gateway.audit.CallDecision;
import io.agentgate.gateway.audit.CallOrigin;
import io.agentgate.gateway.audit.DecisionBasis;
import io.agentgate.gateway.audit.Evaluation;
import io.agentgate.gateway.audit.Payload;
import io.agentgate.gateway.audit.Redactions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainCommandTest {
    private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");
    private static final String POLICY =
            """
            default = "deny"
            [metadata]
            name = "p"
            version = "1"

            [[rules]]
            id = "mask"
            tool = "*"
            action = "redact"
            pattern = "tok_[0-9]+"
            on = "arguments"

            [[rules]]
            id = "slow"
            tool = "search"
            action = "rate_limit"
            max_calls = 2
            window_seconds = 3600

            [[rules]]
            id = "by-day"
            tool = "write"
            action = "allow"
            condition = "time.hour < 18 and arguments.path matches '^/srv/'"

            [[rules]]
            id = "no-shell"
            tool = "shell"
            action = "deny"
            condition = "arguments.cmd matches 'rm'"

            [[rules]]
            id = "rest"
            tools = ["search", "shell"]
            action = "allow"
            """;

    @TempDir private Path directory = Path.of("");
    private Home home = new Home(Path.of(""));

    @BeforeEach
    void makeHome() throws IOException {
        home = new Home(directory.resolve("home"));
        home.create();
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text).toString();
    }

    private Running explain(String input, String... arguments) {
        return Running.of(
                new ExplainCommand(
                        home,
                        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                        () -> NOON),
                arguments);
    }

    private static String call(String tool, String arguments) {
        return "{\"server\":\"srv\",\"tool\":\"" + tool + "\",\"arguments\":" + arguments + "}";
    }

    private JsonNode json(String call, String... more) throws IOException {
        String[] arguments = new String[more.length + 5];
        arguments[0] = "--call";
        arguments[1] = "-";
        arguments[2] = "--policy";
        arguments[3] = file("policy.toml", POLICY);
        arguments[4] = "--json";
        System.arraycopy(more, 0, arguments, 5, more.length);
        Running explained = explain(call, arguments);
        assertThat(explained.err()).isEmpty();
        assertThat(explained.exitCode()).isEqualTo(ExitCode.OK);
        return explained.json();
    }

    @Test
    void tellsPeopleWhatIsForwardedAndWhichRulesWereAsked() throws IOException {
        Running explained =
                explain(
                        "",
                        "--call",
                        file("call.json", call("search", "{\"q\":\"about tok_1\"}")),
                        "--policy",
                        file("policy.toml", POLICY));

        assertThat(explained.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(explained.out().lines())
                .startsWith(
                        "decision   redact",
                        "rule       mask",
                        "reason     Allowed by policy rule 'rest'",
                        "modifiers  redact `mask`; limit `slow`, 2 calls in 3600 s",
                        "forwarded  {\"q\":\"about [REDACTED]\"}")
                .contains("slow  13    rate_limit  true     -");
    }

    @Test
    void tellsWhatACallDoesWhereRulesAskForIt() throws IOException {
        String policy =
                file(
                        "operations.toml",
                        """
                        [metadata]
                        name = "p"
                        version = "1"

                        [operations]
                        write = ["put"]

                        [[rules]]
                        id = "no-changes"
                        tool = "*"
                        action = "deny"
                        operations = ["write", "destructive"]
                        """);
        String look = "{\"server\":\"srv\",\"tool\":\"look\"";

        assertThat(explain(call("put", "{}"), "--call", "-", "--policy", policy).out().lines())
                .contains("decision   deny", "operation  write");
        assertThat(explain(look + "}", "--call", "-", "--policy", policy).out().lines())
                .contains("decision   deny", "operation  unknown");
        assertThat(
                        explain(
                                        look + ",\"annotations\":{\"readOnlyHint\":true}}",
                                        "--call",
                                        "-",
                                        "--policy",
                                        policy,
                                        "--json")
                                .out())
                .contains("\"decision\":\"allow\"", "\"operation\":\"read\"");
        assertThat(
                        explain(
                                        look + ",\"annotations\":{\"readOnly\":true}}",
                                        "--call",
                                        "-",
                                        "--policy",
                                        policy)
                                .err())
                .contains("unknown key `readOnly`; valid here: `readOnlyHint`");
    }

    @Test
    void namesTheFirstPredicateThatFailsAndWhatWouldHaveAllowedTheCall() throws IOException {
        JsonNode told = json(call("write", "{\"path\":\"/etc/x\"}"));

        assertThat(told.path("decision").textValue()).isEqualTo("deny");
        assertThat(told.path("rule").isNull()).isTrue();
        assertThat(told.path("trace").get(1).path("failing").textValue())
                .isEqualTo("arguments.path matches '^/srv/'");
        assertThat(told.path("nearest_allow"))
                .isEqualTo(
                        Running.tree(
                                "{\"rule\":\"by-day\",\"condition\":\"arguments.path matches"
                                        + " '^/srv/'\"}"));
    }

    @Test
    void saysWhichDenialIsInTheWayOfARuleThatAllows() throws IOException {
        JsonNode told = json(call("shell", "{\"cmd\":\"rm x\"}"));

        assertThat(told.path("rule").textValue()).isEqualTo("no-shell");
        assertThat(told.path("nearest_allow").path("rule").textValue()).isEqualTo("rest");
        assertThat(told.path("nearest_allow").path("condition").textValue())
                .isEqualTo("rule `no-shell` does not match: not (arguments.cmd matches 'rm')");
    }

    @Test
    void conditionOnSeveralLinesIsShownOnOne() throws IOException {
        String policy =
                file(
                        "lines.toml",
                        POLICY.replace(
                                "condition = \"arguments.cmd matches 'rm'\"",
                                "condition = \"\"\"arguments.cmd matches 'rm'\n"
                                        + "and time.hour == 12\"\"\""));

        Running explained =
                explain(call("shell", "{\"cmd\":\"rm x\"}"), "--call", "-", "--policy", policy);

        assertThat(explained.out())
                .contains("not (arguments.cmd matches 'rm' and time.hour == 12)\n");
    }

    @Test
    void clockIsWhatTheCommandLineOrTheCallSays() throws IOException {
        String call = call("write", "{\"path\":\"/srv/x\"}");

        assertThat(json(call).path("decision").textValue()).isEqualTo("redact");
        assertThat(
                        json(call, "--at", "2026-01-05T19:00:00+01:00")
                                .path("trace")
                                .get(1)
                                .path("failing")
                                .textValue())
                .isEqualTo("time.hour < 18");
    }

    @Test
    void callsBeforeAreCharged() throws IOException {
        String before = call("search", "{}") + "\n\n" + call("search", "{}") + "\n";

        JsonNode told = json(call("search", "{}"), "--prior", file("prior.jsonl", before));

        assertThat(told.path("decision").textValue()).isEqualTo("rate_limited");
        assertThat(told.path("rule").textValue()).isEqualTo("slow");
        assertThat(told.path("retry_after_seconds").intValue()).isEqualTo(1801);
    }

    @Test
    void paceHoldsForEachAgentAndTool() throws IOException {
        String[] pace = {
            "--rps", "0.001", "--burst", "1", "--prior", file("p.jsonl", call("search", "{}"))
        };

        assertThat(json(call("search", "{}"), pace).path("decision").textValue())
                .isEqualTo("rate_limited");
        assertThat(json(call("shell", "{}"), pace).path("decision").textValue())
                .isEqualTo("redact");
        assertThat(explain("{}", "--call", "-", "--rps", "0").exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void withoutAPolicyItIsWhatTheGatewayDoesWithoutOne() {
        Running explained = explain(call("any", "{}"), "--call", "-");

        assertThat(explained.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(explained.out()).startsWith("decision   allow\n").contains("policy     none");
    }

    @Test
    void limitsOfTheConfigurationHold() throws IOException {
        String config = file("config.toml", "[rate_limits]\nglobal_max_calls_per_minute = 0\n");

        JsonNode told = json(call("search", "{}"), "--config", config);

        assertThat(told.path("decision").textValue()).isEqualTo("rate_limited");
        assertThat(told.path("rule").textValue()).isEqualTo("global");
    }

    @Test
    void otherRequestsThanCallsAreExplainedToo() throws IOException {
        String policy =
                file(
                        "others.toml",
                        """
                        metadata = { name = "p", version = "1" }

                        [[rules]]
                        id = "no-keys"
                        resources = ["file:///home/*/.ssh/*"]
                        action = "deny"

                        [[rules]]
                        id = "no-drafts"
                        prompts = ["draft_*"]
                        action = "deny"
                        condition = "arguments.to exists"

                        [[rules]]
                        id = "short-answers"
                        methods = ["sampling/createMessage"]
                        action = "deny"
                        condition = "arguments.maxTokens > 100"
                        """);
        assertThat(decided(policy, "'resource':'file:///home/x/%2essh/id'")).isEqualTo("no-keys");
        assertThat(decided(policy, "'resource':'file:///home/x/notes'")).isEqualTo("null");
        assertThat(
                        decided(
                                policy,
                                "'method':'resources/subscribe','resource':'file:///home/x/.ssh/id'"))
                .isEqualTo("no-keys");
        assertThat(decided(policy, "'prompt':'draft_x','arguments':{'to':'bob'}"))
                .isEqualTo("no-drafts");
        assertThat(decided(policy, "'prompt':'draft_x'")).isEqualTo("null");
        assertThat(
                        decided(
                                policy,
                                "'method':'sampling/createMessage','arguments':{'maxTokens':101}"))
                .isEqualTo("short-answers");
        assertThat(decided(policy, "'tool':'draft_x'")).isEqualTo("null");
    }

    private String decided(String policy, String members) {
        String call = ("{'server':'srv'," + members + "}").replace('\'', '"');
        return explain(call, "--call", "-", "--policy", policy, "--json")
                .json()
                .path("rule")
                .asText();
    }

    @Test
    void requestThatNamesWhatItsMethodHasNotIsRefused() {
        Running two = explain("{\"server\":\"s\",\"tool\":\"t\",\"prompt\":\"p\"}", "--call", "-");
        Running unknown = explain("{\"server\":\"s\",\"method\":\"tools/list\"}", "--call", "-");

        assertThat(two.exitCode()).isEqualTo(ExitCode.CONFIG);
        assertThat(two.err()).contains("1:15: a request of prompts/get has no `tool`");
        assertThat(unknown.exitCode()).isEqualTo(ExitCode.CONFIG);
        assertThat(unknown.err())
                .contains("`method` must be one of `tools/call`, `resources/read`");
    }

    @Test
    void whatDoesNotLoadIsNamedByItsPlace() throws IOException {
        Running wrongCall = explain("{\n \"tool\":\"t\",\"serve\":\"x\"}", "--call", "-");
        Running wrongPrior =
                explain(
                        call("t", "{}"),
                        "--call",
                        "-",
                        "--prior",
                        file("prior.jsonl", call("t", "{}") + "\n{\"server\":5}\n"));
        Running wrongPolicy =
                explain(
                        call("t", "{}"),
                        "--call",
                        "-",
                        "--policy",
                        file("wrong.toml", POLICY.replace("\"deny\"", "\"deni\"")));

        assertThat(wrongCall.exitCode()).isEqualTo(ExitCode.CONFIG);
        assertThat(wrongCall.err())
                .contains("(input).json:2:13: unknown key `serve`; did you mean `server`?")
                .contains("a call has no `server`");
        assertThat(wrongPrior.exitCode()).isEqualTo(ExitCode.CONFIG);
        assertThat(wrongPrior.err()).contains("prior.jsonl:2:11: `server` must be a string");
        assertThat(wrongPolicy.exitCode()).isEqualTo(ExitCode.CONFIG);
        assertThat(wrongPolicy.err()).contains("wrong.toml:1:11: unknown default `deni`");
    }

    @Test
    void saysIfAGatewayTakesNoSuchMessage() throws IOException {
        JsonNode told = json("{\"server\":\"srv\",\"tool\":\" \",\"arguments\":[1]}");

        assertThat(told.path("decision").textValue()).isEqualTo("deny");
        assertThat(told.path("objection").textValue()).contains("hidden characters");
    }

    @Test
    void recordedCallIsExplainedByWhatWasRecordedAndByTheRulesOfToday() throws Exception {
        byte[] kept = "{\"cmd\":\"rm x\"}".getBytes(StandardCharsets.UTF_8);
        AuditEvent decided =
                new AuditEvent.CallDecided(
                        "w1-7",
                        NOON,
                        new CallOrigin("s", "ci", "ann", "srv", "shell", "1"),
                        new DecisionBasis(CallDecision.ALLOWED, null, null, "0123456789abcdef"),
                        new Payload(kept, kept.length, null));
        try (AuditSink sink = Stores.of(home).sink(home.database().toString())) {
            sink.deliver(List.of(decided));
        }

        Running explained = explain("", "w1-7", "--policy", file("policy.toml", POLICY), "--json");

        assertThat(explained.exitCode()).isEqualTo(ExitCode.OK);
        JsonNode told = explained.json();
        assertThat(told.path("recorded").path("decision").textValue()).isEqualTo("allowed");
        assertThat(told.path("recorded").path("revision").textValue())
                .isEqualTo("0123456789abcdef");
        assertThat(told.path("today").path("rule").textValue()).isEqualTo("no-shell");
        assertThat(explain("", "w1-7").out())
                .contains("agent      ci\n", "decision   allowed\n", "Today:\ndecision   allow\n");
        assertThat(explain("", "w1-7", "--policy", "nowhere.toml").out())
                .contains("the policy of today does not load: nowhere.toml:1:1: cannot be read");
        assertThat(explain("", "w1-8").exitCode()).isEqualTo(ExitCode.FAILED);
    }

    /** An agent may call for somebody: the principal is another than whom calls are charged to. */
    @Test
    void callerIsWhoStandsBehindTheAgentAlsoOfARecordedCall() throws Exception {
        String policy =
                file(
                        "callers.toml",
                        """
                        [metadata]
                        name = "p"
                        version = "1"

                        [[rules]]
                        id = "not-ann"
                        tool = "*"
                        action = "deny"
                        condition = "caller.name == 'ann'"
                        """);
        record Case(String agent, String more, String decision) {}
        for (Case each :
                List.of(
                        new Case("ci", ",\"caller\":\"ann\"", "deny"),
                        new Case("ann", ",\"caller\":\"ben\"", "allow"),
                        new Case("ann", "", "deny"))) {
            Running told =
                    explain(
                            "{\"server\":\"srv\",\"tool\":\"t\",\"agent\":\""
                                    + each.agent()
                                    + '"'
                                    + each.more()
                                    + '}',
                            "--call",
                            "-",
                            "--policy",
                            policy,
                            "--json");
            assertThat(told.json().path("decision").textValue())
                    .as(each.toString())
                    .isEqualTo(each.decision());
        }
        AuditEvent decided =
                new AuditEvent.CallDecided(
                        "w1-9",
                        NOON,
                        new CallOrigin("s", "ci", "ann", "srv", "t", "1"),
                        new DecisionBasis(CallDecision.ALLOWED, null, null, "0123456789abcdef"),
                        null);
        try (AuditSink sink = Stores.of(home).sink(home.database().toString())) {
            sink.deliver(List.of(decided));
        }
        Running recorded = explain("", "w1-9", "--policy", policy, "--json");
        assertThat(recorded.json().path("today").path("rule").textValue()).isEqualTo("not-ann");
    }

    @Test
    void recordedCallShowsHowItWasDecided() throws Exception {
        String evaluated =
                "{\"rules\":[{\"rule\":\"no-rm\",\"effect\":\"deny\",\"condition\":\"true\"}],"
                        + "\"shadow\":[{\"rule\":\"no-rm\",\"decision\":\"deny\"}]}";
        AuditEvent decided =
                new AuditEvent.CallDecided(
                        "w1-8",
                        NOON,
                        new CallOrigin("s", "ci", "ann", "srv", "shell", "1"),
                        new DecisionBasis(
                                CallDecision.ALLOWED,
                                null,
                                null,
                                "0123456789abcdef",
                                Redactions.NONE,
                                Evaluation.ofText(evaluated)),
                        null);
        try (AuditSink sink = Stores.of(home).sink(home.database().toString())) {
            sink.deliver(List.of(decided));
        }

        assertThat(explain("", "w1-8").out())
                .contains("rules      no-rm (deny)\n", "shadow     no-rm would deny\n")
                .doesNotContain("limits");
        assertThat(
                        explain("", "w1-8", "--json")
                                .json()
                                .at("/recorded/call/evaluation/shadow/0/decision")
                                .textValue())
                .isEqualTo("deny");
    }

    @Test
    void tellsWhatRulesInShadowModeWouldHaveDone() throws IOException {
        String policy =
                file(
                        "shadow.toml",
                        """
                        default = "deny"
                        mode = "shadow"
                        [metadata]
                        name = "p"
                        version = "1"

                        [[rules]]
                        id = "few"
                        tool = "*"
                        action = "rate_limit"
                        """);

        assertThat(explain(call("a", "{}"), "--call", "-", "--policy", policy).out())
                .contains("shadow     `few` would count; the default would deny\n");
        assertThat(explain(call("a", "{}"), "--call", "-", "--policy", policy, "--json").out())
                .contains(
                        "\"shadow\":[{\"rule\":\"few\",\"decision\":\"count\"},"
                                + "{\"rule\":null,\"decision\":\"deny\"}]");
    }
}
