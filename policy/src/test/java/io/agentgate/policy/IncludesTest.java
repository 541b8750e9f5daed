package io.agentgate.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentgate.policy.text.Includes;
import io.agentgate.policy.text.PolicyText;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IncludesTest {
    private static final String HEAD = "metadata = {name = 'p', version = '1'}\n";

    private final Map<String, String> files = new HashMap<>();

    private final Includes includes =
            new Includes() {
                @Override
                public String resolve(String from, String path) {
                    int slash = from.lastIndexOf('/');
                    return slash < 0 ? path : from.substring(0, slash + 1) + path;
                }

                @Override
                public String read(String name) throws IOException {
                    String text = files.get(name);
                    if (text == null) {
                        throw new FileNotFoundException(name);
                    }
                    return text;
                }
            };

    private static String rule(String id) {
        return "[[rules]]\nid = '" + id + "'\ntool = '" + id + "'\naction = 'deny'\n";
    }

    private PolicySet read(String text) throws PolicyException {
        return PolicyText.parse(text, "p.toml", includes);
    }

    private void assertRefused(String text, String... problems) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOfSatisfying(
                        PolicyException.class,
                        refused ->
                                assertThat(refused.problems())
                                        .extracting(Problem::toString)
                                        .containsExactly(problems));
    }

    @Test
    void includedRulesStandBeforeThoseThatIncludeThem() throws PolicyException {
        files.put("a.toml", "includes = ['sub/b.yaml']\n" + rule("a"));
        files.put("sub/b.yaml", "rules:\n  - {id: b, tool: b, action: deny}\n");
        files.put("c.toml", HEAD + rule("c"));

        PolicySet set = read("includes = ['a.toml', 'c.toml']\n" + HEAD + rule("own"));

        assertThat(set.rules()).extracting(Rule::id).containsExactly("b", "a", "c", "own");
        assertThat(set.rules().getFirst().position()).hasToString("sub/b.yaml:2:5");
    }

    @Test
    void revisionIsThatOfAllTexts() throws PolicyException {
        String text = "includes = ['a.toml']\n" + HEAD;
        files.put("a.toml", rule("a"));
        String before = read(text).revision();
        files.put("a.toml", rule("b"));

        assertThat(read(text).revision()).isNotEqualTo(before);
        assertThat(PolicyText.parse(HEAD, "p.toml", includes).revision())
                .isEqualTo(PolicyText.revision(HEAD));
    }

    @Test
    void filesThatIncludeThemselvesAreRefused() {
        files.put("a.toml", "includes = ['b.toml']\n");
        files.put("b.toml", "includes = ['a.toml']\n");

        assertRefused(
                "includes = ['a.toml']\n" + HEAD,
                "b.toml:1:13: `a.toml` includes itself: p.toml -> a.toml -> b.toml -> a.toml");
    }

    @Test
    void problemsNameTheFileTheyAreIn() {
        files.put("a.toml", "default = 'deny'\n" + rule("x") + "nope = 1\n");
        files.put("b.toml", "= =");

        assertThatThrownBy(
                        () ->
                                read(
                                        "includes = ['a.toml', 'b.toml', 'c.toml', '/d.toml',"
                                                + " 'a.toml']\n"
                                                + HEAD
                                                + rule("x")))
                .hasMessageContaining("a.toml:1:1: `default` stands in the file that includes this")
                .hasMessageContaining("a.toml:6:1: unknown key `nope`")
                .hasMessageContaining("b.toml:1:1: ")
                .hasMessageContaining("`c.toml` cannot be read: FileNotFoundException")
                .hasMessageContaining("`/d.toml` is no relative path")
                .hasMessageContaining("`a.toml` is included already")
                .hasMessageContaining("rule id `x` is already taken by the rule at a.toml:2");
    }

    @Test
    void depthAndNumberAreBounded() {
        for (int i = 0; i < 12; i++) {
            files.put(i + ".toml", "includes = ['" + (i + 1) + ".toml']\n");
        }
        assertThatThrownBy(() -> read("includes = ['0.toml']\n" + HEAD))
                .hasMessageContaining("files are included deeper than 8");

        StringBuilder many = new StringBuilder("includes = [");
        for (int i = 100; i < 170; i++) {
            files.put(i + ".toml", "");
            many.append("'").append(i).append(".toml',");
        }
        assertThatThrownBy(() -> read(many + "]\n" + HEAD))
                .hasMessageContaining("more than 64 files are included");
    }

    @Test
    void aTextThatIsNoFileIncludesNothing() {
        assertThatThrownBy(() -> PolicyText.parse("includes = ['a.toml']\n" + HEAD, "policy.toml"))
                .hasMessageContaining("a policy that is no file cannot include others");
    }
}
