package io.agentgate.gateway.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsIT {
    private final Secrets secrets = new Secrets(Map.of("TOKEN", "SECRET", "BLANK", " "));
    private final List<String> problems = new ArrayList<>();
    private Path file;
    private SecretReference reference;

    @BeforeEach
    void place(@TempDir Path scratch) {
        file = scratch.resolve("token");
        reference = new SecretReference.File(file);
    }

    @Test
    void readsAVariable() throws SecretException {
        Secret secret = secrets.open(new SecretReference.Environment("TOKEN"));

        assertThat(secret.value()).isEqualTo("SECRET");
        assertThat(secret.toString() + secrets).contains("TOKEN").doesNotContain("SECRET");
    }

    @ParameterizedTest
    @ValueSource(strings = {"BLANK", "MISSING"})
    void aVariableThatIsEmptyIsNoSecret(String name) {
        assertThatThrownBy(() -> secrets.open(new SecretReference.Environment(name)))
                .isInstanceOf(SecretException.class)
                .hasMessage("${env:" + name + "} is not set or empty");
    }

    @Test
    void readsAFileWithoutItsLastLineEnd() throws Exception {
        Files.writeString(file, "one\r\n");

        assertThat(secrets.open(reference).value()).isEqualTo("one");
    }

    @Test
    void aFileThatChangesIsASecretThatChanges() throws Exception {
        Files.writeString(file, "one");
        Secret secret = secrets.open(reference);
        Files.writeString(file, "two\n");
        secrets.refresh(problems::add);

        assertThat(secret.value()).isEqualTo("two");
        assertThat(secrets.open(reference)).isSameAs(secret);
        assertThat(problems).isEmpty();
    }

    @Test
    void aFileThatIsGoneLeavesItsSecretAndIsSpokenOfOnce() throws Exception {
        Files.writeString(file, "one");
        Secret secret = secrets.open(reference);
        Files.delete(file);
        secrets.refresh(problems::add);
        secrets.refresh(problems::add);
        assertThat(secret.value()).isEqualTo("one");
        assertThat(problems).containsExactly("${file:" + file + "} is not there");

        Files.writeString(file, "two");
        secrets.refresh(problems::add);
        Files.delete(file);
        secrets.refresh(problems::add);
        assertThat(secret.value()).isEqualTo("two");
        assertThat(problems).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "SECRET\nx: y", "SECRET\u0000"})
    void whatNoHeaderMayHoldIsNoSecret(String content) throws IOException {
        Files.writeString(file, content);

        refused();
    }

    @Test
    void aFileThatIsTooLongIsNoSecret() throws IOException {
        Files.writeString(file, "S".repeat(Secret.MAX_BYTES + 1));

        refused();
    }

    private void refused() {
        assertThatThrownBy(() -> secrets.open(reference))
                .isInstanceOf(SecretException.class)
                .hasMessageContaining(file.toString())
                .hasMessageNotContaining("SECRET");
    }
}
