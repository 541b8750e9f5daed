package io.agentgate.transports.entrance;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CredentialsTest {
    private static final String HERE = "192.0.2.1";
    private static final Login BY_KEY = new Login.Accepted("key", true);
    private static final Login BY_TOKEN = new Login.Accepted("token", true);

    private boolean keysExist = true;

    private final Authentication keys =
            new Authentication() {
                @Override
                public Login login(@Nullable String credential, String address) {
                    return keysExist ? BY_KEY : Login.ANONYMOUS;
                }

                @Override
                public boolean isRequired() {
                    return keysExist;
                }
            };

    private final Authentication credentials =
            new Credentials(
                    keys,
                    (credential, address) ->
                            credential == null ? Bearer.missing("a token is needed") : BY_TOKEN);

    @Test
    void aKeyIsToldByItsPrefix() {
        assertThat(credentials.login("Bearer agk_1_2", HERE)).isEqualTo(BY_KEY);
        assertThat(credentials.login("bearer  agk_1_2", HERE)).isEqualTo(BY_KEY);
        assertThat(credentials.login("Bearer eyJ.e30.x", HERE)).isEqualTo(BY_TOKEN);
    }

    @Test
    void whatLooksLikeAKeyIsNobodysWhileThereAreNoKeys() {
        keysExist = false;

        assertThat(credentials.login("Bearer agk_1_2", HERE)).isEqualTo(BY_TOKEN);
    }

    @Test
    void callersAreAskedEvenWithoutKeys() {
        keysExist = false;

        assertThat(credentials.isRequired()).isTrue();
        assertThat(credentials.login(null, HERE)).isInstanceOf(Login.Denied.class);
    }
}
