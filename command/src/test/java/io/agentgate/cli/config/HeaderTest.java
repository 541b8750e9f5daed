package io.agentgate.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderTest {
    private static final Map<String, String> ENVIRONMENT =
            Map.of("TOKEN", "sk-$1-SECRET", "SPLIT", "sk-SECRET\r\nX-Admin: yes", "EMPTY", "");

    @ParameterizedTest
    @CsvSource({
        "X-Key: ${TOKEN}, sk-$1-SECRET",
        "Authorization:Bearer ${TOKEN}, Bearer sk-$1-SECRET",
        "X-Two: ${TOKEN}:${TOKEN}, sk-$1-SECRET:sk-$1-SECRET",
        "X-Plain: costs $5, costs $5",
    })
    void variableIsReplacedByItsText(String text, String value) throws HeaderException {
        assertThat(Header.parse(text).expanded(ENVIRONMENT).value()).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UNKNOWN", "EMPTY"})
    void missingVariableIsNamed(String variable) throws HeaderException {
        Header header = Header.parse("Authorization: Bearer sk-SECRET${" + variable + "}");

        assertThatThrownBy(() -> header.expanded(ENVIRONMENT))
                .isInstanceOf(HeaderException.class)
                .hasMessageContaining("`Authorization` needs the environment variable " + variable)
                .hasMessageNotContaining("SECRET");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sk-SECRET",
                ": sk-SECRET",
                "X Key: sk-SECRET",
                "X-Key: sk-SECRET${",
                "X-Key: sk-SECRET${1}",
                "X-Key: sk-SECRET\nX-Admin: yes",
                "X-Key:",
                "Host: SECRET",
                "mcp-session-id: SECRET",
                "Transfer-Encoding: chunked",
            })
    void wrongHeaderIsRefusedAndItsValueNotShown(String text) {
        assertThatThrownBy(() -> Header.parse(text))
                .isInstanceOf(HeaderException.class)
                .hasMessageNotContaining("SECRET");
    }

    @Test
    void variableCannotBeginAnotherHeader() throws HeaderException {
        Header header = Header.parse("X-Key: ${SPLIT}");

        assertThatThrownBy(() -> header.expanded(ENVIRONMENT))
                .hasMessageContaining("`X-Key`")
                .hasMessageNotContaining("SECRET");
    }

    @Test
    void textFormNeverShowsTheValue() throws HeaderException {
        assertThat(Header.parse("X-Key: sk-SECRET")).hasToString("X-Key: [redacted]");
    }
}
