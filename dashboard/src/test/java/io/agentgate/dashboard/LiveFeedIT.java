package io.agentgate.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.agentgate.gateway.audit.CallDecision;
import io.agentgate.testkit.audit.SampleCall;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The live feed as events, for those who come, go and come again. */
class LiveFeedIT {
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

    private static String id(JsonNode event) {
        assertThat(event.path("event").asText()).as(event::toString).isEqualTo("call");
        return event.path("call").path("id").asText();
    }

    private static long ready(JsonNode event) {
        assertThat(event.path("event").asText()).as(event::toString).isEqualTo("ready");
        return event.path("mark").asLong();
    }

    @Test
    void whoComesIsToldWhatWasAndThenWhatIs() throws Exception {
        running.store(SampleCall.numbered(1), SampleCall.numbered(2), SampleCall.numbered(3));
        RunningDashboard.Heard heard = new RunningDashboard.Heard();
        WebSocket socket = running.listen(heard, "?form=events&backlog=2");

        assertThat(id(heard.next())).isEqualTo("w1-2");
        assertThat(id(heard.next())).isEqualTo("w1-3");
        ready(heard.next());
        running.store(SampleCall.numbered(4));
        assertThat(id(heard.next())).isEqualTo("w1-4");
        socket.abort();
    }

    /** What was missed comes, once each, and nothing that was told before. */
    @Test
    void whoComesAgainGoesOnWhereItWas() throws Exception {
        RunningDashboard.Heard first = new RunningDashboard.Heard();
        WebSocket socket = running.listen(first, "?form=events");
        ready(first.next());
        running.store(SampleCall.numbered(1));
        long mark = first.next().path("mark").asLong();
        socket.abort();
        running.store(SampleCall.numbered(2), SampleCall.numbered(3));

        RunningDashboard.Heard again = new RunningDashboard.Heard();
        WebSocket next = running.listen(again, "?form=events&after=" + mark);
        assertThat(id(again.next())).isEqualTo("w1-2");
        assertThat(id(again.next())).isEqualTo("w1-3");
        ready(again.next());
        running.store(SampleCall.numbered(4));
        assertThat(id(again.next())).isEqualTo("w1-4");
        next.abort();
    }

    /** Who was away for long is told of the newest, and how many there were before these. */
    @Test
    void whatIsTooMuchToTellIsCounted() throws Exception {
        RunningDashboard.Heard first = new RunningDashboard.Heard();
        WebSocket socket = running.listen(first, "?form=events");
        ready(first.next());
        running.store(SampleCall.numbered(1));
        long mark = first.next().path("mark").asLong();
        socket.abort();
        running.store(
                IntStream.rangeClosed(2, 521)
                        .mapToObj(SampleCall::numbered)
                        .toArray(SampleCall[]::new));

        RunningDashboard.Heard again = new RunningDashboard.Heard();
        WebSocket next = running.listen(again, "?form=events&after=" + mark);
        JsonNode skipped = again.next();
        assertThat(skipped.path("event").asText()).isEqualTo("skipped");
        assertThat(skipped.path("count").asInt()).isEqualTo(20);
        assertThat(id(again.next())).isEqualTo("w1-22");
        next.abort();
    }

    @Test
    void troubleWithTheRecordsIsToldAndItsEnd() throws Exception {
        RunningDashboard.Heard heard = new RunningDashboard.Heard();
        WebSocket socket = running.listen(heard, "?form=events");
        ready(heard.next());

        running.beAway(true);
        JsonNode told = heard.next();
        assertThat(told.path("event").asText()).isEqualTo("trouble");
        assertThat(told.path("why").asText()).isEqualTo("the records are away");
        running.beAway(false);
        ready(heard.next());
        running.store(SampleCall.numbered(1));
        assertThat(id(heard.next())).isEqualTo("w1-1");
        socket.abort();
    }

    @Test
    void whoComesInTroubleIsTakenInOnceItIsOver() throws Exception {
        running.store(SampleCall.numbered(1));
        running.beAway(true);
        RunningDashboard.Heard heard = new RunningDashboard.Heard();
        WebSocket socket = running.listen(heard, "?form=events&backlog=5");
        assertThat(heard.next().path("event").asText()).isEqualTo("trouble");

        running.beAway(false);
        assertThat(id(heard.next())).isEqualTo("w1-1");
        ready(heard.next());
        running.store(SampleCall.numbered(2));
        assertThat(id(heard.next())).isEqualTo("w1-2");
        socket.abort();
    }

    @Test
    void onlyWhatIsAskedForIsTold() throws Exception {
        running.store(
                SampleCall.numbered(1),
                SampleCall.numbered(2).withTool("erase").withDecision(CallDecision.DENIED));
        RunningDashboard.Heard heard = new RunningDashboard.Heard();
        WebSocket socket = running.listen(heard, "?form=events&backlog=9&status=denied&tool=er*");

        assertThat(id(heard.next())).isEqualTo("w1-2");
        ready(heard.next());
        running.store(
                SampleCall.numbered(3),
                SampleCall.numbered(4).withTool("erase"),
                SampleCall.numbered(5).withTool("erase").withDecision(CallDecision.DENIED));
        JsonNode told = heard.next();
        assertThat(id(told)).isEqualTo("w1-5");
        assertThat(told.path("call").path("policy_hit").asText()).isEqualTo("rule-5");
        assertThat(told.path("call").has("arguments")).isFalse();
        socket.abort();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"?form=letters", "?backlog=-1", "?after=x", "?status=fine", "?colour=red"})
    void wishThatCannotBeMeantIsRefused(String parameters) {
        try {
            running.listen(new RunningDashboard.Heard(), parameters).abort();
            assertThat(parameters).as("is refused").isEmpty();
        } catch (CompletionException refused) {
            assertThat(refused.getCause())
                    .isInstanceOfSatisfying(
                            java.net.http.WebSocketHandshakeException.class,
                            handshake ->
                                    assertThat(handshake.getResponse().statusCode())
                                            .isEqualTo(400));
        }
    }
}
