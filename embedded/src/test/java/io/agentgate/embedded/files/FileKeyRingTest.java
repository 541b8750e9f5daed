package io.agentgate.embedded.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentgate.gateway.keys.KeyRing;
import io.agentgate.testkit.keys.KeyRingContract;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileKeyRingTest extends KeyRingContract {
    @TempDir Path temp;

    @Override
    protected KeyRing open() throws KeyFileException {
        return FileKeyRing.open(home());
    }

    @Override
    protected KeyRing openElsewhere() throws KeyFileException {
        return FileKeyRing.open(temp.resolve("elsewhere"));
    }

    private Path home() {
        return temp.resolve("not/made/yet");
    }

    private Path keyFile() {
        return home().resolve("keys/audit.key");
    }

    @Test
    void keyIsOneLineOfHexDigits() throws Exception {
        byte[] key = open().auditKey();

        assertThat(keyFile()).hasContent(HexFormat.of().formatHex(key) + "\n");
    }

    @Test
    void homeOfAnEarlierVersionKeepsItsKeyAndGetsTheOther() throws Exception {
        KeyRing before = open();
        Files.delete(keyFile().resolveSibling("session.key"));

        assertThat(open().auditKey()).isEqualTo(before.auditKey());
        assertThat(open().sessionKey()).hasSize(32).isNotEqualTo(before.sessionKey());
    }

    @Test
    void onlyTheOwnerHasRights() throws Exception {
        open();

        assertThat(rights(keyFile())).isEqualTo("rw-------");
        assertThat(rights(home().resolve("keys"))).isEqualTo("rwx------");
        assertThat(rights(home())).isEqualTo("rwx------");
    }

    @Test
    void nothingElseIsLeftInTheDirectory() throws Exception {
        open();

        try (Stream<Path> files = Files.list(home().resolve("keys"))) {
            assertThat(files)
                    .containsExactlyInAnyOrder(keyFile(), keyFile().resolveSibling("session.key"));
        }
    }

    @Test
    void openRightsAreRefused() throws Exception {
        open();
        Files.setPosixFilePermissions(keyFile(), PosixFilePermissions.fromString("rw-r-----"));

        assertThatThrownBy(this::open)
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining(keyFile().toString())
                .hasMessageContaining("chmod 600");
    }

    @Test
    void directoryThatOthersMayChangeIsRefused() throws Exception {
        open();
        Path keys = home().resolve("keys");
        Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rwxrwx---"));

        assertThatThrownBy(this::open)
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining("chmod 700 " + keys);
    }

    @Test
    void otherContentIsRefusedAndNeverShown() throws Exception {
        open();
        String digits = Files.readString(keyFile()).strip();
        for (String wrong :
                List.of("", "top-secret", digits + "00", digits.substring(2), "zz" + digits)) {
            Files.writeString(keyFile(), wrong);

            assertThatThrownBy(this::open)
                    .isInstanceOf(KeyFileException.class)
                    .hasMessageContaining(keyFile().toString())
                    .hasMessageContaining("64 hexadecimal digits")
                    .hasMessageNotContaining("secret")
                    .hasMessageNotContaining(digits.substring(2))
                    .hasNoCause();
        }
    }

    @Test
    void placeThatIsNoDirectoryIsNamed() throws Exception {
        Files.createDirectories(home());
        Files.writeString(home().resolve("keys"), "a file");

        assertThatThrownBy(this::open)
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining(keyFile().toString());
    }

    @Test
    void allWhoStartAtOnceAgreeOnOneKey() throws Exception {
        int starters = 16;
        for (int round = 0; round < 20; round++) {
            Path home = temp.resolve("round-" + round);
            CountDownLatch start = new CountDownLatch(1);
            Set<String> keys = new HashSet<>();
            try (ExecutorService threads = Executors.newFixedThreadPool(starters)) {
                List<Future<String>> results = new ArrayList<>();
                for (int i = 0; i < starters; i++) {
                    results.add(
                            threads.submit(
                                    () -> {
                                        start.await();
                                        byte[] key = FileKeyRing.open(home).auditKey();
                                        return HexFormat.of().formatHex(key);
                                    }));
                }
                start.countDown();
                for (Future<String> result : results) {
                    keys.add(result.get());
                }
            }

            assertThat(keys).hasSize(1);
        }
    }

    private static String rights(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
