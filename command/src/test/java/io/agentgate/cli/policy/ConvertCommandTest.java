package io.agentgate.cli.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConvertCommandTest {
    @TempDir private Path directory = Path.of("");

    private String file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text).toString();
    }

    private static Running convert(String... arguments) {
        return Running.of(new ConvertCommand(), arguments);
    }

    @ParameterizedTest
    @ValueSource(strings = {"toml", "yaml", "json"})
    void everyShippedPolicySaysTheSameInEachSyntax(String syntax) throws Exception {
        List<Path> policies = new ArrayList<>();
        try (var files = Files.list(Path.of("..", "policies"))) {
            files.filter(each -> each.toString().endsWith(".toml")).forEach(policies::add);
        }
        assertThat(policies).hasSizeGreaterThan(10);
        for (Path policy : policies) {
            Running ran = convert(policy.toString(), "--to", syntax);

            assertThat(ran.exitCode()).as("%s: %s", policy, ran.err()).isEqualTo(ExitCode.OK);
            String again = "back." + syntax;
            Running back = convert(file(again, ran.out()), "--to", "toml");
            assertThat(back.out()).isEqualTo(convert(policy.toString()).out());
        }
    }

    @Test
    void whatOurDialectHasNoWordsForIsNamedByItsPlace() throws IOException {
        String policy =
                file(
                        "p.json",
                        """
                        {"name": "p", "rules": [
                          {"id": "N", "action": "deny", "arg_deny": {"a b": "x"}},
                          {"id": "T", "action": "allow", "tools": ["get_{a,b}"]}
                        ]}
                        """);

        Running ran = convert(policy);

        assertThat(ran.exitCode()).isEqualTo(ExitCode.CONFIG);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err().lines())
                .contains(
                        policy + ":2:3: rule `N`: our dialect has no words for the argument `a b`",
                        policy
                                + ":3:3: rule `T`: our dialect has no words for the name"
                                + " `get_{a,b}`");
    }

    @Test
    void readsLikeAPolicyThatPeopleWrite() throws IOException {
        String policy =
                file(
                        "p.yaml",
                        """
                        rate_limit:
                          defaults: {capacity: 2, refill_rate: 1}
                        policy:
                          default: deny
                          rules:
                            - clients: [staff]
                              servers: [wiki]
                              tools: ["find_*", read_page]
                              decision: allow
                        """);

        assertThat(convert(policy).out())
                .isEqualTo(
                        """
                        default = "deny"

                        [metadata]
                        name = "policy"
                        version = "converted from mcpgate"

                        [[rules]]
                        id = "rate_limit"
                        tool = "*"
                        action = "rate_limit"
                        max_calls = 2
                        window_seconds = 2
                        per = ["agent", "server"]

                        [[rules]]
                        id = "rules[0]"
                        server = "wiki"
                        tools = ["find_*", "read_page"]
                        agents = ["staff"]
                        action = "allow"
                        """);
        assertThat(convert(policy, "--to", "yaml").out())
                .contains("rules:\n  - id: \"rate_limit\"\n    tool: \"*\"\n")
                .contains("\n  - id: \"rules[0]\"\n    server: \"wiki\"\n");
    }

    @Test
    void wordsOfOtherSyntaxesAreQuoted() throws IOException {
        String policy =
                file(
                        "p.toml",
                        """
                        [metadata]
                        name = "a\\u0007\\"\\\\'"
                        version = "1"
                        [[rules]]
                        id = "m"
                        tool = "*"
                        action = "redact"
                        pattern = '\\d+'
                        on = "results"
                        """);

        assertThat(convert(policy, "--to", "yaml").out())
                .contains("name: \"a\\u0007\\\"\\\\'\"", "pattern: '\\d+'", "\"on\": \"results\"");
        assertThat(convert(policy, "--to", "json").out()).contains("\"pattern\": \"\\\\d+\"");
    }

    @Test
    void auditIsSaidToBecomeAllow() throws IOException {
        String policy = file("p.json", "{\"name\":\"p\",\"default_action\":\"audit\"}");

        Running ran = convert(policy);

        assertThat(ran.out()).startsWith("default = \"allow\"");
        assertThat(ran.err()).contains("`audit` becomes `allow`: every call is recorded");
    }
}
