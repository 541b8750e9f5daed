package io.agentgate.auditstore.calls;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.audit.CallCsv;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CsvTest {

    private static Call call(@Nullable String evaluation) {
        return new Call(
                "w-1",
                Instant.EPOCH,
                "s",
                "agent",
                "caller",
                "files",
                "post",
                null,
                "allowed",
                null,
                null,
                "none",
                "allowed",
                null,
                null,
                null,
                null,
                null,
                List.of("mask"),
                List.of(),
                evaluation);
    }

    private static String line(@Nullable String evaluation) throws IOException {
        StringBuilder line = new StringBuilder();
        Csv.line(call(evaluation), line);
        return line.toString();
    }

    @Test
    void howACallWasDecidedStandsInWordsBehindAllElse() throws IOException {
        assertThat(CallCsv.HEADER)
                .endsWith(
                        ",arguments_redacted_by,result_redacted_by,"
                                + "evaluated_rules,charged_limits,shadow,candidate\r\n");
        assertThat(
                        line(
                                "{\"rules\":[{\"rule\":\"=a\",\"effect\":\"redact\","
                                    + "\"condition\":\"true\"}],\"limits\":[{\"limit\":\"few\","
                                    + "\"capacity\":10,\"left\":3,\"window_seconds\":60}],"
                                    + "\"shadow\":[{\"rule\":\"b\",\"decision\":\"deny\"},"
                                    + "{\"decision\":\"deny\"}],\"candidate\":{\"decision\":\"deny\","
                                    + "\"rule\":\"c\",\"revision\":\"9f\"}}"))
                .endsWith(
                        ",mask,,'=a (redact),few (3 of 10 left in 60 s),\"b would deny; the default"
                                + " would deny\",c of 9f would deny\r\n");
        assertThat(line(null)).endsWith(",mask,,,,,\r\n");
    }
}
