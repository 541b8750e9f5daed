package io.agentgate.gateway.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworksTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "10.1.2.3, 10.1.2.3, true",
        "10.1.2.3, 10.1.2.4, false",
        "10.1.2.0/31, 10.1.2.1, true",
        "10.1.2.0/31, 10.1.2.2, false",
        "10.1.255.0/23, 10.1.254.9, true",
        "0.0.0.0/0, 8.8.8.8, true",
        "0.0.0.0/0, ::1, false",
        "fd00::/8, fdff::1, true",
        "fd00::/8, fe00::1, false",
        "::1, 0:0:0:0:0:0:0:1, true",
        "::1, 127.0.0.1, false",
        "10.0.0.0/8, proxy.example, false",
        "10.0.0.0/8, '', false"
    })
    void addressBelongsWhereItsFirstBitsAreThoseOfTheNetwork(
            String network, String address, boolean belongs) {
        assertThat(Networks.of(List.of("192.0.2.1", network)).contain(address)).isEqualTo(belongs);
    }

    @Test
    void noNetworkHoldsAnything() {
        assertThat(Networks.NONE.contain("127.0.0.1")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "::/129", "a.b", "*"})
    void whatIsNoNetworkIsNamed(String text) {
        assertThat(Networks.isOne(text)).isFalse();
        assertThatThrownBy(() -> Networks.of(List.of(text)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("`" + text + "` is not an address or a network");
    }
}
