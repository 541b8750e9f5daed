package io.agentgate.gateway.credential;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretReferenceTest {
    @Test
    void namesAVariableOrAFile() {
        assertThat(SecretReference.parse("${env:TOKEN_1}"))
                .contains(new SecretReference.Environment("TOKEN_1"));
        assertThat(SecretReference.parse(" ${file:/run/secrets/a b} "))
                .contains(new SecretReference.File(Path.of("/run/secrets/a b")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "secret",
                "${TOKEN}",
                "${env:}",
                "${env:A-B}",
                "${file:relative}",
                "${file:}",
                "Bearer ${env:A}",
                "${env:A}${env:B}",
                "${vault:x}"
            })
    void whatIsNoReferenceIsNone(String text) {
        assertThat(SecretReference.parse(text)).isEmpty();
    }
}
