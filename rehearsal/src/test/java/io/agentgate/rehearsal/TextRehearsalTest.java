package io.agentgate.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.agentgate.policy.PolicyException;
import io.agentgate.policy.ToolHints;
import io.agentgate.protocol.JsonWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextRehearsalTest {
    private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");
    private static final KnownHints NOTHING = (server, tool) -> null;
    private static final String HEAD = "[metadata]\nname = \"p\"\nversion = \"1\"\n";
    private static final String NO_RM =
            HEAD
                    + "[[rules]]\nid = \"no-rm\"\ntool = \"bash\"\naction = \"deny\"\n"
                    + "condition = \"arguments.cmd matches '^rm'\"\n";

    private static JsonNode json(JsonWriter written) {
        return Decisions.tree(new String(written.toBytes(), StandardCharsets.UTF_8));
    }

    private static PastCall call(String id, String command) {
        String arguments = "{\"cmd\":\"" + command + "\"}";
        return new PastCall(id, NOON, "shell", "bash", "claude", arguments, false);
    }

    @Test
    void textThatDoesNotLoadIsAnsweredWithItsErrors() {
        JsonNode told =
                json(
                        TextRehearsal.lint(
                                HEAD + "[[rules]]\nid = \"a\"\ntool = \"x\"\naction = \"deni\"\n",
                                TextRehearsal.POLICY));

        assertThat(told.path("errors")).hasSize(1);
        assertThat(told.path("errors").path(0).path("line").intValue()).isEqualTo(7);
        assertThat(told.path("errors").path(0).path("message").textValue())
                .startsWith("unknown action `deni`");
        assertThat(told.path("findings")).isEmpty();
    }

    @Test
    void whatWasHardlyMeantIsFoundInATextThatLoads() {
        JsonNode told =
                json(
                        TextRehearsal.lint(
                                "{\"name\":\"p\",\"rules\":[{\"id\":\"A\",\"action\":\"deny\",\"tools\":[\"x\"]},"
                                    + "{\"id\":\"B\",\"action\":\"deny\",\"tools\":[\"x\"]}]}",
                                "policy.json"));

        assertThat(told.path("errors")).isEmpty();
        assertThat(told.path("findings").findValuesAsText("message"))
                .anySatisfy(message -> assertThat(message).contains("`B` can never be reached"));
    }

    @Test
    void noFileIsOpenedForAText(@TempDir Path directory) throws IOException {
        Path other = Files.writeString(directory.resolve("other.toml"), NO_RM);
        String text = "include = [\"" + other + "\"]\n" + HEAD;

        JsonNode told = json(TextRehearsal.lint(text, directory.resolve("p.toml").toString()));

        assertThat(told.path("errors")).isNotEmpty();
        assertThatThrownBy(() -> TextRehearsal.explain(text, "{\"server\":\"s\"}", NOTHING, NOON))
                .isInstanceOf(PolicyException.class)
                .hasMessageContaining("policy.toml:1:");
    }

    @Test
    void callIsJudgedAsAGatewayWouldAtTheTimeItComes() throws Exception {
        String closed =
                HEAD
                        + "[[rules]]\nid = \"night\"\ntool = \"bash\"\naction = \"deny\"\n"
                        + "condition = \"time.hour >= 18\"\n";
        String call = "{\"server\":\"shell\",\"tool\":\"bash\",\"arguments\":{\"cmd\":\"ls\"}}";

        JsonNode byDay = Decisions.tree(TextRehearsal.explain(closed, call, NOTHING, NOON));
        JsonNode byNight =
                Decisions.tree(
                        TextRehearsal.explain(closed, call, NOTHING, NOON.plusSeconds(8 * 3600)));

        assertThat(byDay.path("decision").textValue()).isEqualTo("allow");
        assertThat(byNight.path("decision").textValue()).isEqualTo("deny");
        assertThat(byNight.path("rule").textValue()).isEqualTo("night");
        assertThat(byNight.path("policy").textValue()).isEqualTo("policy.toml");
        assertThat(byNight.path("trace").path(0).path("matches").textValue()).isEqualTo("true");
    }

    @Test
    void callIsJudgedByWhatItsServerHasListedUnlessItSaysSoItself() throws Exception {
        String readsOnly =
                HEAD
                        + "[[rules]]\n"
                        + "id = \"writes\"\n"
                        + "tool = \"*\"\n"
                        + "annotations = { readOnlyHint = false }\n"
                        + "action = \"deny\"\n";
        KnownHints listed =
                (server, tool) ->
                        server.equals("db") && tool.equals("look")
                                ? new ToolHints(true, false, true, false)
                                : null;

        assertThat(decision(readsOnly, "\"tool\":\"look\"", listed)).isEqualTo("allow");
        assertThat(decision(readsOnly, "\"tool\":\"look\"", NOTHING)).isEqualTo("deny");
        assertThat(decision(readsOnly, "\"tool\":\"drop\"", listed)).isEqualTo("deny");
        assertThat(
                        decision(
                                readsOnly,
                                "\"tool\":\"look\",\"annotations\":{\"readOnlyHint\":false}",
                                listed))
                .isEqualTo("deny");
    }

    private static String decision(String policy, String members, KnownHints hints)
            throws Exception {
        String call = "{\"server\":\"db\"," + members + "}";
        return Decisions.tree(TextRehearsal.explain(policy, call, hints, NOON))
                .path("decision")
                .textValue();
    }

    @Test
    void callThatIsNoneIsRefusedByItsPlace() {
        assertThatThrownBy(() -> TextRehearsal.explain(NO_RM, "{\"tol\":1}", NOTHING, NOON))
                .isInstanceOf(PolicyException.class)
                .hasMessageContaining("call.json:1:");
    }

    @Test
    void recordedCallsThatWouldBeDecidedOtherwiseAreCounted() throws Exception {
        JsonNode told =
                json(
                        TextRehearsal.diff(
                                HEAD,
                                NO_RM,
                                (since, reader) -> {
                                    assertThat(since).isEqualTo(NOON);
                                    List.of(call("1", "ls"), call("2", "rm -r"), call("3", "rm x"))
                                            .forEach(reader::read);
                                    reader.leftOut();
                                },
                                NOON));

        assertThat(told.path("calls").intValue()).isEqualTo(3);
        assertThat(told.path("changed").intValue()).isEqualTo(2);
        assertThat(told.path("left_out").intValue()).isEqualTo(1);
        JsonNode group = told.path("groups").path(0);
        assertThat(group.path("old").textValue()).isEqualTo("allow");
        assertThat(group.path("new").textValue()).isEqualTo("deny (no-rm)");
        assertThat(group.path("examples").path(1).textValue()).isEqualTo("3");
    }

    @Test
    void noCallIsReadForAPolicyThatDoesNotLoad() {
        assertThatThrownBy(
                        () ->
                                TextRehearsal.diff(
                                        HEAD,
                                        "x",
                                        (since, reader) -> {
                                            throw new IOException("asked");
                                        },
                                        NOON))
                .isInstanceOf(PolicyException.class);
    }

    @Test
    void callsThatCannotBeReadAreSaidToBe() {
        assertThatThrownBy(
                        () ->
                                TextRehearsal.diff(
                                        HEAD,
                                        NO_RM,
                                        (since, reader) -> {
                                            throw new IOException("the records are away");
                                        },
                                        NOON))
                .isInstanceOf(IOException.class)
                .hasMessage("the records are away");
    }
}
