package io.agentgate.auditstore.siem;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.audit.AuditEvent;
import io.agentgate.gateway.audit.AuditEvent.Noted;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class SiemFormatTest {

    private static SiemFormatter formatter(SiemFormat format) {
        return format.formatter(Events.VERSION).orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(SiemFormat.class)
    void formatIsFoundByItsWord(SiemFormat format) {
        assertThat(SiemFormat.ofWord(format.word())).contains(format);
    }

    @Test
    void wordIsOneOfFour() {
        assertThat(Arrays.stream(SiemFormat.values()).map(SiemFormat::word))
                .containsExactly("none", "ocsf", "ecs", "cef");
        assertThat(List.of("", "OCSF", "leef", " cef"))
                .extracting(SiemFormat::ofWord)
                .containsOnly(Optional.empty());
    }

    @Test
    void noneHasNoFormatter() {
        assertThat(SiemFormat.NONE.formatter(Events.VERSION)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
    void eventIsOneLineWhateverItsTextsHold(SiemFormat format) {
        for (AuditEvent event : Events.full(Events.hostile())) {
            assertThat(formatter(format).format(event))
                    .isNotEmpty()
                    .doesNotContain((byte) '\n')
                    .doesNotContain((byte) '\r')
                    .doesNotContain((byte) 0)
                    .doesNotContain((byte) 0x1B);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
    void eventIsValidUtf8WhateverItsTextsHold(SiemFormat format) {
        for (AuditEvent event : Events.full(Events.hostile())) {
            byte[] line = formatter(format).format(event);

            assertThat(new String(line, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8))
                    .isEqualTo(line);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
    void payloadIsNamedByItsSizeOnly(SiemFormat format) {
        for (AuditEvent event : List.of(Events.allowed(), Events.answered())) {
            assertThat(Events.line(formatter(format), event))
                    .contains("100000")
                    .doesNotContain(Events.SECRET)
                    .doesNotContain("password");
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
    void timeBeyondMillisecondsIsStillTold(SiemFormat format) {
        for (Instant time : List.of(Instant.MIN, Instant.EPOCH, Instant.MAX)) {
            Noted note = new Noted("w-1", time, "journal_gap", null, "3 records are missing");

            assertThat(Events.line(formatter(format), note)).contains("3 records are missing");
        }
    }
}
