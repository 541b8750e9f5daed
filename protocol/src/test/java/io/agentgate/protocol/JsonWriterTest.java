package io.agentgate.protocol;

import static io.agentgate.protocol.Scans.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class JsonWriterTest {
    @Test
    void everyKindOfValueIsWritten() {
        JsonWriter json = new JsonWriter().beginObject();
        json.name("a").beginArray().value(1).value("x").value(0.5).value(true).nullValue();
        json.endArray().name("b").beginObject().endObject().name("c").raw(utf8("[ ]")).endObject();
        assertThat(text(json)).isEqualTo("{\"a\":[1,\"x\",0.5,true,null],\"b\":{},\"c\":[ ]}");
    }

    @Test
    void textIsEscapedAsFarAsNeeded() {
        assertThat(new String(JsonWriter.quote("\"\\\b\f\n\r\t\u0001/é😀"), StandardCharsets.UTF_8))
                .isEqualTo("\"\\\"\\\\\\b\\f\\n\\r\\t\\u0001/é😀\"");
    }

    @Test
    void loneSurrogateIsWrittenAsEscape() {
        assertThat(JsonWriter.quote("a\uD83Db\uDE00")).isEqualTo(utf8("\"a\\ud83db\\ude00\""));
    }

    @Test
    void whatIsNoJsonIsNotWritten() {
        assertThatIllegalArgumentException().isThrownBy(() -> new JsonWriter().value(Double.NaN));
        assertThatIllegalStateException().isThrownBy(() -> new JsonWriter().beginArray().toBytes());
        assertThatIllegalStateException().isThrownBy(() -> new JsonWriter().endArray());
    }

    private static String text(JsonWriter json) {
        return new String(json.toBytes(), StandardCharsets.UTF_8);
    }
}
