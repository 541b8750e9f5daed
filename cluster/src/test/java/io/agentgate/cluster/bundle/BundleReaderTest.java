package io.agentgate.cluster.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentgate.gateway.killswitch.KillSwitch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BundleReaderTest {
    private static final String TEXT = "metadata = {name = 'p', version = '1'}";

    /** Every member on a line of its own; the last of each object is one nobody knows. */
    private static final String WHOLE =
            """
            {
            "revision":7,
            "policy":{
            "revision":3,
            "hash":"%s",
            "format":"toml",
            "text":"%s",
            "new":1},
            "roles":[{
            "name":"dba",
            "claims":["realm_access/roles=dba"],
            "new":{"a":[1,2.5,true,false,null]}}],
            "apiKeys":[{
            "id":"0123abcd",
            "caller":"ci",
            "hash":"sha256:%s",
            "created":"2026-11-20T12:00:00Z",
            "expires":null,
            "revoked":"2026-11-21T12:00:00.123456Z",
            "new":null}],
            "killSwitches":[{
            "id":"k1",
            "scope":"tool",
            "server":"db",
            "name":"drop_*",
            "reason":"too dangerous",
            "since":"2026-11-20T12:00:00Z",
            "new":"x"}],
            "new":[]}
            """
                    .formatted(Bundles.hash(TEXT), TEXT, "0".repeat(64));

    private static ActiveBundle read(String json) throws BundleException {
        return BundleReader.read(json.getBytes(UTF_8));
    }

    private static String problem(String json) {
        List<String> problems = new ArrayList<>();
        assertThatThrownBy(() -> read(json))
                .isInstanceOfSatisfying(
                        BundleException.class, wrong -> problems.add(wrong.problem()));
        return problems.getFirst();
    }

    @Test
    void wholeBundleIsReadWhateverElseItHolds() throws BundleException {
        ActiveBundle bundle = read(WHOLE);

        assertThat(bundle.revision()).isEqualTo(7);
        assertThat(bundle.policies().metadata().name()).isEqualTo("p");
        assertThat(bundle.keys().size()).isOne();
        assertThat(bundle.roles().of(Map.of("realm_access", Map.of("roles", List.of("dba")))))
                .containsExactly("dba");
        assertThat(bundle.switches().all())
                .containsExactly(
                        new KillSwitch(
                                "k1",
                                new KillSwitch.OfTool(
                                        KillSwitch.Names.of("db"), KillSwitch.Names.of("drop_*")),
                                "too dangerous",
                                Instant.parse("2026-11-20T12:00:00Z")));
    }

    @Test
    void switchOfASessionIsRead() throws BundleException {
        ActiveBundle bundle =
                read(
                        WHOLE.replace("\"scope\":\"tool\"", "\"scope\":\"session\"")
                                .replace("\"server\":\"db\"", "\"server\":null"));

        assertThat(bundle.switches().all())
                .extracting(KillSwitch::scope)
                .containsExactly(new KillSwitch.OfSession(KillSwitch.Names.of("drop_*")));
    }

    /** Each member that is known, by where it is and how its line begins. */
    static Stream<Arguments> members() {
        List<Arguments> members = new ArrayList<>();
        String at = "";
        for (String line : WHOLE.lines().skip(1).toList()) {
            String name = line.substring(1, line.indexOf('"', 1));
            if (!name.equals("new")) {
                members.add(Arguments.of(at + name, line));
            }
            if (line.endsWith("{")) {
                at = name + (line.endsWith("[{") ? "[0]." : ".");
            } else if (name.equals("new")) {
                at = "";
            }
        }
        return members.stream();
    }

    @ParameterizedTest
    @MethodSource("members")
    void memberThatIsMissingIsNamed(String path, String line) {
        String renamed = line.replaceFirst("^\"", "\"not-");

        assertThat(problem(WHOLE.replace("\n" + line, "\n" + renamed)))
                .isEqualTo(path + " is missing");
    }

    @ParameterizedTest
    @MethodSource("members")
    void memberOfAnotherTypeIsNamed(String path, String line) {
        String name = line.substring(0, line.indexOf(':') + 1);
        String mistyped =
                WHOLE.replace(
                        "\n" + line,
                        "\n" + name + "-1.5,\"old\"" + line.substring(name.length() - 1));

        assertThat(problem(mistyped)).startsWith(path + " is not ");
    }

    @Test
    void everyKnownMemberIsTried() {
        assertThat(members().map(member -> member.get()[0]))
                .hasSize(23)
                .contains("policy.text", "apiKeys[0].revoked", "killSwitches[0].since");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    "revision":7            | "revision":-7           | revision is negative
                    "format":"toml"         | "format":"cedar"        | policy.format is not one that this proxy reads; it reads toml
                    "hash":"sha256:0        | "hash":"sha256:x        | apiKeys[0].hash is not sha256: and 64 hexadecimal digits
                    "id":"0123abcd"         | "id":"01-3abcd"         | apiKeys[0].id is not the id of a key
                    "caller":"ci"           | "caller":" ci"          | apiKeys[0].caller begins or ends with a blank
                    "2026-11-20T12:00:00Z"  | "yesterday"             | apiKeys[0].created is not a moment such as 2026-01-31T12:00:00Z
                    "scope":"tool"          | "scope":"region"        | killSwitches[0].scope is not one that this proxy knows
                    "scope":"tool"          | "scope":"all"           | killSwitches[0].server does not go with this scope
                    "scope":"tool"          | "scope":"server"        | killSwitches[0].name does not go with this scope
                    "scope":"tool"          | "scope":"agent"         | killSwitches[0].server does not go with this scope
                    "scope":"tool"          | "scope":"session"       | killSwitches[0].server does not go with this scope
                    "name":"drop_*"         | "name":" "              | killSwitches[0].name is empty
                    "name":"drop_*"         | "name":null             | killSwitches[0].name is missing
                    "reason":"too dangerous"| "reason":""             | killSwitches[0].reason is empty
                    "realm_access/roles=dba"| "dba"                   | roles[0].claims[0] is not path=value
                    "realm_access/roles=dba"| "a=b",5                 | roles[0].claims[1] is not a text
                    """)
    void memberWithAnImpossibleValueIsNamed(String good, String bad, String problem) {
        assertThat(problem(WHOLE.replaceFirst(Pattern.quote(good), bad))).isEqualTo(problem);
    }

    @Test
    void policyThatDoesNotLoadIsToldWithItsPlace() {
        String wrong = "default = 'perhaps'";

        assertThat(problem(Bundles.of(1, wrong)))
                .startsWith("policy.text does not load: policy.toml:1:")
                .endsWith("(and 1 more)");
    }

    @Test
    void textThatIsNotTheOneThatWasActivatedIsRefused() {
        assertThat(problem(WHOLE.replace("version = '1'", "version = '2'")))
                .isEqualTo("policy.hash is not that of the text");
    }

    @Test
    void withoutAPolicyEverythingIsDenied() throws BundleException {
        assertThat(read(Bundles.of(1, null)).policies()).isSameAs(ActiveBundle.NO_POLICY);
    }

    @Test
    void oneIdForTwoIsRefused() {
        String one =
                WHOLE.substring(WHOLE.indexOf("[{\n\"id\":\"k1\"") + 1, WHOLE.lastIndexOf("],"));

        assertThat(problem(WHOLE.replace(one, one + "," + one)))
                .isEqualTo("killSwitches[1].id is there twice");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "7",
                "{",
                "{\"revision\":1",
                "{\"revision\":1,\"revision\":1}",
                "{} {}",
                "{\"a\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
                "<html>"
            })
    void whatIsNoBundleIsRefused(String text) {
        assertThat(problem(text)).startsWith("the bundle ");
    }
}
