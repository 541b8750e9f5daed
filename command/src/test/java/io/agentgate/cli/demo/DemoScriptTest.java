package io.agentgate.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class DemoScriptTest {
    @Test
    void whatIsDeniedIsPlayedThoughTheAgentDoesNotSeeIt() {
        Set<String> shown = Set.of("list_files", "read_file", "fetch_report", "write_file");

        assertThat(DemoScript.of(shown))
                .extracting(DemoStep::tool)
                .contains("read_file", "delete_file");
    }

    @Test
    void aServerThatNobodyKnowsIsAskedForNothingThatHappens() {
        assertThat(DemoScript.of(Set.of("other")))
                .extracting(DemoStep::tool)
                .containsExactly("delete_file");
    }
}
