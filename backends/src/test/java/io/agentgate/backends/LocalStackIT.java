package io.agentgate.backends;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stack whose services were not built; e2e starts whole ones. */
@NullMarked
class LocalStackIT {
    private static final URI UPSTREAM = URI.create("http://127.0.0.1:8000/mcp");

    @Test
    void aServiceThatIsNotBuiltIsAnErrorThatNamesTheBuild(@TempDir Path root) throws IOException {
        Plan plan = Plan.before(UPSTREAM, "demo");
        assertThatThrownBy(() -> LocalStack.start(plan, new Built(root)))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "policy-service is not built:"
                                + " ./mvnw -DskipTests -pl policy-service -am package");
        Path built = root.resolve("policy-service/target/quarkus-app/quarkus-run.jar");
        Files.createDirectories(built.getParent());
        Files.createFile(built);
        assertThatThrownBy(() -> LocalStack.start(plan, new Built(root)))
                .hasMessageStartingWith("audit-service is not built");
        assertThatThrownBy(() -> LocalStack.start(plan.withoutAudit(), new Built(root)))
                .hasMessageStartingWith("proxy-service is not built");
    }
}
