package io.agentgate.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderValueTest {
    @ParameterizedTest
    @ValueSource(strings = {"read_file", "a b", "us-west1", "~", "=?base64?", "x=?base64?YQ==?="})
    void whatAHeaderCanHoldStandsAsItIs(String text) {
        assertThat(HeaderValue.encode(text)).isEqualTo(text);
        assertThat(HeaderValue.decode(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " outer",
                "outer ",
                "two\r\nlines",
                "\ttab",
                "größe",
                "日本",
                "=?base64?YQ==?=",
                "\u0000"
            })
    void whatItCannotHoldIsEncoded(String text) {
        String header = HeaderValue.encode(text);

        assertThat(header).startsWith("=?base64?").endsWith("?=");
        assertThat(header.chars()).allMatch(c -> c > ' ' && c <= '~');
        assertThat(HeaderValue.decode(header)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"=?base64?ZGVsZXRlX2ZpbGU=?=,delete_file", "'  read_file\t',read_file"})
    void blanksAroundAValueAreNoneOfIt(String header, String text) {
        assertThat(HeaderValue.decode(header)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=?base64?not base64?=",
                "=?base64?Y?=",
                "=?base64?SGVsbG8?=",
                "=?base64?YR==?=",
                "=?base64?/w==?=",
                "caf\u00e9"
            })
    void whatCannotBeDecodedIsNothing(String header) {
        assertThat(HeaderValue.decode(header)).isNull();
    }

    @Test
    void theMarksAreCaseSensitive() {
        assertThat(HeaderValue.decode("=?BASE64?ZGVsZXRlX2ZpbGU=?="))
                .isEqualTo("=?BASE64?ZGVsZXRlX2ZpbGU=?=");
    }
}
