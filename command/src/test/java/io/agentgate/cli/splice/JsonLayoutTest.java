package io.agentgate.cli.splice;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.cli.splice.JsonNode.ObjectNode;
import io.agentgate.cli.terminal.CommandException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonLayoutTest {
    private static final Map<String, Object> VALUE = Map.of("k", "v");

    private static JsonDocument read(String text) throws CommandException {
        return JsonReader.read(new SourceText(Path.of("f"), text));
    }

    private static ObjectNode root(JsonDocument document) {
        return Objects.requireNonNull(document.root().asObject());
    }

    @ParameterizedTest
    @CsvSource({
        "'{}', '{\"n\": {\"k\": \"v\"}}'",
        "'{ }', '{\"n\": {\"k\": \"v\"} }'",
        "'{\"a\":1}', '{\"a\":1, \"n\": {\"k\": \"v\"}}'",
        "'{\"a\":1,}', '{\"a\":1, \"n\": {\"k\": \"v\"},}'",
        "'{~}', '{~  \"n\": {~    \"k\": \"v\"~  }~}'",
        "'{~  \"a\": 1~}', '{~  \"a\": 1,~  \"n\": {~    \"k\": \"v\"~  }~}'",
        "'{~   \"a\": 1,~}', '{~   \"a\": 1,~   \"n\": {~      \"k\": \"v\"~   },~}'",
        "'{~  \"a\": 1 // c~}', '{~  \"a\": 1, // c~  \"n\": {~    \"k\": \"v\"~  }~}'",
        "'{~  \"a\": 1, /* c */ // d~}', '{~  \"a\": 1, /* c */ // d~  \"n\": {~    \"k\": \"v\"~ "
                + " },~}'",
        "'{~  // c~}', '{~  // c~  \"n\": {~    \"k\": \"v\"~  }~}'",
        "'{ // c~}', '{ // c~  \"n\": {~    \"k\": \"v\"~  }~}'",
        "'{~  \"a\": 1}', '{~  \"a\": 1,~  \"n\": {~    \"k\": \"v\"~  }}'",
        "'{ \"a\": 1,~  \"b\": 2~}', '{ \"a\": 1,~  \"b\": 2, \"n\": {\"k\": \"v\"}~}'",
    })
    void memberIsPutWhereItGrewAndTakenOutAgain(String before, String after) throws Exception {
        String old = before.replace('~', '\n');
        JsonDocument document = read(old);

        String text =
                Splice.apply(old, new JsonLayout(document).insert(root(document), "n", VALUE));

        assertThat(text).isEqualTo(after.replace('~', '\n'));
        JsonDocument now = read(text);
        ObjectNode object = root(now);
        String again =
                Splice.apply(
                        text,
                        new JsonLayout(now)
                                .remove(object, Objects.requireNonNull(object.member("n"))));
        assertThat(root(read(again)).plain()).isEqualTo(root(document).plain());
        boolean closesOnItsOwn = before.endsWith("~}") || before.indexOf('~') < 0;
        if (!root(document).members().isEmpty() && closesOnItsOwn) {
            assertThat(again).isEqualTo(old);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "a, '{\"b\": 2, \"c\": 3}'",
        "b, '{\"a\": 1, \"c\": 3}'",
        "c, '{\"a\": 1, \"b\": 2}'",
    })
    void memberOfOneLineIsTakenOut(String name, String left) throws Exception {
        String text = "{\"a\": 1, \"b\": 2, \"c\": 3}";
        JsonDocument document = read(text);
        ObjectNode object = root(document);

        String after =
                Splice.apply(
                        text,
                        new JsonLayout(document)
                                .remove(object, Objects.requireNonNull(object.member(name))));

        assertThat(root(read(after)).plain()).isEqualTo(root(read(left)).plain());
    }

    @ParameterizedTest
    @CsvSource({"0, '[2, /* , */ 3]'", "1, '[1, 3]'", "2, '[1, 2]'"})
    void elementIsTakenOut(int index, String left) throws Exception {
        String text = "[1, 2, /* , */ 3]";
        JsonDocument document = read(text);

        String after =
                Splice.apply(
                        text,
                        new JsonLayout(document)
                                .remove((JsonNode.ArrayNode) document.root(), index));

        assertThat(read(after).root().plain()).isEqualTo(read(left).root().plain());
    }
}
