package io.agentgate.gateway.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.protocol.Frame;
import io.agentgate.protocol.JsonWriter;
import io.agentgate.protocol.Value;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MembersTest {
    private static Value object(String json) {
        return Value.of(Frame.of(json.getBytes(UTF_8)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|{}",
                "{\"x\":1}|{}",
                "{ \"x\" : 1 }|{  }",
                "{\"x\":1,\"a\":2}|{\"a\":2}",
                "{\"a\":2,\"x\":{\"y\":[1]}}|{\"a\":2}",
                "{\"x\":1,\"y\":2,\"a\":3,\"x\\u0079\":4}|{\"a\":3,\"x\\u0079\":4}",
                "{\"a\":1, \"\\u0078\":2 , \"y\":3, \"b\":4}|{\"a\":1, \"b\":4}",
                "{\"x\":1, \"y\":2}|{}"
            })
    void membersGoWithTheirCommas(String before, String after) {
        Value object = object(before);
        assertThat(Members.splice(object.frame(), Members.without(object, Set.of("x", "y"))).text())
                .isEqualTo(after);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|{\"n\":true}",
                "{\"x\":1}|{\"n\":true}",
                "{\"a\":1}|{\"a\":1,\"n\":true}",
                "{\"a\":1,\"x\":2}|{\"a\":1,\"n\":true}",
                "{\"x\":1,\"a\":2 }|{\"a\":2 ,\"n\":true}"
            })
    void othersTakeTheirPlaceBehindAllThatStay(String before, String after) {
        Value object = object(before);
        JsonWriter added = new JsonWriter().beginObject().name("n").value(true).endObject();
        assertThat(
                        Members.splice(object.frame(), Members.changed(object, Set.of("x"), added))
                                .text())
                .isEqualTo(after);
    }
}
