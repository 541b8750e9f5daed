package io.agentgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agentgate.embedded.files.CallerKeyFile;
import io.agentgate.gateway.caller.Caller;
import io.agentgate.gateway.caller.KnownKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code agentgate keys}, from the first key to its end. */
@Timeout(120)
class KeysIT {
    private static final String KEY = "agk_[0-9a-z]{8}_[0-9A-Za-z]{43}\n";

    @TempDir private Path directory = Path.of("");

    private Path home() {
        return directory.resolve("home");
    }

    private Path file() {
        return home().resolve("keys.toml");
    }

    private Gateway.Ended keys(String... words) {
        List<String> command = new ArrayList<>(List.of("keys"));
        command.addAll(List.of(words));
        return Gateway.run(home(), Gateway.command(command));
    }

    private String created(String... words) {
        List<String> command = new ArrayList<>(List.of("create"));
        command.addAll(List.of(words));
        Gateway.Ended ended = keys(command.toArray(String[]::new));
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(ended.out()).matches(KEY);
        return ended.out().strip();
    }

    private static String idOf(String key) {
        return key.substring(4, 12);
    }

    private JsonNode listed(int index) throws IOException {
        Gateway.Ended ended = keys("list", "--json");
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        return new ObjectMapper().readTree(ended.out()).get("keys").get(index);
    }

    private @Nullable Caller verify(String key) throws Exception {
        return new KnownKeys(new CallerKeyFile(file()).read()).verify(key, Instant.now());
    }

