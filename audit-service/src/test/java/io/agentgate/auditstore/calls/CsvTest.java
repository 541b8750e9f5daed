package io.agentgate.auditstore.calls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1+1",
                "+1",
                "-1",
                "@SUM(A1)",
                " =1",
                "  \u00A0\u3000=1",
                "\uFEFF=1",
                "\u200B+1",
                "\0=1",
                "\uFF1D1",
                "\uFF0B1",
                "\uFF0D1",
                "\uFF20SUM(A1)",
                "\uFE661",
                "\u22121",
                " \uFF1D1"
            })
    void formulaIsText(String text) {
        assertThat(Csv.field(text)).isEqualTo("'" + text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\t=1", "\r=1", "\n=1", "\r\n\t @x", "=1,2", "=1;2"})
    void formulaWithASeparatorIsQuotedText(String text) {
        assertThat(Csv.field(text)).isEqualTo("\"'" + text + '"');
    }

    @ParameterizedTest
    @ValueSource(strings = {"read_file", "a=1", "a -1", " read", "größe", "\uFF21=", "", " "})
    void otherTextStaysAsItIs(String text) {
        assertThat(Csv.field(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            delimiter = ' ',
            value = {"a,b \"a,b\"", "a;b \"a;b\"", "a\"b \"a\"\"b\""})
    void separatorsAndQuotesAreQuoted(String text, String field) {
        assertThat(Csv.field(text)).isEqualTo(field);
    }

    @Test
    void numbersAndTimesAreNoFormulas() {
        assertThat(Csv.field(-1L)).isEqualTo("-1");
        assertThat(Csv.field(Instant.EPOCH)).isEqualTo("1970-01-01T00:00:00Z");
        assertThat(Csv.field(null)).isEmpty();
    }

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
        assertThat(Csv.HEADER)
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
