package io.agentgate.e2e.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agentgate.e2e.Eventually;
import io.agentgate.e2e.Gateway;
import io.agentgate.testkit.http.Answer;
import io.agentgate.testkit.http.Head;
import io.agentgate.testkit.http.WireSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** API keys over HTTP, from the first call with one to the lock before those who guess. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ServeKeysIT {
    private static final String LIST = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}";

    /** Revocation is promised within a second; the rest is the machine's. */
    private static final Duration SOON = Duration.ofSeconds(5);

    @TempDir private Path directory = Path.of("");
    private String key = "";

    @BeforeEach
    void makeAKey() {
        key = Gateway.run(home(), "keys", "create", "anna").out().strip();
    }

    private Path home() {
        return directory.resolve("home");
    }

    private static Caller with(Scene scene, String key) {
        return scene.caller("Authorization: Bearer " + key);
    }

    /** SE-19 and SE-20: neither says a header who calls, nor does the server see the key. */
    @Test
    void callerOfAKeyIsTheAgentOfItsCalls() throws Exception {
        try (Scene scene = Scene.open(directory, "")) {
            Caller spoofing = with(scene, key).with("X-Agent-Id: admin").inSession();
            assertThat(spoofing.post(Caller.call(1, "read")).status()).isEqualTo(200);
            scene.awaitRecorded("read", "allowed");

            JsonNode call =
                    new ObjectMapper().readTree(Gateway.run(home(), "logs", "--jsonl").out());
            assertThat(call.get("agent_id").textValue()).isEqualTo("anna");
            assertThat(scene.server().received("POST"))
                    .allSatisfy(
                            request -> assertThat(request.head().toString()).doesNotContain(key));
        }
    }

    /** What the gateway does not believe of anybody, it takes from a proxy that it was told of. */
    @Test
    void proxyThatIsTrustedSaysWhichAgentCalls() throws Exception {
        String rules =
                "rules = [{ id = 'not-interns', tool = 'read', agents = ['intern'], action ="
                        + " 'deny' }]";
        Map<String, String> trusting = Map.of("AGENTGATE_SERVER_TRUSTED_PROXIES", "127.0.0.0/8");
        try (Scene scene = Scene.open(directory, rules, trusting)) {
            Caller intern = with(scene, key).with("X-Agent-ID: intern").inSession();
            assertThat(intern.post(Caller.call(1, "read")).body()).contains("not-interns");
            scene.awaitRecorded("read", "denied");
            JsonNode call =
                    new ObjectMapper().readTree(Gateway.run(home(), "logs", "--jsonl").out());
            assertThat(call.get("agent_id").textValue()).isEqualTo("intern");
            assertThat(call.get("caller").textValue()).isEqualTo("anna");

            Caller other = with(scene, key).with("X-Agent-ID: senior");
            String session = intern.session();
            assertThat(other.with(session).post(Caller.call(2, "read")).status()).isEqualTo(404);
            assertThat(other.inSession().post(Caller.call(3, "read")).body())
                    .contains("\"result\"");

            Caller unnamed = with(scene, key).with("X-Agent-ID:  ");
            assertThat(unnamed.post(Caller.INITIALIZE).status()).isEqualTo(400);
            Caller two = with(scene, key).with("X-Agent-ID: a").with("X-Agent-ID: b");
            assertThat(two.post(Caller.INITIALIZE).status()).isEqualTo(400);
        }
    }

    /** A browser sets no header on a WebSocket. */
    @Test
    void pageSpeaksOverWebSocketWithATicketThatIsGoodOnce() throws Exception {
        try (Scene scene = Scene.open(directory, "")) {
            String request = with(scene, key).request("POST", "/ws/ticket", List.of(), "");
            Answer given = scene.caller().send(request);
            assertThat(given.status()).as(given::toString).isEqualTo(200);
            String ticket = new ObjectMapper().readTree(given.body()).get("ticket").asText();
            List<String> handshake = new ArrayList<>(WireSocket.handshake());
            handshake.replaceAll(
                    line ->
                            line.startsWith("Sec-WebSocket-Protocol")
                                    ? line + ", agentgate.ticket." + ticket
                                    : line);

            try (WireSocket page = new WireSocket(scene.serve().at("/ws"))) {
                Head taken = page.open(handshake);
                assertThat(taken.status()).isEqualTo(101);
                assertThat(taken.header("Sec-WebSocket-Protocol")).isEqualTo("mcp");
                page.say(Caller.INITIALIZE);
                assertThat(page.message()).contains("\"result\"");
                page.say(Caller.call(1, "read"));
                assertThat(page.message()).contains("\"content\"");
                scene.awaitRecorded("read", "allowed");
            }
            for (List<String> headers : List.of(handshake, WireSocket.handshake())) {
                try (WireSocket page = new WireSocket(scene.serve().at("/ws"))) {
                    assertThat(page.open(headers).status()).isEqualTo(401);
                }
            }
            JsonNode call =
                    new ObjectMapper().readTree(Gateway.run(home(), "logs", "--jsonl").out());
            assertThat(call.get("agent_id").textValue()).isEqualTo("anna");
        }
    }

    @Test
    void whoShowsNoGoodKeyIsToldWhatIsNeededAndReachesNothing() throws Exception {
        try (Scene scene = Scene.open(directory, "")) {
            String other = "agk_00000000_" + "A".repeat(43);
            List<Caller> callers =
                    List.of(
                            scene.caller(),
                            scene.caller("Authorization: Basic " + key),
                            scene.caller("X-API-Key: " + key),
                            with(scene, other),
                            with(scene, key + "x"));
            for (Caller caller : callers) {
                Answer answer = caller.post(Caller.INITIALIZE);

                assertThat(answer.status()).isEqualTo(401);
                assertThat(answer.header("WWW-Authenticate"))
                        .matches("Bearer( error=\"invalid_token\")?");
                assertThat(answer.body()).doesNotContain("agk_");
            }
            assertThat(scene.server().received("POST")).isEmpty();
        }
    }

    /** SE-16 and SE-17. */
    @Test
    void keyInTheTargetIsNoneAndOneOfTwoIsNone() throws Exception {
        try (Scene scene = Scene.open(directory, "")) {
            Caller nobody = scene.caller();
            String typed = "Content-Type: application/json\r\nAccept: */*";
            String target = "/mcp?access_token=" + key;
            String request = nobody.request("POST", target, List.of(typed), Caller.INITIALIZE);
            assertThat(nobody.send(request).status()).isEqualTo(401);

            String bad = "Authorization: Bearer bad";
            assertThat(with(scene, key).with(bad).post(Caller.INITIALIZE).status()).isEqualTo(400);
            assertThat(scene.server().received("POST")).isEmpty();
        }
    }

    @Test
    void revokedKeyIsRefusedSoonWithoutARestart() throws Exception {
        try (Scene scene = Scene.open(directory, "")) {
            Caller caller = with(scene, key).inSession();
            assertThat(caller.post(LIST).status()).isEqualTo(200);

            Gateway.run(home(), "keys", "revoke", key);

            Eventually.holds(
                    "the key is refused",
                    SOON,
                    () ->
                            scene.serve().said().stream()
                                    .anyMatch(line -> line.contains("reloaded")));
            assertThat(caller.post(LIST).status()).isEqualTo(401);
        }
    }

    @Test
    void whoFailsTooOftenIsLockedOutAndRecorded() throws Exception {
        try (Scene scene = Scene.open(directory, "")) {
            for (int guess = 0; guess < 10; guess++) {
                Caller guessing = with(scene, "agk_0000000" + guess + "_" + "A".repeat(43));
                assertThat(guessing.post(LIST).status()).isEqualTo(401);
            }

            Answer locked = with(scene, key).post(LIST);
            assertThat(locked.status()).isEqualTo(429);
            assertThat(Integer.parseInt(Caller.header(locked, "Retry-After"))).isBetween(1, 60);
            Answer page = scene.caller().send("GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(page.body()).contains("agentgate_login_failures_total 10");
            scene.end();
        }
        assertThat(events("login_failed")).isEqualTo(10);
    }

    private long events(String kind) {
        String database = "jdbc:sqlite:" + home().resolve("agentgate.db");
        try (var connection = DriverManager.getConnection(database);
                var found =
                        connection
                                .createStatement()
                                .executeQuery(
                                        "SELECT count(*) FROM events WHERE kind = '"
                                                + kind
                                                + "'")) {
            return found.getLong(1);
        } catch (SQLException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    @Test
    void keyStandsInTheHeaderOfTheOperatorsChoice() throws Exception {
        Files.writeString(
                home().resolve("config.toml"), "[server]\napi_key_header = \"X-API-Key\"");
        try (Scene scene = Scene.open(directory, "")) {
            assertThat(with(scene, key).post(LIST).status()).isEqualTo(401);
            Caller caller = scene.caller("X-API-Key: " + key).inSession();
            assertThat(caller.post(LIST).status()).isEqualTo(200);
            assertThat(scene.server().received("POST"))
                    .allSatisfy(request -> assertThat(request.header("X-API-Key")).isNull());
        }
    }

    @Test
    void metricsAreOpenToThisMachineAndNeedAKeyElsewhere() throws Exception {
        try (Scene scene = Scene.open(directory, "", "--bind", "0.0.0.0")) {
            String get = "GET /metrics HTTP/1.1\r\nHost: gateway.example\r\n";
            assertThat(scene.caller().send(get + "\r\n").status()).isEqualTo(200);

            URI elsewhere =
                    URI.create(
                            "http://"
                                    + addressOfThisMachine()
                                    + ":"
                                    + scene.serve().at("/").getPort());
            Caller other = new Caller(elsewhere);
            assertThat(other.send(get + "\r\n").status()).isEqualTo(401);
            String authorized = get + "Authorization: Bearer " + key + "\r\n\r\n";
            assertThat(other.send(authorized).status()).isEqualTo(200);
        }
    }

    /** One that others may reach; a machine without a network has none, and nothing to protect. */
    private static String addressOfThisMachine() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && address.getAddress().length == 4)
                .map(InetAddress::getHostAddress)
                .findFirst()
                .orElseThrow();
    }
}
