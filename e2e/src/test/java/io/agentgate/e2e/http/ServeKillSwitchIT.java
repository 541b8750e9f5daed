package io.agentgate.e2e.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agentgate.e2e.Eventually;
import io.agentgate.e2e.Gateway;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kill switches over HTTP: of one session among several, of an agent, and after a restart. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ServeKillSwitchIT {
    @TempDir private Path directory = Path.of("");

    private Path home() {
        return directory.resolve("home");
    }

    private Gateway.Ended run(String... words) {
        Gateway.Ended ended = Gateway.run(home(), words);
        assertThat(ended.exitCode()).as(ended.toString()).isZero();
        return ended;
    }

    private String set(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of("kill-switch", "set", "--json"));
        command.addAll(List.of("--reason", "fire"));
        command.addAll(List.of(words));
        JsonNode set = new ObjectMapper().readTree(run(command.toArray(String[]::new)).out());
        assertThat(set.get("gateways").asInt()).isOne();
        return set.get("id").asText();
    }

    private void awaitShown() {
        Eventually.holds("serve shows", () -> Gateway.run(home(), "status").exitCode() == 0);
    }

    @Test
    void switchOfASessionStopsThatAndNoOther() throws Exception {
        try (Scene scene = Scene.open(directory, "")) {
            awaitShown();
            Caller one = scene.caller().inSession();
            assertThat(one.post(Caller.call(1, "read")).body()).contains("\"result\"");
            scene.awaitRecorded("read", "allowed");
            JsonNode call = new ObjectMapper().readTree(run("logs", "--jsonl").out());
            Caller other = scene.caller().inSession();

            String id = set("--session", call.get("session_id").textValue());

            assertThat(one.post(Caller.call(2, "read")).body())
                    .contains("kill_switch/" + id, "Stopped by an operator: fire");
            assertThat(other.post(Caller.call(1, "read")).body()).contains("\"result\"");
            run("kill-switch", "lift", id);
            assertThat(one.post(Caller.call(3, "read")).body()).contains("\"result\"");
        }
    }

    @Test
    void switchHoldsAfterARestart() throws Exception {
        String id;
        try (Scene scene = Scene.open(directory, "")) {
            awaitShown();
            Caller caller = scene.caller().inSession();
            id = set("--tool", "read", "--server", "127.0.0.1*");
            assertThat(caller.post(Caller.call(1, "read")).body()).contains("kill_switch/" + id);
            scene.end();
        }
        try (Scene scene = Scene.open(directory, "")) {
            Caller caller = scene.caller().inSession();
            assertThat(caller.post(Caller.call(1, "read")).body()).contains("kill_switch/" + id);
            awaitShown();
            run("kill-switch", "lift", id);
            assertThat(caller.post(Caller.call(2, "read")).body()).contains("\"result\"");
        }
    }
}
