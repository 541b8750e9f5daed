package io.agentgate.dashboardservice.remote;

import static io.agentgate.dashboardservice.Services.asAnn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentgate.dashboard.RefusedException;
import io.agentgate.dashboardservice.Services;
import java.net.URI;
import java.net.http.HttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeerTest {
    private Services services;

    @BeforeEach
    void start() throws Exception {
        services = new Services();
    }

    @AfterEach
    void stop() throws Exception {
        services.close();
    }

    @Test
    void whoeverLooksIsWhoAsks() throws Exception {
        services.answer("GET /api/x", 200, "{'a':1}");

        assertThat(asAnn(() -> services.peer().object("/api/x?q=1")).getInteger("a")).isEqualTo(1);

        assertThat(services.lines()).containsExactly("GET /api/x?q=1");
        assertThat(services.last().header("Authorization")).isEqualTo("Bearer " + Services.TOKEN);
    }

    @Test
    void nobodyAsksForNobody() {
        assertThatThrownBy(() -> services.peer().text("/api/x"))
                .isInstanceOf(IllegalStateException.class);
        assertThat(services.lines()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "400, 400, `since` is not a time",
        "422, 400, `since` is not a time",
        "403, 403, `since` is not a time",
        "404, 404, `since` is not a time",
        "409, 409, `since` is not a time",
        "401, 401, the sign-in has ended",
        "500, 503, the test-service answered with status 500",
        "503, 503, the test-service answered with status 503"
    })
    void refusalsOfAServiceAreThoseOfTheDashboard(int theirs, int ours, String words) {
        services.answer("GET /api/x", theirs, "{'field':'since','detail':'is not a time'}");

        assertThatThrownBy(() -> asAnn(() -> services.peer().text("/api/x")))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> {
                            assertThat(refused.status()).isEqualTo(ours);
                            assertThat(refused).hasMessage(words);
                        });
    }

    @Test
    void refusalWithoutWordsHasOurs() {
        services.answer("GET /api/x", 403, "");

        assertThatThrownBy(() -> asAnn(() -> services.peer().text("/api/x")))
                .hasMessage("none of your roles allows this");
    }

    @Test
    void answerThatIsNoJsonIsSaidToBeStrange() {
        services.answer("GET /api/x", 200, "<html>");

        assertThatThrownBy(() -> asAnn(() -> services.peer().object("/api/x?secret=1")))
                .isInstanceOfSatisfying(
                        RefusedException.class, r -> assertThat(r.status()).isEqualTo(502))
                .hasMessage("the test-service answered at /api/x with something else");
    }

    @Test
    void serviceThatIsAwayIsNamed() throws Exception {
        Peer gone;
        try (HttpClient client = HttpClient.newHttpClient()) {
            gone = new Peer(client, "test-service", URI.create("http://127.0.0.1:1"));
            assertThatThrownBy(() -> asAnn(() -> gone.text("/api/x")))
                    .isInstanceOfSatisfying(
                            RefusedException.class, r -> assertThat(r.status()).isEqualTo(503))
                    .hasMessageStartingWith("the test-service cannot be asked")
                    .hasMessageNotContaining(Services.TOKEN);
            assertThat(gone.trouble()).startsWith("it cannot be asked");
        }
    }

    @Test
    void readinessIsAskedForWithoutAToken() {
        services.answer("GET /q/health/ready", 200, "{}");
        assertThat(services.peer().trouble()).isNull();
        assertThat(services.last().header("Authorization")).isNull();

        services.answer("GET /q/health/ready", 503, "{}");
        assertThat(services.peer().trouble()).isEqualTo("it says that it is not ready");
    }

    @Test
    void queryIsWrittenSoThatItMeansWhatWasAskedFor() {
        assertThat(
                        new Query("/api/calls")
                                .with("tool", "a b&c=*!é")
                                .with("none", null)
                                .with("limit", 5))
                .hasToString("/api/calls?tool=a%20b%26c%3D*%21%C3%A9&limit=5");
    }
}
