package io.agentgate.embedded.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentgate.gateway.killswitch.KillSwitch.Everything;
import io.agentgate.gateway.killswitch.KillSwitch.Names;
import io.agentgate.gateway.killswitch.KillSwitch.OfTool;
import io.agentgate.gateway.killswitch.SwitchBoardException;
import io.agentgate.testkit.killswitch.SwitchBoardContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileSwitchBoardTest extends SwitchBoardContract {
    private static final String GOOD =
            """
            {
              "switches": [
                {
                  "id": "a1",
                  "scope": "tool",
                  "server": null,
                  "name": "write_*",
                  "reason": "the disk burns",
                  "since": "2026-11-20T12:00:00Z",
                  "by": "ann"
                }
              ]
            }
            """;

    @TempDir Path temp;

    private Path path() {
        return temp.resolve("home").resolve("kill-switches.json");
    }

    @Override
    protected FileSwitchBoard open() {
        return new FileSwitchBoard(path(), () -> NOW);
    }

    private void write(String text) throws IOException {
        Files.createDirectories(temp.resolve("home"));
        Files.writeString(path(), text);
    }

    @Test
    void fileIsItsOwnersOnlyAndNothingElseIsLeft() throws Exception {
        open().set(order(new Everything()));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path())))
                .isEqualTo("rw-------");
        try (Stream<Path> files = Files.list(temp.resolve("home"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("kill-switches.json", "kill-switches.json.lock");
        }
    }

    @Test
    void fileThatSomebodyWroteIsRead() throws Exception {
        write(GOOD);

        assertThat(open().all())
                .singleElement()
                .satisfies(
                        one -> {
                            assertThat(one.by()).isEqualTo("ann");
                            assertThat(one.stop().scope())
                                    .isEqualTo(new OfTool(null, Names.of("write_*")));
                        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    "scope": "tool"       | "scope": "region"      | 5: `scope` is none of all, server, tool, agent, caller, session
                    "scope": "tool"       | "scope": "all"         | 7: `name` does not go with this scope
                    "scope": "tool"       | "scope": 5             | 5: `scope` is no text
                    "scope": "tool",      | ''                     | 3: `scope` is missing
                    "server": null        | "servers": null        | 6: unknown member `servers`; valid here: id, scope, server, name, reason, since, by
                    "name": "write_*"     | "name": ""             | 7: `name` is empty
                    "reason": "the disk burns" | "reason": null    | 8: `reason` is missing
                    2026-11-20T12:00:00Z  | yesterday              | 9: `since` is no time such as 2026-11-20T08:00:00Z
                    "by": "ann"           | "by": ["ann"]          | 10: `by` is no text
                    "a1"                  | "a/1"                  | 4: `id` is not made of 1 to 64 letters, digits, - and _
                    "switches"            | "switch"               | 2: unknown member `switch`; valid here: switches
                    """)
    void memberThatIsWrongIsNamedWithItsLine(String good, String bad, String problem)
            throws Exception {
        String text = GOOD.replace(good, bad);
        assertThat(text).isNotEqualTo(GOOD);
        write(text);
        assertThatThrownBy(() -> open().all())
                .isInstanceOf(SwitchBoardException.class)
                .hasMessage(path() + ":" + problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ''                        | is no JSON that can be used
                    {                         | is no JSON that can be used
                    {"switches":[],"switches":[]} | is no JSON that can be used
                    []                        | :1: is no object
                    {}                        | :1: `switches` is missing
                    {"switches":{}}           | :1: `switches` is no array
                    {"switches":[1]}          | :1: a switch is no object
                    """)
    void textThatHoldsNoSwitchesIsRefused(String text, String problem) throws Exception {
        write(text);

        assertThatThrownBy(() -> open().all())
                .isInstanceOf(SwitchBoardException.class)
                .hasMessageStartingWith(path().toString())
                .hasMessageContaining(problem);
    }

    @Test
    void lineOfWhatIsNoJsonIsNamed() throws Exception {
        write(GOOD.replace("\"by\": \"ann\"", "\"by\": ann"));

        assertThatThrownBy(() -> open().all())
                .hasMessageStartingWith(path() + ":10: is no JSON that can be used: ");
    }

    @Test
    void oneIdForTwoIsRefused() throws Exception {
        String one = GOOD.substring(GOOD.indexOf("    {"), GOOD.indexOf("\n  ]"));
        write(GOOD.replace(one, one + ",\n" + one));

        assertThatThrownBy(() -> open().all())
                .hasMessage(path() + ":13: `id` is that of the switch on line 3");
    }

    @Test
    void wrongFileIsNotReplaced() throws Exception {
        write("{}");

        assertThatThrownBy(() -> open().set(order(new Everything())))
                .isInstanceOf(SwitchBoardException.class);
        assertThatThrownBy(() -> open().lift("a1", "ben")).isInstanceOf(SwitchBoardException.class);

        assertThat(path()).content().isEqualTo("{}");
    }

    @Test
    void fileThatIsTooLargeIsRefused() throws Exception {
        write(" ".repeat(SwitchFileText.MAX_BYTES) + GOOD);

        assertThatThrownBy(() -> open().all()).hasMessageContaining("larger than");
    }

    @Test
    void fileThatOthersMayChangeIsRefused() throws Exception {
        write(GOOD);
        Files.setPosixFilePermissions(path(), PosixFilePermissions.fromString("rw-rw----"));

        assertThatThrownBy(() -> open().all())
                .isInstanceOf(SwitchBoardException.class)
                .hasMessageContaining("chmod 600 " + path());

        Files.setPosixFilePermissions(path(), PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(open().all()).hasSize(1);
        Files.setPosixFilePermissions(
                temp.resolve("home"), PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatThrownBy(() -> open().all())
                .hasMessageContaining("chmod 700 " + temp.resolve("home"));
    }
}
