package io.agentgate.cli.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentgate.cli.splice.Splice;
import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangesTest {
    private static final Slot SLOT = new Slot(List.of("mcpServers"), "x");

    @TempDir private Path directory = Path.of("");

    private Backups backups() {
        return new Backups(directory.resolve("home"), "cursor", () -> Instant.EPOCH);
    }

    private Draft draft(String name, String text) throws Exception {
        Path work = Files.createDirectories(directory.resolve("work"));
        Path file = work.resolve(name);
        if (!text.isEmpty()) {
            Files.writeString(file, text);
        }
        Draft draft = Draft.of(Snapshot.of(file), false);
        draft.change(SLOT, draft.now().insert(SLOT, Map.of("command", "c")));
        return draft;
    }

    @Test
    void fileThatChangedInTheMeantimeIsLeft() throws Exception {
        Draft draft = draft("f.json", "{}");
        Files.writeString(draft.snapshot().target(), "{\"theirs\": 1}");

        assertThatThrownBy(() -> new Changes(backups()).write("connect", List.of(draft)))
                .isInstanceOfSatisfying(
                        CommandException.class,
                        refused -> assertThat(refused.exitCode()).isEqualTo(ExitCode.IO))
                .hasMessageContaining("was changed by another program in the meantime");

        assertThat(draft.snapshot().target()).hasContent("{\"theirs\": 1}");
        assertThat(names()).containsExactly("f.json");
    }

    @Test
    void fileThatAppearedInTheMeantimeIsLeft() throws Exception {
        Draft draft = draft("f.json", "");
        Files.writeString(draft.snapshot().target(), "{}");

        assertThatThrownBy(() -> new Changes(backups()).write("connect", List.of(draft)))
                .hasMessageContaining("in the meantime");

        assertThat(draft.snapshot().target()).hasContent("{}");
    }

    @Test
    void ofTwoFilesBothAreWrittenOrNone() throws Exception {
        Draft first = draft("a.json", "{ }");
        Draft second = draft("b.json", "{}");
        Files.writeString(second.snapshot().target(), "{\"theirs\": 1}");

        assertThatThrownBy(() -> new Changes(backups()).write("import", List.of(first, second)))
                .isInstanceOf(CommandException.class);

        assertThat(first.snapshot().target()).hasContent("{ }");
        assertThat(backups().newest("import", first.snapshot().named())).isNull();
    }

    @Test
    void changesOfOneMomentAreKeptApart() throws Exception {
        Draft first = draft("a.json", "{}");
        Backup one = new Changes(backups()).write("connect", List.of(first));
        Draft second = draft("b.json", "{}");
        Backup two = new Changes(backups()).write("connect", List.of(second));

        assertThat(two.directory()).isNotEqualTo(one.directory());
        assertThat(one.directory().getFileName()).hasToString("19700101T000000.000Z");
        assertThat(Backup.read(one.directory())).isEqualTo(one);
        assertThat(Files.readString(one.directory().resolve("manifest.json")))
                .contains("\"existed\":true", Snapshot.hash(new byte[] {'{', '}'}));
    }

    @Test
    void changeBeyondItsEntryIsNotWritten() throws Exception {
        Draft draft = draft("a.json", "{\"a\": 1}");
        draft.change(SLOT, List.of(new Splice(6, 7, "2")));

        assertThatThrownBy(() -> new Changes(backups()).write("connect", List.of(draft)))
                .hasMessageContaining("beyond its entry");

        assertThat(draft.snapshot().target()).hasContent("{\"a\": 1}");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("work"))) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        }
    }
}
