package io.agentgate.cluster.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BundleSettingsTest {
    private static final ServiceToken TOKEN = new ServiceToken("secret-of-proxies");

    private static BundleSettings settings(String service, String replica) {
        return new BundleSettings(URI.create(service), TOKEN, replica, "1", Path.of("home"));
    }

    @Test
    void textFormShowsNoSecret() {
        assertThat(settings("http://localhost:8081", "proxy-0").toString())
                .contains("proxy-0")
                .doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "line\nbreak", "pässword"})
    void secretThatCannotStandInAHeaderIsRefusedAndNotShown(String secret) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ServiceToken(secret))
                .withMessageNotContainingAny("two", "break", "ssword");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:8081", "ftp://localhost", "http:/x", "http://me:pw@host"})
    void addressThatIsNotOneOfAServiceIsRefused(String service) {
        assertThatIllegalArgumentException().isThrownBy(() -> settings(service, "proxy-0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", "a/b", "a b"})
    void replicaThatTheServiceWouldRefuseIsRefused(String replica) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings("http://localhost:8081", replica));
    }
}