    private void refused(int exitCode, String reason, String... words) {
        Gateway.Ended ended = keys(words);
        assertThat(ended.exitCode()).as(ended.err()).isEqualTo(exitCode);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).startsWith("agentgate: ").contains(reason);
    }

    @Test
    void createdKeyIsGoodUntilItIsRevoked() throws Exception {
        String key = created("ci");
        assertThat(verify(key)).isEqualTo(new Caller("ci"));

        Gateway.Ended revoked = keys("revoke", idOf(key));
        assertThat(revoked.exitCode()).isZero();
        assertThat(revoked.out()).isEqualTo("Key " + idOf(key) + " of ci is revoked.\n");
        assertThat(verify(key)).isNull();
        assertThat(listed(0).get("state").textValue()).isEqualTo("revoked");

        String again = file().toString() + Files.readString(file());
        assertThat(keys("revoke", idOf(key)).out()).contains("was revoked already");
        assertThat(file().toString() + Files.readString(file())).isEqualTo(again);
    }

    @Test
    void keyIsShownOnceAndKeptNowhere() throws Exception {
        String key = created("ci");
        String secret = key.substring(13);

        Gateway.Ended list = keys("list");
        assertThat(list.out())
                .contains(idOf(key))
                .contains("never")
                .contains("active")
                .doesNotContain(secret)
                .doesNotContain("sha256");
        assertThat(keys("list", "--json").out()).doesNotContain(secret).doesNotContain("sha256");
        assertThat(file()).content().doesNotContain(secret);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }

    @Test
    void foundKeyIsRevokedByItself() throws Exception {
        String key = created("ci");

        assertThat(keys("revoke", key).exitCode()).isZero();
        assertThat(verify(key)).isNull();

        Gateway.Ended part = keys("revoke", key.substring(0, 40));
        assertThat(part.exitCode()).isEqualTo(64);
        assertThat(part.err()).contains("not a whole key").doesNotContain(key.substring(13, 40));
    }

    @Test
    void replacedKeyStaysGoodForTheOverlap() throws Exception {
        String old = created("ci", "--expires", "90d");
        String next = created("--rotate", idOf(old), "--expires", "90d", "--overlap", "1h");

        assertThat(verify(old)).isEqualTo(new Caller("ci"));
        assertThat(verify(next)).isEqualTo(new Caller("ci"));
        Instant end = Instant.parse(listed(0).get("expires").textValue());
        Instant made = Instant.parse(listed(1).get("created").textValue());
        assertThat(Duration.between(made, end)).isEqualTo(Duration.ofHours(1));
        assertThat(listed(0).get("state").textValue()).isEqualTo("expiring");
        assertThat(listed(1).get("state").textValue()).isEqualTo("active");

        created("--rotate", idOf(next), "--expires", "never", "--overlap", "0s");
        assertThat(verify(next)).isNull();
        assertThat(listed(1).get("state").textValue()).isEqualTo("expired");
    }

    @Test
    void scriptGetsKeyAndItsDataAsJson() throws Exception {
        Gateway.Ended ended = keys("create", "Build \"7\"", "--expires", "1d", "--json");
        JsonNode json = new ObjectMapper().readTree(ended.out());

        assertThat(verify(json.get("key").textValue())).isEqualTo(new Caller("Build \"7\""));
        assertThat(json.get("caller").textValue()).isEqualTo("Build \"7\"");
        assertThat(json.get("id").textValue()).isEqualTo(idOf(json.get("key").textValue()));
        assertThat(json.get("revoked").isNull()).isTrue();
    }

    @Test
    void mistakesAreExplainedAndChangeNothing() throws Exception {
        String id = idOf(created("ci", "--expires", "90d"));
        String before = Files.readString(file());
        String near = (id.charAt(0) == 'z' ? 'y' : 'z') + id.substring(1);

        refused(64, "did you mean `" + id + "` of ci?", "revoke", near);
        refused(64, "did you mean `" + id + "` of ci?", "create", "--rotate", near);
        refused(64, "`agentgate keys list` shows all", "revoke", "something-else");
        refused(64, "name the caller", "create");
        refused(64, "begins or ends with a blank", "create", " ci");
        refused(64, "cannot be printed", "create", "c\u202ei");
        refused(64, "--expires takes", "create", "ci", "--expires", "soon");
        refused(64, "--expires takes", "create", "ci", "--expires", "0d");
        refused(64, "--overlap goes with --rotate", "create", "ci", "--overlap", "1h");
        refused(64, "is of ci", "create", "anna", "--rotate", id, "--expires", "1d");
        refused(64, "say --expires", "create", "--rotate", id);
        assertThat(file()).hasContent(before);

        assertThat(keys("revoke", id).exitCode()).isZero();
        refused(64, "is revoked and cannot", "create", "--rotate", id, "--expires", "1d");
    }

    @Test
    void keyThatCannotBeShownIsNotPassedOverInSilence() {
        Gateway.Ended ended =
                Gateway.run(
                        home(),
                        List.of(
                                "sh",
                                "-c",
                                "\"$0\" keys create ci > /dev/full",
                                Gateway.command(List.of()).getFirst()));

        assertThat(ended.exitCode()).isEqualTo(74);
        assertThat(ended.err()).contains("could not be written out").contains("keys revoke ");
    }

    @Test
    void fileThatIsWrongOrOpenIsRefusedAndFoundByTheDoctor() throws Exception {
        created("ci");
        assertThat(Gateway.run(home(), "doctor").out()).contains("keys.toml, 1 can be used");

        String good = Files.readString(file());
        Files.writeString(file(), good.replace("caller", "caler"));
        refused(78, file() + ":5:1: unknown name; valid here: id, caller", "list");
        refused(78, file() + ":5:1: ", "create", "ci");
        assertThat(Gateway.run(home(), "doctor").exitCode()).isEqualTo(1);

        Files.writeString(file(), good);
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r--r--"));
        refused(78, "chmod 600 " + file(), "list");
        assertThat(Gateway.run(home(), "doctor").out()).contains("chmod 600 " + file());
    }

    @Test
    void commandsAtTheSameTimeLoseNoKey() throws Exception {
        List<String> made = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<String>> running = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                String caller = "agent-" + i;
                running.add(threads.submit(() -> created(caller)));
            }
            for (Future<String> one : running) {
                made.add(one.get());
            }
        }
        for (int i = 0; i < 4; i++) {
            assertThat(verify(made.get(i))).isEqualTo(new Caller("agent-" + i));
        }
    }
}
