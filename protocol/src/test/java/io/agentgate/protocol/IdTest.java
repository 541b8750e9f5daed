package io.agentgate.protocol;

import static io.agentgate.protocol.Scans.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class IdTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "1,1.0",
                "1,1e0",
                "100,1E+2",
                "0,-0",
                "0,0.0e9",
                "10,0.1e2",
                "12345678901234567890,12345678901234567890.0",
                "-1,-1.00",
                "999999999999999999,999999999999999999.0",
                "\"a\",\"\\u0061\"",
                "\"/\",\"\\/\""
            })
    void spellingsOfOneValueAreOneId(String one, String other) {
        assertThat(id(one)).isEqualTo(id(other)).hasSameHashCodeAs(id(other));
        assertThat(id(other)).isNotNull().hasToString(other);
    }

    @Test
    void stringIsNotTheNumberItSpells() {
        assertThat(id("1")).isNotEqualTo(id("\"1\""));
        assertThat(id("\"1\"")).isEqualTo(Id.of("1"));
        assertThat(id("-42")).isEqualTo(Id.of(-42));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.5",
                "1e-1",
                "1e999999999",
                "1e-999999999",
                "1e99999999999",
                "null",
                "{}",
                "[]",
                "true"
            })
    void whatIsNoIntegerIsNoId(String token) {
        assertThat(id(token)).isNull();
    }

    @Test
    void rawKeepsTheSpelling() {
        assertThat(Id.of("é\"").raw()).isEqualTo(utf8("\"é\\\"\""));
        assertThat(Id.of(5).raw()).isEqualTo(utf8("5"));
    }

    private static @Nullable Id id(String token) {
        byte[] bytes = utf8(token);
        return Id.fromToken(bytes, new Span(0, bytes.length));
    }
}
