package io.agentgate.cli.voice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class VoiceTest {
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final Voice voice =
            new Voice(
                    new PrintStream(said, true, StandardCharsets.UTF_8),
                    () -> Instant.parse("2026-11-20T12:00:00Z"));

    @Test
    void everyLineSaysWhoseItIs() {
        voice.warn("policy not reloaded\np.toml:1:1: no table\np.toml:2:1: no name");

        assertThat(said.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "agentgate: policy not reloaded",
                        "agentgate: p.toml:1:1: no table",
                        "agentgate: p.toml:2:1: no name");
    }

    @Test
    void objectIsOneLineWhateverItSays() {
        voice.tune(LogLevel.INFO, LogFormat.JSON);
        voice.warn("one\ntwo");

        assertThat(said.toString(StandardCharsets.UTF_8).strip())
                .isEqualTo(
                        "{\"time\":\"2026-11-20T12:00:00Z\",\"level\":\"warn\","
                                + "\"message\":\"one\\ntwo\"}");
    }
}
