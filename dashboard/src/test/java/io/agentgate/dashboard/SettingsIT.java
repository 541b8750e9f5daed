package io.agentgate.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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

    @Test
    void schemaSaysWhichKeysThereAre() throws Exception {
        assertThat(running.json("/api/policies/schema").path("properties").has("rules")).isTrue();
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
                "{ | no object",
                "{\"expires\":\"1d\"} | `caller` is missing",
                "{\"caller\":7} | `caller` must be a text",
                "{\"caller\":\"a\",\"admin\":\"yes\"} | there is no member `admin`",
                "{\"caller\":\"nobody\"} | the caller's name is taken"
            })
    void wrongWishForAKeySaysWhatIsWrong(String body, String words) throws Exception {
        HttpResponse<String> refused = running.ask("POST", "/api/keys", body);
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains(words);
    }
}
