package io.agentgate.cli.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LintCommandTest {
    private static final String HEAD = "[metadata]\nname = \"p\"\nversion = \"1\"\n";

    @TempDir private Path directory = Path.of("");

    private String file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text).toString();
    }

    private static String rule(String id, String tool, String rest) {
        return "[[rules]]\nid = \"" + id + "\"\ntool = \"" + tool + "\"\n" + rest + "\n";
    }

    /** What is found in these rules, which begin on line 4 with four lines each. */
    private String found(String... rules) throws IOException {
        String policy = file("p.toml", HEAD + String.join("", rules));
        Running looked = Running.of(new LintCommand(), policy);
        assertThat(looked.exitCode()).isEqualTo(ExitCode.OK);
        return looked.out().replace(policy + ":", "").replace(System.lineSeparator(), "\n");
    }

    @Test
    void ruleThatCanNeverBeReachedIsNamed() throws IOException {
        assertThat(found(rule("a", "x", "action = \"deny\""), rule("b", "x", "action = \"deny\"")))
                .startsWith("8:1: rule `b` can never be reached")
                .endsWith("[warning]\n");
    }

    @Test
    void allowThatChangesNothingIsNamed() throws IOException {
        assertThat(found(rule("a", "read_*", "action = \"allow\"")))
                .contains("4:1: rule `a` allows what is allowed without it")
                .contains("[pointless-allow]");
        assertThat(
                        found(
                                rule("a", "read_file", "action = \"allow\""),
                                rule("b", "read_*", "action = \"deny\"")))
                .doesNotContain("pointless");
    }

    @Test
    void limitBelowARuleThatAllowsIsNamed() throws IOException {
        String allow = rule("a", "read_file", "action = \"allow\"");
        String limit = rule("slow", "read_*", "action = \"rate_limit\"");

        assertThat(found(allow, limit))
                .contains(
                        "8:1: rule `slow` does not count calls that rule `a` on line 4 allows"
                                + " before it; put it above [shadowed]");
        assertThat(found(limit, allow)).doesNotContain("shadowed");
        assertThat(found(rule("a", "write_*", "action = \"allow\""), limit))
                .doesNotContain("shadowed");
    }

    @Test
    void redactionWithoutReplacementIsNamed() throws IOException {
        assertThat(found(rule("m", "*", "action = \"redact\"\npattern = 'tok'")))
                .isEqualTo(
                        "4:1: rule `m` has no `replacement`, so agents read `[REDACTED]` and not"
                                + " what was there [replacement]\n");
    }

    @Test
    void patternThatIsFoundEverywhereIsNamed() throws IOException {
        assertThat(
                        found(
                                rule(
                                        "m",
                                        "*",
                                        "action = \"redact\"\npattern = 'x?'\nreplacement = 'y'"),
                                rule(
                                        "d",
                                        "t",
                                        "action = \"deny\"\n"
                                                + "condition = \"not arguments.a matches 'b*'\"")))
                .contains("8:11: pattern `x?` is found in every text [matches-everything]")
                .contains("14:13: pattern `b*` is found in every text, the empty one included");
        assertThat(
                        found(
                                rule(
                                        "d",
                                        "t",
                                        "action = \"deny\"\n"
                                                + "condition = \"arguments.a matches '^$'\"")))
                .isEmpty();
    }

    @Test
    void namesThatOthersReadOtherwiseAreNamed() throws IOException {
        assertThat(
                        found(
                                rule("a", "get_*_user", "action = \"deny\""),
                                rule("b", "Shell", "action = \"deny\""),
                                rule("c", "shell", "action = \"deny\"")))
                .contains("6:8: `get_*_user`: mcp-policy-gateway and MCPGate take a `*`")
                .contains("6:8: `*` in `get_*_user` is a wildcard; AgentGate for Rust took it")
                .contains(
                        "14:8: `shell` is another tool than `Shell`: upper and lower case differ");
    }

    @Test
    void otherDialectsAreLookedThroughToo() throws IOException {
        String policy =
                file(
                        "p.json",
                        """
                        {"name": "p", "default_action": "allow", "rules": [
                          {"id": "A", "action": "allow", "tools": ["x"]}
                        ]}
                        """);

        assertThat(Running.of(new LintCommand(), policy).out())
                .contains("p.json:2:3: rule `A` allows what is allowed without it");
    }

    @Test
    void strictEndsWithAFailureWhereSomethingIsFound() throws IOException {
        String clean = file("clean.toml", HEAD + rule("a", "x", "action = \"deny\""));
        String doubtful = file("d.toml", HEAD + rule("a", "x", "action = \"allow\""));
        String wrong = file("w.toml", HEAD + rule("a", "x", "action = \"alow\""));

        assertThat(Running.of(new LintCommand(), "--strict", clean).exitCode())
                .isEqualTo(ExitCode.OK);
        assertThat(Running.of(new LintCommand(), "--strict", clean, doubtful).exitCode())
                .isEqualTo(ExitCode.FAILED);
        Running refused = Running.of(new LintCommand(), "--json", doubtful, wrong);
        assertThat(refused.exitCode()).isEqualTo(ExitCode.CONFIG);
        assertThat(refused.out())
                .contains("\"check\":\"pointless-allow\",\"line\":4,\"column\":1")
                .contains("\"errors\":[{\"line\":7,\"column\":10");
    }

    @Test
    void twoRulesOfOneIdAreAnError() throws IOException {
        String twins =
                file(
                        "twins.toml",
                        HEAD
                                + rule("a", "x", "action = \"deny\"")
                                + rule("a", "y", "action = \"deny\""));

        Running refused = Running.of(new LintCommand(), twins);

        assertThat(refused.exitCode()).isEqualTo(ExitCode.CONFIG);
        assertThat(refused.out()).contains("rule id `a` is already taken by the rule on line 4");
    }

    @Test
    void permissionsThatRestOnWhatServersSayAreNamed() throws IOException {
        String allow = rule("a", "*", "action = \"allow\"\noperations = [\"read\"]");
        String role = "[[roles]]\nrole = \"reader\"\noperations = [\"read\"]\n";
        String names = "[operations]\nread = [\"get_a\"]\n";

        assertThat(found(allow))
                .contains(
                        "8:14: rule `a` allows what servers say is so: list what tools do in"
                                + " `[operations]` [servers-word]");
        assertThat(found(role))
                .contains("4:1: role `reader` permits what servers say is so", "[servers-word]");
        assertThat(found(names, allow, role)).doesNotContain("servers-word");
    }

    @Test
    void operationsThatNothingAsksForAreNamed() throws IOException {
        String names = "[operations]\nread = [\"get_a\"]\n";
        String limit = rule("few", "*", "action = \"rate_limit\"\nper = [\"operation\"]");

        assertThat(found(names))
                .isEqualTo(
                        "4:1: no rule, role or limit asks what tools do, so this says nothing"
                                + " [unused-operations]\n");
        assertThat(found(names, limit)).isEmpty();
    }

    @Test
    void limitForOtherOperationsThanThoseAllowedIsNotNamed() throws IOException {
        String names = "[operations]\nread = [\"get_a\"]\n";
        String allow = rule("a", "*", "action = \"allow\"\noperations = [\"read\"]");
        String limit = rule("few", "*", "action = \"rate_limit\"\noperations = [\"%s\"]");

        assertThat(found(names, allow, limit.formatted("read"))).contains("[shadowed]");
        assertThat(found(names, allow, limit.formatted("write"))).doesNotContain("shadowed");
    }
}
