package io.agentgate.proxy.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentgate.gateway.credential.UpstreamCredential;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CredentialSettingsTest {
    private static final String PREFIX = "AGENTGATE_UPSTREAM_CREDENTIAL_";

    @Test
    void whereNothingIsSaidNothingIsShown() throws Exception {
        assertThat(new CredentialSettings(Map.of()).credential())
                .isEqualTo(new UpstreamCredential.None());
    }

    @ParameterizedTest
    @CsvSource({
        "bearer, TOKEN=${env:T}, Bearer",
        "header, HEADER=X-Key;VALUE=${file:/run/key}, Header",
        "basic, USER=${env:U};PASSWORD=${env:P}, Basic",
        "client_credentials,"
                + " TOKEN_ENDPOINT=https://idp/token;CLIENT_ID=a;CLIENT_SECRET=${env:S},"
                + " ClientCredentials",
        "token_exchange, TOKEN_ENDPOINT=https://idp/token;CLIENT_ID=a;CLIENT_SECRET=${env:S},"
                + " TokenExchange"
    })
    void eachKindIsRead(String kind, String values, String type) throws Exception {
        assertThat(settings(kind, values).credential().getClass().getSimpleName()).isEqualTo(type);
    }

    @ParameterizedTest
    @CsvSource({
        "magic, X=1, KIND must be none",
        "bearer, TOKEN=, TOKEN is needed",
        "bearer, TOKEN=${env:T};USER=${env:U}, USER has no place in this kind",
        "none, TOKEN=the-secret-itself, TOKEN has no place in this kind",
        "bearer, TOKEN=the-secret-itself, TOKEN must be ${env:NAME}",
        "header, VALUE=${env:V}, HEADER is needed",
        "client_credentials, TOKEN_ENDPOINT=ftp://x/;CLIENT_ID=a;CLIENT_SECRET=${env:S},"
                + " TOKEN_ENDPOINT must be a plain http",
        "client_credentials, TOKEN_ENDPOINT=https://x/;CLIENT_ID=a, CLIENT_SECRET is needed"
    })
    void whatCannotBeUsedIsNamedAndNotShown(String kind, String values, String problem) {
        assertThatThrownBy(() -> settings(kind, values).credential())
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith(PREFIX + problem)
                .hasMessageNotContaining("the-secret-itself");
    }

    private static CredentialSettings settings(String kind, String values) {
        Map<String, String> environment = new HashMap<>();
        environment.put(PREFIX + "KIND", kind);
        for (String pair : values.split(";")) {
            int equals = pair.indexOf('=');
            environment.put(PREFIX + pair.substring(0, equals), pair.substring(equals + 1));
        }
        return new CredentialSettings(environment);
    }
}
