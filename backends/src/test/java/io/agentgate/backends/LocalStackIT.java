package io.agentgate.backends;

import static org.assertj.core.api.Assertions.assertThat;
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
    void aDashboardIsNotPlannedWithoutRecordsToShow() throws IOException {
        Plan plan = Plan.before(UPSTREAM, "demo").withDashboard();
        assertThat(plan.withoutAudit().dashboard()).isFalse();
        assertThatThrownBy(plan.withoutAudit()::withDashboard)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a dashboard-service needs an audit-service");
    }

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
        Path audit = root.resolve("audit-service/target/quarkus-app/quarkus-run.jar");
        Files.createDirectories(audit.getParent());
        Files.createFile(audit);
        Plan withDashboard = plan.withProxies(0).withDashboard();
        assertThatThrownBy(() -> LocalStack.start(withDashboard, new Built(root)))
                .hasMessageStartingWith("dashboard-service is not built");
    }
}
