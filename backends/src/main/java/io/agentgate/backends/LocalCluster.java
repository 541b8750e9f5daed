package io.agentgate.backends;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * The program of {@code infra/local/up}: a {@link LocalStack} for people, until TERM or INT.
 *
 * <p>It keeps two files where it is told to: {@code pid} while it runs, and {@code addresses} once
 * all parts are ready.
 */
public final class LocalCluster {
    private static final int UNUSABLE = 78;

    private LocalCluster() {}

    /**
     * Runs it.
     *
     * @param arguments the directory of the two files, how many proxies, the upstream's URL, and
     *     its name; as the script gives them
     */
    public static void main(String[] arguments) throws InterruptedException {
        try {
            run(
                    Path.of(arguments[0]),
                    Plan.before(URI.create(arguments[2]), arguments[3])
                            .withProxies(Integer.parseInt(arguments[1]))
                            .withDashboard()
                            .withPorts(Plan.Ports.wellKnown()));
        } catch (IOException | IllegalArgumentException e) {
            System.err.println("agentgate: " + e.getMessage());
            System.exit(UNUSABLE);
        }
    }

    private static void run(Path directory, Plan plan) throws IOException, InterruptedException {
        Path pid = directory.resolve("pid");
        Path addresses = directory.resolve("addresses");
        Files.createDirectories(directory);
        Files.deleteIfExists(addresses);
        Files.writeString(pid, ProcessHandle.current().pid() + "\n");
        CountDownLatch ended = new CountDownLatch(1);
        try {
            LocalStack stack = LocalStack.start(plan);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(stack, pid, addresses)));
            String shown = shown(stack);
            Path unfinished = Files.writeString(directory.resolve("addresses.new"), shown);
            Files.move(unfinished, addresses);
            System.err.print(shown);
            ended.await();
        } catch (IOException e) {
            Files.deleteIfExists(pid);
            throw e;
        }
    }

    private static void end(LocalStack stack, Path pid, Path addresses) {
        try {
            stack.close();
            Files.deleteIfExists(addresses);
            Files.deleteIfExists(pid);
        } catch (IOException e) {
            System.err.println("agentgate: " + e.getMessage());
        }
    }

    private static String shown(LocalStack stack) {
        Postgres postgres = stack.postgres();
        return """
        AgentGate runs.
          Dashboard       %s
          MCP endpoint    %s
          policy-service  %s/q/openapi
          audit-service   %s
          Keycloak        %s
                          console: http://127.0.0.1:%d/admin (%s, %s)
          Postgres        %s and %s (%s, %s)
          Kafka           %s
          Redis           %s
        People (client agentgate-cli): alice admin, eva editor, otto auditor, vic viewer, bob and
        carol without a role; each one's password is their name and "-password".
        """
                .formatted(
                        stack.dashboardService().url(),
                        stack.endpoint(),
                        stack.policyService().url(),
                        stack.auditService().url(),
                        stack.keycloak().issuer(),
                        stack.keycloak().port(),
                        Keycloak.CONSOLE_USER,
                        Keycloak.CONSOLE_PASSWORD,
                        postgres.url(Foundations.POLICY_DATABASE),
                        Foundations.AUDIT_DATABASE,
                        postgres.user(),
                        postgres.password(),
                        stack.kafka().bootstrapServers(),
                        stack.redis().url());
    }
}
