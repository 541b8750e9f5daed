package io.agentgate.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.agentgate.policy.PolicyException;
import io.agentgate.policy.text.Dialect;
import io.agentgate.policy.text.PolicyConversion;
import io.agentgate.policy.text.PolicyFile;
import io.agentgate.policy.text.PolicyText;
import io.agentgate.policy.text.Syntax;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Policies of other engines, and the same in our words, asked about the same calls. */
class ConvertedPolicyTest {
    @ParameterizedTest
    @EnumSource(Syntax.class)
    void convertedPolicyDecidesTheSame(Syntax syntax) throws Exception {
        int converted = 0;
        for (JsonNode example : Decisions.cases()) {
            String id = example.path("id").textValue();
            String name = Decisions.fileName(example);
            PolicyFile original;
            try {
                original = PolicyText.load(Decisions.policy(example), name);
            } catch (PolicyException refused) {
                continue;
            }
            String text = PolicyConversion.of(Decisions.policy(example), name, syntax).text();
            PolicyFile read =
                    PolicyText.load(text, "policy." + syntax.name().toLowerCase(Locale.ROOT));
            assertThat(read.dialect()).isEqualTo(Dialect.AGENTGATE);

            Judged before = Decisions.judged(example, original);
            Judged after = Decisions.judged(example, read);

            boolean audited = before.outcome() == Judged.Outcome.AUDIT;
            assertThat(after.outcome())
                    .as(id)
                    .isEqualTo(audited ? Judged.Outcome.ALLOW : before.outcome());
            // The limit of MCPGate has no name, and gets one.
            String rule =
                    original.dialect() == Dialect.MCPGATE
                                    && before.outcome() == Judged.Outcome.RATE_LIMITED
                            ? "rate_limit"
                            : before.rule();
            assertThat(after.rule()).as(id).isEqualTo(rule);
            assertThat(after.reason()).as(id).isEqualTo(before.reason());
            assertThat(after.forwarded()).as(id).isEqualTo(before.forwarded());
            converted++;
        }
        assertThat(converted).isGreaterThan(50);
    }
}
