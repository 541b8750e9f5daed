package io.agentgate.cli.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.agentgate.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestCommandTest {
    private static final String POLICY =
            """
            [metadata]
            name = "p"
            version = "1"

            [[rules]]
            id = "mask"
            tool = "post"
            action = "redact"
            pattern = "tok_[0-9]+"
            replacement = "[T]"

            [[rules]]
            id = "slow"
            tool = "search"
            action = "rate_limit"
            max_calls = 1
            window_seconds = 60

            [[rules]]
            id = "night"
            tool = "write"
            agents = ["ci"]
            action = "deny"
            condition = "time.hour >= 18"
            message = "closed"
            """;
    private static final String CASES =
            """
            time: 2026-01-05T19:00:00Z
            cases:
              - name: ci writes by night
                call: {server: s, tool: write, agent: ci}
                expect: {decision: deny, rule: night, reason: closed}
              - name: ci writes by day
                time: 2026-01-05T12:00:00Z
                call: {server: s, tool: write, agent: ci}
                expect: {decision: allow, rule: ""}
              - name: tokens stay here
                call:
                  server: s
                  tool: post
                  arguments: {text: tok_1, count: 1.5, urgent: true, nothing: null, list: [1, tok_2]}
                expect:
                  decision: redact
                  rule: mask
                  arguments: {list: [1, "[T]"], text: "[T]", count: 1.5, urgent: true, nothing: null}
              - name: second search
                prior:
                  - {server: s, tool: search}
                call: {server: s, tool: search}
                expect: {decision: rate_limited, rule: slow}
              - name: a minute later
                prior:
                  - {server: s, tool: search, time: "2026-01-05T18:59:00Z"}
                call: {server: s, tool: search}
                expect: {decision: allow}
            """;

    @TempDir private Path directory = Path.of("");

    @BeforeEach
    void writePolicy() throws IOException {
        file("p.toml", POLICY);
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text).toString();
    }

    private Running test(String... arguments) {
        return Running.of(new TestCommand(), arguments);
    }

    @Test
    void casesThatHoldPass() throws IOException {
        String cases = file("p.test.yaml", CASES);

        Running ran = test(cases);

        assertThat(ran.out()).endsWith("5 passed, 0 failed" + System.lineSeparator());
        assertThat(ran.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(test(directory.toString()).exitCode()).isEqualTo(ExitCode.OK);
        assertThat(test(directory.resolve("p.toml").toString()).exitCode()).isEqualTo(ExitCode.OK);
    }

    @Test
    void caseThatDoesNotHoldIsShownWithBothSides() throws IOException {
        String cases =
                file(
                        "p.test.yaml",
                        """
                        cases:
                          - name: writing
                            call: {server: s, tool: write}
                            expect: {decision: deny, rule: night}
                          - name: posting
                            call: {server: s, tool: post, arguments: {a: tok_1}}
                            expect: {decision: redact, arguments: {a: "[TT]"}}
                        """);

        Running ran = test(cases);

        assertThat(ran.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(ran.out().lines())
                .contains(
                        "FAILED  " + cases + "  writing  allow     -",
                        cases + ":2:5: writing failed",
                        "  - decision: deny",
                        "  + decision: allow",
                        "  - rule: night",
                        "  + rule: (none)",
                        cases + ":5:5: posting failed",
                        "  - arguments: {\"a\":\"[TT]\"}",
                        "  + arguments: {\"a\":\"[T]\"}",
                        "0 passed, 2 failed");
        JsonNode json = test("--json", cases).json();
        assertThat(json.path("failed").intValue()).isEqualTo(2);
        assertThat(json.at("/files/0/cases/0/differences/0/expected").textValue())
                .isEqualTo("deny");
    }

    @Test
    void testsMayBeTomlOrJsonAndNameTheirPolicy() throws IOException {
        file(
                "a.test.toml",
                """
                policy = "p.toml"
                [[cases]]
                name = "closed"
                time = "2026-01-05T20:00:00+01:00"
                call = {server = "s", tool = "write", agent = "ci"}
                expect = {decision = "deny"}
                """);
        file(
                "b.test.json",
                """
                {"policy": "p.toml", "cases": [
                  {"name": "free", "call": {"server": "s", "tool": "x"},
                   "expect": {"decision": "allow", "rule": ""}}]}
                """);

        Running ran = test(directory.toString());

        assertThat(ran.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(ran.out()).contains("2 passed, 0 failed");
    }

    @Test
    void whatDoesNotLoadIsNamedByItsPlace() throws IOException {
        String cases =
                file(
                        "p.test.yaml",
                        """
                        cases:
                          - name: a
                            call: {server: s, tooll: x}
                            expect: {decision: denny, rules: x}
                          - name: b
                            expected: {decision: deny}
                        """);

        Running ran = test(cases);

        assertThat(ran.exitCode()).isEqualTo(ExitCode.CONFIG);
        assertThat(ran.out().lines())
                .contains(
                        cases + ":3:23: unknown key `tooll`; did you mean `tool`?",
                        cases + ":4:24: unknown decision `denny`; did you mean `deny`?",
                        cases + ":4:31: unknown key `rules`; did you mean `rule`?",
                        cases + ":5:5: case has no `call`",
                        cases + ":6:5: unknown key `expected`; did you mean `expect`?");
    }

    @Test
    void directoryWithoutTestsFails() throws IOException {
        Running ran = test(directory.toString());

        assertThat(ran.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(ran.err()).contains("there are no tests for " + directory);
        String lonely = file("lonely.test.yaml", "cases: []\n");
        assertThat(test(lonely).out()).contains("there is no policy of that name beside it");
    }
}
