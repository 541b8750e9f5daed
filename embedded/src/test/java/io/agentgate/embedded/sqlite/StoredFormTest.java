package io.agentgate.embedded.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentgate.gateway.audit.CallDecision;
import io.agentgate.gateway.audit.CallStatus;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoredFormTest {
    @Test
    void timeIsTextInUtcToTheMicrosecond() {
        assertThat(StoredForm.time(Instant.parse("2026-11-20T09:05:07.000120999Z")))
                .isEqualTo("2026-11-20T09:05:07.000120Z");
    }

    @Test
    void timeComesBackAsItWas() throws Exception {
        for (String time :
                List.of(
                        "0000-01-01T00:00:00Z",
                        "1969-12-31T23:59:59.999999Z",
                        "1970-01-01T00:00:00Z",
                        "2024-02-29T12:34:56.789012Z",
                        "9999-12-31T23:59:59.999999Z")) {
            Instant instant = Instant.parse(time);

            assertThat(StoredForm.time(StoredForm.time(instant))).isEqualTo(instant);
        }
    }

    @Test
    void timeBeyondFourDigitsBecomesTheFirstOrLast() {
        assertThat(StoredForm.time(Instant.MIN)).isEqualTo("0000-01-01T00:00:00.000000Z");
        assertThat(StoredForm.time(Instant.MAX)).isEqualTo("9999-12-31T23:59:59.999999Z");
    }

    @Test
    void whatIsNoTimeIsSaid() {
        for (String wrong : List.of("", "yesterday", "2026-13-20T09:05:07.000120Z")) {
            assertThatThrownBy(() -> StoredForm.time(wrong)).isInstanceOf(SQLException.class);
        }
    }

    @Test
    void everyWordComesBackAsItWas() throws Exception {
        for (CallDecision decision : CallDecision.values()) {
            assertThat(StoredForm.decision(StoredForm.word(decision))).isEqualTo(decision);
        }
        for (CallStatus status : CallStatus.values()) {
            assertThat(StoredForm.status(status.word())).isEqualTo(status);
        }
        assertThatThrownBy(() -> StoredForm.status("new")).isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> StoredForm.decision("new")).isInstanceOf(SQLException.class);
    }

    @Test
    void writerIsWhatStandsBeforeTheLastDash() {
        assertThat(StoredForm.writerOf("host-12-345")).isEqualTo("host-12");
        assertThat(StoredForm.writerOf("345")).isEmpty();
    }
}
