package io.agentgate.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.agentgate.gateway.audit.AuditEvent;
import io.agentgate.gateway.audit.DecisionBasis;
import io.agentgate.gateway.audit.Evaluation;
import io.agentgate.testkit.audit.SampleCall;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is asked of rules before they change, what is kept of them, and the keys of callers. */
class SettingsIT {
    @TempDir private Path home;

    private RunningDashboard running;

    @BeforeEach
    void start() throws Exception {
        running = new RunningDashboard(home);
    }

    @AfterEach
    void stop() throws Exception {
        running.close();
    }

    @Test
    void replacedPolicyCanBeReadAndPutBack() throws Exception {
        String active = running.json("/api/policies/revisions").path("active").asText();
        assertThat(running.json("/api/policies/revisions").path("replaced")).isEmpty();
        String changed = RunningDashboard.POLICY.replace("\"1\"", "\"2\"");
        assertThat(running.ask("PUT", "/api/policies", changed).statusCode()).isEqualTo(200);

        JsonNode revisions = running.json("/api/policies/revisions");
        assertThat(revisions.path("active").asText()).isNotEqualTo(active);
        JsonNode replaced = revisions.path("replaced").get(0);
        assertThat(replaced.path("revision").asText()).isEqualTo(active);
        HttpResponse<String> text =
                running.get("/api/policies/revisions/" + replaced.path("id").asText());
        assertThat(text.body()).isEqualTo(RunningDashboard.POLICY);
        assertThat(text.headers().firstValue("ETag")).contains('"' + active + '"');

        running.ask("PUT", "/api/policies", text.body());
        assertThat(running.json("/api/policies/revisions").path("active").asText())
                .isEqualTo(active);
    }

    @ParameterizedTest
    @CsvSource({"..%2Fpolicy, 404", "20261120T120000.000Z-0123456789abcdef, 404", "nothing, 404"})
    void onlyKeptTextsHaveIds(String id, int status) throws Exception {
        assertThat(running.get("/api/policies/revisions/" + id).statusCode()).isEqualTo(status);
    }

    @Test
    void textIsAskedAboutAsItIs() throws Exception {
        assertThat(
                        RunningDashboard.json(running.ask("POST", "/api/policies/lint", "x = ä"))
                                .path("linted")
                                .asText())
                .isEqualTo("x = ä");
        assertThat(
                        RunningDashboard.json(running.ask("POST", "/api/policies/test", "y"))
                                .path("tested")
                                .asText())
                .isEqualTo("y");
        assertThat(
                        RunningDashboard.json(
                                        running.ask("POST", "/api/policies/what-if?hours=1", "z"))
                                .path("since")
                                .asText())
                .isEqualTo(RunningDashboard.NOW.minusSeconds(3600).toString());
        assertThat(running.ask("POST", "/api/policies/what-if?hours=0", "z").statusCode())
                .isEqualTo(400);
        assertThat(running.policy()).hasContent(RunningDashboard.POLICY);
    }

    /** One that comes to nothing is over, too. */
    @Test
    void whatIfOfNoTextKeepsNobodyWaiting() throws Exception {
        for (int time = 0; time < 2; time++) {
            HttpResponse<String> refused =
                    running.send(
                            running.request("/api/policies/what-if")
                                    .header("Authorization", "Bearer " + RunningDashboard.TOKEN)
                                    .POST(
                                            HttpRequest.BodyPublishers.ofByteArray(
                                                    new byte[] {(byte) 0xff})));
            assertThat(refused.statusCode()).isEqualTo(400);
        }
        assertThat(running.ask("POST", "/api/policies/what-if", "z").statusCode()).isEqualTo(200);
    }

    @Test
    void schemaSaysWhichKeysThereAre() throws Exception {
        assertThat(running.json("/api/policies/schema").path("properties").has("rules")).isTrue();
    }

    /** Every fourth sample call has no evaluation, and none differs. */
    @Test
    void whatWouldHaveBeenIsCounted() throws Exception {
        running.store(
                SampleCall.numbered(1),
                SampleCall.numbered(2),
                SampleCall.numbered(3).withTool("broken"));
        assertThat(running.json("/api/policies/divergence").path("calls").asInt()).isEqualTo(3);
        assertThat(running.json("/api/policies/divergence").path("groups")).isEmpty();

        String shadow = "{\"shadow\":[{\"rule\":\"no-drafts\",\"decision\":\"deny\"}]}";
        running.deliver(evaluated(4, shadow), evaluated(5, shadow));
        running.deliver(
                evaluated(
                        6,
                        "{\"candidate\":{\"decision\":\"deny\",\"revision\":\"9f2c1a7b3d5e6f70\"}}"));
        JsonNode groups = running.json("/api/policies/divergence").path("groups");
        assertThat(groups).hasSize(2);
        assertThat(groups.get(0).path("rule").asText()).isEqualTo("no-drafts");
        assertThat(groups.get(0).path("count").asInt()).isEqualTo(2);
        assertThat(groups.get(0).path("examples")).hasSize(2);
        assertThat(groups.get(1).path("candidate").asText()).isEqualTo("9f2c1a7b3d5e6f70");
    }

    private static AuditEvent.CallDecided evaluated(int number, String evaluation) {
        AuditEvent.CallDecided decided = SampleCall.numbered(number).decided();
        DecisionBasis basis = decided.basis();
        return new AuditEvent.CallDecided(
                decided.decisionId(),
                decided.time(),
                decided.origin(),
                new DecisionBasis(
                        basis.decision(),
                        basis.rule(),
                        basis.reason(),
                        basis.revision(),
                        basis.redactions(),
                        Evaluation.ofText(evaluation)),
                decided.arguments());
    }

    @Test
    void keysAreListedMadeAndRevoked() throws Exception {
        assertThat(running.json("/api/keys").path("keys").asText()).isEqualTo("k1");
        assertThat(
                        RunningDashboard.json(
                                        running.ask(
                                                "POST",
                                                "/api/keys",
                                                "{\"caller\":\"ci\",\"expires\":\"90d\"}"))
                                .path("key")
                                .asText())
                .isEqualTo("ci 90d");
        assertThat(running.ask("DELETE", "/api/keys/k1", "").statusCode()).isEqualTo(204);
        HttpResponse<String> unknown = running.ask("DELETE", "/api/keys/k2", "");
        assertThat(unknown.statusCode()).isEqualTo(400);
        assertThat(unknown.body()).contains("there is no key `k2`");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[] | no object",
                "{ | no JSON that can be used",
                "{\"expires\":\"1d\"} | `caller` is missing",
                "{\"caller\":7} | `caller` is no text",
                "{\"caller\":\"a\",\"admin\":\"yes\"} | there is no member `admin`",
                "{\"caller\":\"nobody\"} | the caller's name is taken"
            })
    void wrongWishForAKeySaysWhatIsWrong(String body, String words) throws Exception {
        HttpResponse<String> refused = running.ask("POST", "/api/keys", body);
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains(words);
    }
}
