package io.agentgate.transports.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IssuedTokenTest {
    private static IssuedToken read(String json) {
        return IssuedToken.read(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void readsATokenAndItsLife() {
        IssuedToken issued =
                read(
                        """
                        {"access_token":"a.b","more":{"access_token":"c"},"token_type":"bearer",\
                        "expires_in":"300"}\
                        """);

        assertThat(issued.token()).isEqualTo("a.b");
        assertThat(issued.lifetimeSeconds()).isEqualTo(300);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"access_token\":\"a\"}",
                "{\"access_token\":\"a\",\"token_type\":\"DPoP\"}",
                "{\"access_token\":\"a b\",\"token_type\":\"Bearer\"}",
                "{\"access_token\":\"a\\r\\nx: y\",\"token_type\":\"Bearer\"}",
                "{\"access_token\":\"\",\"token_type\":\"Bearer\"}",
                "{\"access_token\":1,\"token_type\":\"Bearer\"}",
                "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"expires_in\":0}",
                "{\"access_token\":\"a\",\"token_type\":\"Bearer\""
            })
    void whatCannotBeShownToAServerIsNoToken(String json) {
        assertThat(read(json).token()).isNull();
    }

    @Test
    void aTokenOfUnknownLifeIsUsedForAMinuteAtMost() {
        assertThat(read("{\"access_token\":\"a\",\"token_type\":\"Bearer\"}").lifetimeSeconds())
                .isEqualTo(60);
    }

    @Test
    void ofARefusalItsCodeAloneIsTold() {
        assertThat(read("{\"error\":\"invalid_grant\",\"error_description\":\"S\"}").error())
                .isEqualTo("invalid_grant");
        assertThat(read("{\"error\":\"the token eyJ is bad\"}").error()).isNull();
    }
}
