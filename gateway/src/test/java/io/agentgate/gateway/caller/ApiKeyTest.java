package io.agentgate.gateway.caller;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ApiKeyTest {
    private static final ApiKey KEY = ApiKey.generate(new SecureRandom());

    @Test
    void newKeyReadsPrefixIdAndSecret() {
        assertThat(KEY.reveal()).matches("agk_[0-9a-hjkmnp-tv-z]{8}_[0-9A-Za-z]{43}");
    }

    @Test
    void newKeysDiffer() {
        SecureRandom random = new SecureRandom();
        Set<String> keys = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            keys.add(ApiKey.generate(random).reveal());
        }
        assertThat(keys).hasSize(1_000);
    }

    @Test
    void keyIsReadAsItWasShown() {
        ApiKey read = Objects.requireNonNull(ApiKey.parse(KEY.reveal()));

        assertThat(read.id()).isEqualTo(KEY.id());
        assertThat(read.reveal()).isEqualTo(KEY.reveal());
    }

    @Test
    void nothingElseIsAKey() {
        String key = KEY.reveal();
        for (String wrong :
                List.of(
                        "",
                        " " + key,
                        key + " ",
                        key + "\n",
                        key.substring(1),
                        key.substring(0, key.length() - 1),
                        key + "0",
                        "AGK" + key.substring(3),
                        key.replaceFirst("_", "-"),
                        key.substring(0, 12) + "-" + key.substring(13),
                        key.substring(0, 11) + "__" + key.substring(13),
                        key.substring(0, 4) + "ILOU-._~" + key.substring(12),
                        key.substring(0, 55) + "\u00e9",
                        key.substring(0, 55) + "-",
                        "Bearer " + key)) {
            assertThat(ApiKey.parse(wrong)).as(wrong).isNull();
        }
    }

    @Test
    void textFormShowsTheIdAndNoSecret() {
        assertThat(KEY.toString()).isEqualTo("agk_" + KEY.id() + "_[redacted]");
        assertThat(SecretHash.of(KEY).toString()).isEqualTo("SecretHash[redacted]");
    }

    @Test
    void hashIsReadAsItIsStored() {
        SecretHash hash = SecretHash.of(KEY);

        assertThat(hash.reveal()).matches("sha256:[0-9a-f]{64}").doesNotContain(KEY.secret());
        assertThat(SecretHash.parse(hash.reveal())).isEqualTo(hash);
        assertThat(SecretHash.parse(hash.reveal().replace("sha256", "sha512"))).isNull();
        assertThat(SecretHash.parse(hash.reveal().substring(1))).isNull();
        assertThat(SecretHash.parse("sha256:" + "F".repeat(64))).isNull();
        assertThat(SecretHash.parse(KEY.reveal())).isNull();
    }
}
