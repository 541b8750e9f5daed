package io.agentgate.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.backends.LocalStack;
import io.agentgate.backends.Plan;
import io.agentgate.backends.Service;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** A stack on loopback, whose parts go away and come back. */
class LocalStackIT {
    private static final URI UPSTREAM = URI.create("http://127.0.0.1:9/mcp");
    private static final String DENY_ALL =
            """
            default = "deny"

            [metadata]
            name = "closed"
            version = "1"
            """;

    @Test
    void policyServiceKeepsItsPolicyOverACrashAndAnAbsenceOfItsDatabase()
            throws IOException, InterruptedException {
        try (LocalStack stack =
                LocalStack.start(Plan.before(UPSTREAM, "demo").withProxies(0).withoutAudit())) {
            Service policies = stack.policyService();
            assertThat(bundle(stack)).contains("\"revision\":1").contains("local");
            assertThat(stack.activate(DENY_ALL)).isEqualTo(2);

            policies.kill();
            assertThat(policies.isReady()).isFalse();
            policies.restart();
            assertThat(bundle(stack)).contains("closed");

            stack.postgres().stop();
            assertThat(policies.isReady()).isFalse();
            stack.postgres().restart();
            policies.restart();
            assertThat(bundle(stack)).contains("closed");
        }
    }

    private static String bundle(LocalStack stack) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(stack.policyService().url() + "/api/bundle"))
                        .header("Authorization", "Bearer " + stack.proxyToken())
                        .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            return answer.body();
        }
    }
}
