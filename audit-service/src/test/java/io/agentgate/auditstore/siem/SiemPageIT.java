package io.agentgate.auditstore.siem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** The reference page of the formats, held against what they say. */
class SiemPageIT {
    private static final Path PAGE = Path.of("..", "docs", "reference", "siem.md");

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
    void exampleIsWhatTheFormatSays(SiemFormat format) throws IOException {
        SiemFormatter formatter = format.formatter(Events.VERSION).orElseThrow();

        assertThat(Files.readAllLines(PAGE)).contains(Events.line(formatter, Events.denied()));
    }
}
