package io.agentgate.cli.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VariablesTest {
    private final Variables variables = new Variables("/home/me");

    @ParameterizedTest
    @CsvSource({
        "${TOKEN}, ${TOKEN}",
        "$TOKEN, ${TOKEN}",
        "Bearer $TOKEN, Bearer ${TOKEN}",
        "${env:TOKEN}, ${TOKEN}",
        "${TOKEN:-x}, ${TOKEN}",
        "${input:my-token}, ${MY_TOKEN}",
        "${userHome}/x, /home/me/x",
        "costs $5 or $x, costs $5 or $x",
    })
    void referenceIsWrittenOurWay(String theirs, String ours) throws Exception {
        assertThat(variables.references(theirs)).isEqualTo(ours);
    }

    @ParameterizedTest
    @ValueSource(strings = {"${workspaceFolder}", "${/}", "${config:a.b}", "${command:x}", "${}"})
    void whatOnlyAnEditorKnowsIsRefused(String theirs) {
        assertThatThrownBy(() -> variables.references(theirs)).isInstanceOf(Untranslatable.class);
    }

    @ParameterizedTest
    @CsvSource({
        "--api-key=abc, --api-key=${X_API_KEY}",
        "Authorization: Bearer abc, Authorization: Bearer ${X_TOKEN}",
        "PGPASSWORD=hunter22, PGPASSWORD=${PGPASSWORD}",
        "FOO=sk-abcdef0123456789, FOO=${FOO}",
        "postgres://u:pw@host/db, ${X_SECRET}",
        "sk-abcdef0123456789, ${X_SECRET}",
        "0123456789abcdef0123456789abcdef, ${X_SECRET}",
        "--units=metric, --units=metric",
        "@scope/server@1.2.3, @scope/server@1.2.3",
        "/srv/data, /srv/data",
        "${KEY}, ${KEY}",
        "--token=${KEY}, --token=${KEY}",
    })
    void secretOfAnArgumentBecomesAReference(String theirs, String ours) throws Exception {
        assertThat(variables.arguments("x", List.of(theirs))).containsExactly(ours);
    }

    @Test
    void secretBehindAnOptionBecomesAReference() throws Exception {
        assertThat(variables.arguments("x", List.of("--token", "plain", "--verbose")))
                .containsExactly("--token", "${X_TOKEN}", "--verbose");
    }

    @ParameterizedTest
    @CsvSource({
        "-k, abc, ${X_K}",
        "-t, Abc9, ${X_T}",
        "-p, hunter22, ${X_P}",
        "-k, https://host/mcp, https://host/mcp",
        "-p, 8080, 8080",
        "-t, stdio, stdio",
        "-p, /srv/data, /srv/data",
    })
    void valueOfAShortOptionIsASecretUnlessItIsPlain(String option, String theirs, String ours)
            throws Exception {
        assertThat(variables.arguments("x", List.of(option, theirs))).containsExactly(option, ours);
    }

    @Test
    void oneNameForTwoSecretsBecomesTwo() throws Exception {
        assertThat(variables.values("a", Map.of("TOKEN", "one"))).containsValue("${TOKEN}");
        assertThat(variables.values("b", Map.of("TOKEN", "one"))).containsValue("${TOKEN}");
        assertThat(variables.values("c", Map.of("TOKEN", "two"))).containsValue("${C_TOKEN}");
        assertThat(variables.values("c", Map.of("TOKEN", "three"))).containsValue("${C_TOKEN_2}");
        assertThat(variables.reasons()).hasSize(3);
    }

    @Test
    void nameThatIsReferredToIsNoNameForASecret() throws Exception {
        variables.values("a", Map.of("KEY", "${TOKEN}"));

        assertThat(variables.values("b", Map.of("TOKEN", "one"))).containsValue("${B_TOKEN}");
    }
}
