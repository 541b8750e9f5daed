package io.agentgate.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallCsvTest {

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
        assertThat(CallCsv.field(text)).isEqualTo("'" + text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\t=1", "\r=1", "\n=1", "\r\n\t @x", "=1,2", "=1;2"})
    void formulaWithASeparatorIsQuotedText(String text) {
        assertThat(CallCsv.field(text)).isEqualTo("\"'" + text + '"');
    }

    @ParameterizedTest
    @ValueSource(strings = {"read_file", "a=1", "a -1", " read", "größe", "\uFF21=", "", " "})
    void otherTextStaysAsItIs(String text) {
        assertThat(CallCsv.field(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            delimiter = ' ',
            value = {"a,b \"a,b\"", "a;b \"a;b\"", "a\"b \"a\"\"b\""})
    void separatorsAndQuotesAreQuoted(String text, String field) {
        assertThat(CallCsv.field(text)).isEqualTo(field);
    }

    @Test
    void numbersAndTimesAreNoFormulas() {
        assertThat(CallCsv.field(-1L)).isEqualTo("-1");
        assertThat(CallCsv.field(Instant.EPOCH)).isEqualTo("1970-01-01T00:00:00Z");
        assertThat(CallCsv.field(null)).isEmpty();
    }
}
