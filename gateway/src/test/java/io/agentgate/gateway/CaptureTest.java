package io.agentgate.gateway;

import static io.agentgate.gateway.TestGateway.call;
import static io.agentgate.gateway.TestGateway.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentgate.gateway.audit.Payload;
import io.agentgate.gateway.redact.CaptureSettings;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CaptureTest {

    private static byte[] hmac(String text) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(TestGateway.KEY, "HmacSHA256"));
        return mac.doFinal(text.getBytes(UTF_8));
    }

    private static Payload arguments(TestGateway gateway) {
        return Objects.requireNonNull(gateway.decisions().getLast().arguments());
    }

    private static Payload result(TestGateway gateway) {
        return Objects.requireNonNull(gateway.outcomes().getLast().result());
    }

    @Nested
    class WithEverything extends GatewayTest {
        @Test
        void smallPayloadIsKeptWholeAndSealed() throws Exception {
            gateway.forwarded(call("1", "a", "{ \"x\" : 1 }"));

            assertThat(arguments(gateway))
                    .isEqualTo(
                            new Payload(
                                    "{ \"x\" : 1 }".getBytes(UTF_8), 11, hmac("{ \"x\" : 1 }")));
            assertThat(arguments(gateway).truncated()).isFalse();
        }

        @Test
        void largePayloadIsCutBetweenCharactersAndSealedWhole() throws Exception {
            String large = text("ü".repeat(100_000));
            gateway.forwarded(call("1", "a", "{}"));
            gateway.delivered(TestGateway.result("1", large));

            Payload kept = result(gateway);
            assertThat(kept.head())
                    .hasSizeBetween(Payload.MAX_HEAD_BYTES - 1, Payload.MAX_HEAD_BYTES);
            assertThat(large).startsWith(kept.text());
            assertThat(kept.fullLength()).isEqualTo(large.getBytes(UTF_8).length);
            assertThat(kept.hmac()).isEqualTo(hmac(large));
            assertThat(kept.truncated()).isTrue();
        }

        @Test
        void sealIsOverTheRedactedText() throws Exception {
            gateway.policy(
                    """
                    [[rules]]
                    id = "key"
                    tool = "*"
                    action = "redact"
                    pattern = "secret"
                    [[rules]]
                    id = "nothing"
                    tool = "*"
                    action = "deny"
                    """);

            gateway.refused(call("1", "a", "{\"x\":\"secret\"}"));

            assertThat(arguments(gateway).hmac()).isEqualTo(hmac("{\"x\":\"[REDACTED]\"}"));
        }

        @Test
        void secretBehindTheCutIsNotHalfKept() {
            gateway.policy("[[rules]]\nid='k'\ntool='*'\naction='redact'\npattern='secret'\n");
            int before = Payload.MAX_HEAD_BYTES - "{\"x\":\"".length() - 3;

            gateway.forwarded(call("1", "a", "{\"x\":\"" + "a".repeat(before) + "secret\"}"));

            assertThat(arguments(gateway).text()).endsWith("aaa[RE");
        }
    }

    @Nested
    class WithNothing extends GatewayTest {
        @Override
        CaptureSettings captured() {
            return new CaptureSettings(false, false, 100);
        }

        @Test
        void noPayloadIsKept() {
            gateway.forwarded(call("1", "a", "{\"x\":1}"));
            gateway.delivered(TestGateway.result("1", text("x")));

            assertThat(gateway.decisions().getFirst().arguments()).isNull();
            assertThat(gateway.outcomes().getFirst().result()).isNull();
        }
    }

    @Nested
    class WithLengthsOnly extends GatewayTest {
        @Override
        CaptureSettings captured() {
            return new CaptureSettings(true, true, 0);
        }

        @Test
        void lengthAndSealAreKeptWithoutText() throws Exception {
            gateway.forwarded(call("1", "a", "{\"x\":1}"));

            assertThat(arguments(gateway))
                    .isEqualTo(new Payload(new byte[0], 7, hmac("{\"x\":1}")));
        }
    }

    @Test
    void impossibleSizesAreRefused() {
        assertThatThrownBy(() -> new CaptureSettings(true, true, -1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CaptureSettings(true, true, Payload.MAX_HEAD_BYTES + 1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
