package io.agentgate.gateway.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.protocol.JsonWriter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PayloadTest {

    private static String written(@Nullable Payload payload) {
        JsonWriter json = new JsonWriter();
        Payload.write(json, payload);
        return new String(json.toBytes(), UTF_8);
    }

    @Test
    void isWrittenOnOneLine() {
        byte[] text = "{\"a\":\r\n[1,\n\"b\\nc\"]}".getBytes(UTF_8);

        assertThat(written(new Payload(text, text.length, null)))
                .isEqualTo("{\"a\":  [1, \"b\\nc\"]}");
    }

    @Test
    void whatWasCutIsNamedByItsSize() {
        assertThat(written(new Payload("{\"a".getBytes(UTF_8), 70_000, null)))
                .isEqualTo("{\"_truncated\":true,\"original_size_bytes\":70000}");
    }

    @Test
    void absenceIsNull() {
        assertThat(written(null)).isEqualTo("null");
    }
}
