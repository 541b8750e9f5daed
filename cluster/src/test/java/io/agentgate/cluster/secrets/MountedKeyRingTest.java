package io.agentgate.cluster.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentgate.gateway.keys.KeyRing;
import io.agentgate.testkit.keys.KeyRingContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MountedKeyRingTest extends KeyRingContract {
    @TempDir private Path directory;
    private final SecureRandom random = new SecureRandom();

    @Override
    protected KeyRing open() throws IOException {
        return open("here");
    }

    @Override
    protected KeyRing openElsewhere() throws IOException {
        return open("elsewhere");
    }

    private KeyRing open(String place) throws IOException {
        return MountedKeyRing.open(made(place + ".audit"), made(place + ".session"));
    }

    private Path made(String name) throws IOException {
        Path file = directory.resolve(name);
        return Files.exists(file) ? file : Files.write(file, key());
    }

    private byte[] key() {
        byte[] key = new byte[32];
        random.nextBytes(key);
        return key;
    }

    @Test
    void keysMayBeSpelledOut() throws Exception {
        byte[] key = key();
        Path hex =
                Files.writeString(directory.resolve("hex"), HexFormat.of().formatHex(key) + "\n");
        Path base64 =
                Files.writeString(
                        directory.resolve("base64"),
                        Base64.getEncoder().encodeToString(key) + "\n");

        assertThat(MountedKeyRing.open(hex, base64).auditKey()).isEqualTo(key);
        assertThat(MountedKeyRing.open(hex, base64).sessionKey()).isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "0123456789abcdef0123456789abcde"})
    void whatIsNoKeyIsToldSoAndNotShown(String content) throws Exception {
        Path wrong = Files.writeString(directory.resolve("wrong.key"), content);

        assertThatThrownBy(() -> MountedKeyRing.open(wrong, made("session")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("wrong.key does not hold a key of 32 bytes")
                .hasMessageNotContaining(content);
    }

    @Test
    void emptyFileIsNoKey() throws Exception {
        Path empty = Files.createFile(directory.resolve("empty.key"));

        assertThatThrownBy(() -> MountedKeyRing.open(made("audit"), empty))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("empty.key does not hold a key of 32 bytes");
    }

    @Test
    void fileThatEverybodyMayWriteIsNoSecret() throws Exception {
        Path open = made("open.key");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--rw-"));

        assertThatThrownBy(() -> MountedKeyRing.open(made("audit"), open))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("open.key may be written by everybody");
    }

    @Test
    void fileThatIsMissingIsNamed() {
        assertThatThrownBy(
                        () ->
                                MountedKeyRing.open(
                                        directory.resolve("no.key"), directory.resolve("x")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("there is no key file")
                .hasMessageContaining("no.key");
    }
}
