package io.agentgate.policy.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentgate.policy.Facts;
import io.agentgate.policy.PolicyException;
import io.agentgate.policy.PolicySet;
import io.agentgate.policy.Rule;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One policy, spelled in three ways, for whom it is, and what is refused in each. */
class PolicySyntaxTest {
    private static final String TOML =
            """
            default = "deny"
            [metadata]
            name = "team"
            version = "1"
            [[rules]]
            id = "read"
            servers = ["files", "wiki-*"]
            tools = ["read_*", "list"]
            agents = ["claude", "cursor-*"]
            roles = ["staff"]
            action = "allow"
            condition = "arguments.path matches '^/data'"
            """;
    private static final String YAML =
            """
            default: deny
            metadata: {name: team, version: "1"}
            rules:
              - id: read
                servers: [files, wiki-*]
                tools:
                  - read_*
                  - list
                agents: [claude, cursor-*]
                roles: [staff]
                action: allow
                condition: arguments.path matches '^/data'
            """;
    private static final String JSON =
            """
            {"default": "deny",
             "metadata": {"name": "team", "version": "1"},
             "rules": [{"id": "read", "servers": ["files", "wiki-*"], "tools": ["read_*", "list"],
               "agents": ["claude", "cursor-*"], "roles": ["staff"], "action": "allow",
               "condition": "arguments.path matches '^/data'"}]}
            """;

    private static PolicySet parse(String syntax) throws PolicyException {
        return switch (syntax) {
            case "toml" -> PolicyText.parse(TOML, "p.toml");
            case "yaml" -> PolicyText.parse(YAML, "p.yaml");
            default -> PolicyText.parse(JSON, "p.json");
        };
    }

    @ParameterizedTest
    @CsvSource({
        "files, read_x, claude, staff, false",
        "wiki-2, list, cursor-9, staff, false",
        "crm, read_x, claude, staff, true",
        "files, write, claude, staff, true",
        "files, lists, claude, staff, true",
        "files, read_x, codex, staff, true",
        "files, read_x, claude, guest, true",
    })
    void saysTheSameInEachSyntax(
            String server, String tool, String agent, String role, boolean denied)
            throws PolicyException {
        for (String syntax : Set.of("toml", "yaml", "json")) {
            PolicySet set = parse(syntax);
            Facts facts =
                    new Facts(
                            server,
                            tool,
                            agent,
                            Set.of("other", role),
                            () -> io.agentgate.policy.Json.members("{`path`:`/data/1`}"),
                            Instant.EPOCH,
                            null);
            assertThat(set.decide(facts).denied()).as(syntax).isEqualTo(denied);
        }
    }

    @ParameterizedTest
    @CsvSource({"toml, 5", "yaml, 4", "json, 3"})
    void knowsWhereItsRulesStand(String syntax, int line) throws PolicyException {
        Rule rule = parse(syntax).rules().getFirst();

        assertThat(rule.position().line()).isEqualTo(line);
    }

    @Test
    void saysWhatKeepsACallerOut() throws PolicyException {
        Facts facts = new Facts("files", "list", "codex", () -> null, Instant.EPOCH);

        assertThat(parse("toml").explain(facts).lines())
                .singleElement()
                .satisfies(
                        line -> assertThat(line.failing()).isEqualTo("agents = claude, cursor-*"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "p.json | {\"metadata\":{},\"metadata\":{}}              | p.json:1:26: Duplicate",
                "p.json | [1]                                            | p.json:1:1: the file",
                "p.json | {\"metadata\":{\"name\":\"a\"} x               | p.json:1:",
                "p.json | {\"default\":\"deny\",\"rulez\":[]}             | unknown key `rulez`",
                "p.json | {\"default\":\"deny\",\"rules\":[1]}            | must be a table, not a"
                        + " whole",
                "p.yaml | default: [deny]                                | p.yaml:1:10: `default`"
                        + " must",
                "p.yaml | default: deny\\n"
                        + "default: allow                 | p.yaml:2:1: `default` stands",
                "p.yaml | default: &x deny                               | p.yaml:1:10: anchors",
                "p.yaml | default: !!binary aGk=                         | p.yaml:1:10: tags",
                "p.yaml | - deny                                         | p.yaml:1:1: the file",
                "p.yaml | default: deny\\n\\trules: []                   | p.yaml:2:1:",
                "p.yaml | policy: {default: deny, rule: []}              | unknown key `rule`",
                "p.yaml | policy: {default: maybe}                       | unknown decision"
                        + " `maybe`",
            })
    void refusesWhatItCannotRead(String file, String text, String words) {
        String policy = text.replace("\\n", "\n").replace("\\t", "\t");

        assertThatThrownBy(() -> PolicyText.parse(policy, file))
                .isInstanceOf(PolicyException.class)
                .hasMessageContaining(words);
    }

    @Test
    void refusesNamesThatAreForNobody() {
        String rule = "[metadata]\nname='n'\nversion='1'\n[[rules]]\nid='a'\naction='deny'\n";

        assertThatThrownBy(() -> PolicyText.parse(rule + "tools=[]\n", "p.toml"))
                .hasMessageContaining("p.toml:7:7: `tools` is empty");
        assertThatThrownBy(() -> PolicyText.parse(rule + "tools='a'\n", "p.toml"))
                .hasMessageContaining("`tools` must be an array of strings");
        assertThatThrownBy(() -> PolicyText.parse(rule + "tool='a'\ntools=['b']\n", "p.toml"))
                .hasMessageContaining("either `tool` or `tools`");
        assertThatThrownBy(() -> PolicyText.parse(rule + "tool='a'\nagents=['']\n", "p.toml"))
                .hasMessageContaining("`agents` holds an empty string");
    }
}
