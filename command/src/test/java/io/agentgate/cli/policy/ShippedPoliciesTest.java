package io.agentgate.cli.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The policies that come with the product, looked at by the commands that come with it. */
class ShippedPoliciesTest {
    private static final Path POLICIES = Path.of("..", "policies");

    private static List<Path> policies() throws IOException {
        List<Path> policies = new ArrayList<>();
        try (var files = Files.list(POLICIES)) {
            files.filter(file -> file.toString().endsWith(".toml")).forEach(policies::add);
        }
        return policies;
    }

    @Test
    void eachHasTestsThatPass() throws IOException {
        assertThat(policies()).hasSizeGreaterThan(10);
        for (Path policy : policies()) {
            Running ran = Running.of(new TestCommand(), policy.toString());

            assertThat(ran.exitCode()).as("%s%s", ran.out(), ran.err()).isEqualTo(ExitCode.OK);
        }
    }

    @Test
    void nothingIsFoundInThemThatWasNotMeant() throws IOException {
        for (Path policy : policies()) {
            assertThat(Running.of(new LintCommand(), "--strict", policy.toString()).out())
                    .as("%s", policy)
                    .isEmpty();
        }
    }
}
