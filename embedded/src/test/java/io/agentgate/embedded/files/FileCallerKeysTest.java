package io.agentgate.embedded.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentgate.gateway.caller.ApiKey;
import io.agentgate.gateway.caller.CallerKey;
import io.agentgate.testkit.caller.CallerKeysContract;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileCallerKeysTest extends CallerKeysContract {
    @TempDir Path temp;

    private final List<String> news = new ArrayList<>();
    private final CallerKeysListener listener =
            new CallerKeysListener() {
                @Override
                public void loaded(int keys) {
                    news.add("loaded " + keys);
                }

                @Override
                public void refused(String problem) {
                    news.add(problem);
                }
            };

    private Path path() {
        return temp.resolve("home").resolve("keys.toml");
    }

    private CallerKeyFile file() {
        return new CallerKeyFile(path());
    }

    private void write(List<CallerKey> keys) throws KeyFileException {
        file().change(before -> keys);
    }

    @Override
    protected FileCallerKeys open(List<CallerKey> keys) throws KeyFileException {
        write(keys);
        return new FileCallerKeys(path(), listener);
    }

    @Test
    void fileThatIsMissingHoldsNoKeys() throws Exception {
        FileCallerKeys keys = new FileCallerKeys(path(), listener);

        assertThat(keys.isEmpty()).isTrue();
        assertThat(keys.verify(newKey().reveal(), NOW)).isNull();
    }

    @Test
    void fileHoldsHashesAndNoKeyAndIsItsOwnersOnly() throws Exception {
        ApiKey key = newKey();
        open(List.of(entry(key)));

        assertThat(path()).content().contains(key.id()).doesNotContain(key.reveal().substring(13));
        assertThat(rights(path())).isEqualTo("rw-------");
        assertThat(rights(path().resolveSibling("keys.toml.lock"))).isEqualTo("rw-------");
        assertThat(rights(temp.resolve("home"))).isEqualTo("rwx------");
        try (Stream<Path> files = Files.list(temp.resolve("home"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("keys.toml", "keys.toml.lock");
        }
    }

    @Test
    void openRightsAreRefused() throws Exception {
        write(List.of(entry(newKey())));
        Files.setPosixFilePermissions(path(), PosixFilePermissions.fromString("rw-r-----"));

        assertThatThrownBy(() -> new FileCallerKeys(path(), listener))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining("chmod 600 " + path());
        assertThatThrownBy(() -> write(List.of())).isInstanceOf(KeyFileException.class);
    }

    @Test
    void directoryThatOthersMayChangeIsRefused() throws Exception {
        write(List.of(entry(newKey())));
        Path home = temp.resolve("home");
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxrwx---"));

        assertThatThrownBy(() -> new FileCallerKeys(path(), listener))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining("chmod 700 " + home);
    }

    @Test
    void fileThatIsNoTextIsRefused() throws Exception {
        write(List.of(entry(newKey())));
        Files.write(path(), new byte[] {(byte) 0xff});

        assertThatThrownBy(() -> new FileCallerKeys(path(), listener))
                .hasMessage(path() + " is not UTF-8 text");
    }

    @Test
    void fileThatIsTooLargeIsRefused() throws Exception {
        write(List.of(entry(newKey())));
        Files.writeString(path(), "#".repeat(1024 * 1024 + 1));

        assertThatThrownBy(() -> new FileCallerKeys(path(), listener))
                .hasMessageContaining("larger than");
    }

    @Test
    void changeThatRefusesChangesNothing() throws Exception {
        ApiKey key = newKey();
        write(List.of(entry(key)));

        assertThatThrownBy(
                        () ->
                                file().change(
                                                before -> {
                                                    throw new IllegalStateException("no");
                                                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(file().read()).containsExactly(entry(key));
    }

    @Test
    void changesAtTheSameTimeAreAllKept() throws Exception {
        int writers = 8;
        try (ExecutorService threads = Executors.newFixedThreadPool(writers)) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < writers; i++) {
                running.add(
                        threads.submit(
                                () -> {
                                    for (int n = 0; n < 5; n++) {
                                        file().change(before -> with(before, entry(newKey())));
                                    }
                                    return null;
                                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        }

        assertThat(file().read()).hasSize(5 * writers);
    }

    private static List<CallerKey> with(List<CallerKey> keys, CallerKey key) {
        List<CallerKey> more = new ArrayList<>(keys);
        more.add(key);
        return more;
    }

    private static void lookTwice(FileCallerKeys keys) {
        keys.look();
        keys.look();
    }

    @Test
    void revokedKeyIsRefusedFromTheNextLooksOn() throws Exception {
        ApiKey key = newKey();
        FileCallerKeys keys = open(List.of(entry(key)));
        assertThat(keys.verify(key.reveal(), NOW)).isEqualTo(CI);

        write(List.of(entry(key).revokedAt(NOW)));
        lookTwice(keys);

        assertThat(keys.verify(key.reveal(), NOW)).isNull();
        assertThat(news).containsExactly("loaded 1");
    }

    @Test
    void firstKeySwitchesAuthenticationOn() throws Exception {
        FileCallerKeys keys = new FileCallerKeys(path(), listener);
        ApiKey key = newKey();
        write(List.of(entry(key)));
        lookTwice(keys);

        assertThat(keys.isEmpty()).isFalse();
        assertThat(keys.verify(key.reveal(), NOW)).isEqualTo(CI);
    }

    @Test
    void emptiedFileLetsNobodyIn() throws Exception {
        ApiKey key = newKey();
        FileCallerKeys keys = open(List.of(entry(key)));
        Files.writeString(path(), "");
        lookTwice(keys);

        assertThat(keys.isEmpty()).isFalse();
        assertThat(keys.verify(key.reveal(), NOW)).isNull();
        assertThat(news).containsExactly("loaded 0");
    }

    @Test
    void deletedFileChangesNothingAndIsSpokenOfOnce() throws Exception {
        ApiKey key = newKey();
        FileCallerKeys keys = open(List.of(entry(key)));
        Files.delete(path());
        lookTwice(keys);
        lookTwice(keys);

        assertThat(keys.verify(key.reveal(), NOW)).isEqualTo(CI);
        assertThat(news).containsExactly(path() + " is missing");
    }

    @Test
    void fileThatIsWrongChangesNothingAndSaysWhere() throws Exception {
        ApiKey key = newKey();
        FileCallerKeys keys = open(List.of(entry(key)));
        Files.writeString(path(), "[[keys]]\nname = 1\n");
        lookTwice(keys);

        assertThat(keys.verify(key.reveal(), NOW)).isEqualTo(CI);
        assertThat(news).singleElement().asString().startsWith(path() + ":2:1: ");
    }

    private static String rights(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
