package io.agentgate.proxy.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenFormTest {
    private final TokenForm form = new TokenForm(Set.of("RS256", "ES256"));

    @Test
    void aSignedTokenIsWorthVerifying() {
        assertThat(form.problem(token("{\"alg\":\"RS256\",\"typ\":\"at+jwt\"}"))).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "HS256", "RS1", ""})
    void anAlgorithmOffTheListIsNotTaken(String algorithm) {
        assertThat(form.problem(token("{\"alg\":\"" + algorithm + "\"}")))
                .contains("algorithm that is not taken");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a.b", "a.b.c.d.e", "....", "{}.{}.{}"})
    void whatIsNoSignedTokenIsToldSo(String token) {
        assertThat(form.problem(token)).isEqualTo("the token is not a signed JWT");
    }

    @Test
    void aHeaderThatIsNoJsonIsNoToken() {
        assertThat(form.problem(token("[]"))).isEqualTo("the token is not a signed JWT");
        assertThat(form.problem(token("{\"alg\":1}"))).isEqualTo("the token is not a signed JWT");
    }

    @Test
    void aTokenThatAsksForExtensionsIsNotTaken() {
        assertThat(form.problem(token("{\"alg\":\"RS256\",\"crit\":[\"x\"]}")))
                .contains("extensions");
    }

    @Test
    void aTokenBeyondTheLimitIsNotEvenLookedAt() {
        assertThat(form.problem("x".repeat(TokenForm.MAX_LENGTH + 1))).contains("too long");
    }

    static String token(String header) {
        return part(header) + "." + part("{\"sub\":\"a\"}") + ".c2lnbmF0dXJl";
    }

    private static String part(String json) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
