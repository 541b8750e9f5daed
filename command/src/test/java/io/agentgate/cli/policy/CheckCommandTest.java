package io.agentgate.cli.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {
    private static final String OURS =
            """
            [metadata]
            name = "one"
            version = "1"

            [[rules]]
            id = "no-shell"
            tool = "shell"
            action = "deny"
            """;

    @TempDir private Path directory = Path.of("");

    private String file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text).toString();
    }

    private static Running check(String... arguments) {
        return Running.of(new CheckCommand(), arguments);
    }

    @Test
    void namesDialectAndNumberOfRulesOfEachThatLoads() throws IOException {
        String ours = file("ours.toml", OURS);
        String foreign = file("theirs.json", "{\"name\":\"p\",\"default_action\":\"audit\"}");
        String third = file("third.yaml", "policy: {default: deny, rules: []}\n");

        Running checked = check(ours, foreign, third);

        assertThat(checked.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(checked.out().lines())
                .satisfiesExactly(
                        line ->
                                assertThat(line)
                                        .startsWith(
                                                ours
                                                        + ": ok, dialect agentgate, 1 rule, default"
                                                        + " allow, revision "),
                        line ->
                                assertThat(line)
                                        .startsWith(
                                                foreign
                                                        + ": ok, dialect mcp-policy-gateway, 0"
                                                        + " rules"),
                        line ->
                                assertThat(line)
                                        .startsWith(third + ": ok, dialect mcpgate, 0 rules"));
    }

    @Test
    void namesEveryFaultByItsPlace() throws IOException {
        String wrong =
                file("wrong.toml", OURS.replace("\"deny\"", "\"deni\"") + "mesage = \"x\"\n");

        Running checked = check(wrong, file("ours.toml", OURS));

        assertThat(checked.exitCode()).isEqualTo(ExitCode.CONFIG);
        assertThat(checked.out().lines())
                .startsWith(
                        wrong + ":8:10: unknown action `deni`; did you mean `deny`?",
                        wrong + ":9:1: unknown key `mesage`; did you mean `message`?")
                .hasSize(3);
    }

    @Test
    void saysWhatGatewaysWarnOf() throws IOException {
        String shadowed =
                file(
                        "shadowed.toml",
                        OURS + "\n[[rules]]\nid = \"b\"\ntool = \"shell\"\naction = \"allow\"\n");

        assertThat(check(shadowed).out()).contains(shadowed + ":10:1: warning: rule `b` can never");
    }

    @Test
    void fileThatIsNotThereIsNamed() {
        Path missing = directory.resolve("missing.toml");

        Running checked = check(missing.toString());

        assertThat(checked.exitCode()).isEqualTo(ExitCode.IO);
        assertThat(checked.out())
                .isEqualToIgnoringNewLines(missing + ":1:1: cannot be read: there is no such file");
    }

    @Test
    void scriptsGetTheSameAsJson() throws IOException {
        Running checked =
                check(
                        "--json",
                        file("ours.toml", OURS),
                        file("wrong.toml", OURS.replace("deny", "deni")));

        assertThat(checked.exitCode()).isEqualTo(ExitCode.CONFIG);
        assertThat(checked.out())
                .contains("\"ok\":true,\"dialect\":\"agentgate\",\"rules\":1")
                .contains("\"ok\":false,\"errors\":[{\"line\":8,\"column\":10,\"message\":");
    }
}
