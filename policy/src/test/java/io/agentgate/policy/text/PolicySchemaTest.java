package io.agentgate.policy.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.agentgate.policy.Json;
import io.agentgate.policy.Method;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicySchemaTest {
    private final JsonNode schema = Json.tree(PolicySchema.json());
    private final JsonNode rule = schema.at("/properties/rules/items");

    private static List<String> names(JsonNode properties) {
        List<String> names = new ArrayList<>();
        properties.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void hasTheKeysThatAreRead() {
        assertThat(names(schema.path("properties"))).isEqualTo(PolicyText.FILE_KEYS);
        assertThat(names(rule.path("properties"))).isEqualTo(RuleKeys.names(RuleKeys.all()));
        assertThat(schema.path("additionalProperties").isBoolean()).isTrue();
        assertThat(rule.at("/properties/methods/items/enum").size())
                .isEqualTo(Method.values().length);
    }

    @Test
    void refusesKeysOfOtherActions() {
        assertThat(rule.at("/allOf/1/if/properties/action/const").asText()).isEqualTo("deny");
        assertThat(names(rule.at("/allOf/1/then/properties")))
                .contains("pattern", "max_calls")
                .doesNotContain("message");
    }
}
