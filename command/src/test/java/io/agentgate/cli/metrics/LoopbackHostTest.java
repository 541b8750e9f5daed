package io.agentgate.cli.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopbackHostTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LocalHost:9464",
                "127.0.0.1",
                "127.0.0.1:9464",
                "[::1]",
                "[::1]:9464"
            })
    void thisMachineIsServed(String host) {
        assertThat(LoopbackHost.isNamedBy(List.of(host))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":9464",
                "evil.example",
                "evil.example:9464",
                "localhost.evil.example",
                "evil.example@localhost",
                "localhost:evil",
                "localhost:9464:9464",
                "127.0.0.1.nip.example:9464",
                "127.0.0.2",
                "::1",
                "[::1",
                "[::1]evil",
                "localhost, evil.example"
            })
    void anyOtherNameIsNot(String host) {
        assertThat(LoopbackHost.isNamedBy(List.of(host))).isFalse();
    }

    @Test
    void requestNamesOneHost() {
        assertThat(LoopbackHost.isNamedBy(null)).isFalse();
        assertThat(LoopbackHost.isNamedBy(List.of())).isFalse();
        assertThat(LoopbackHost.isNamedBy(List.of("localhost", "localhost"))).isFalse();
    }
}
