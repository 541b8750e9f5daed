package io.agentgate.e2e.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.e2e.Gateway;
import io.agentgate.testkit.http.Answer;
import io.agentgate.testkit.http.WireClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sessions over HTTP: what they are called, whom they belong to, and how they end. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ServeSessionsIT {
    private static final String LIST = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}";

    @TempDir private static Path directory = Path.of("");
    private static @Nullable Scene opened;
    private static String anna = "";
    private static String bert = "";

    @BeforeAll
    static void open() throws Exception {
        anna = key("anna");
        bert = key("bert");
        opened = Scene.open(directory, "");
    }

    private static String key(String caller) {
        return Gateway.run(directory.resolve("home"), "keys", "create", caller).out().strip();
    }

    @AfterAll
    static void close() throws IOException {
        scene().close();
    }

    private static Scene scene() {
        if (opened == null) {
            throw new IllegalStateException("not opened");
        }
        return opened;
    }

    private static Caller caller(String key) {
        return scene().caller("Authorization: Bearer " + key);
    }

    private static Caller other(Caller owner) {
        return caller(bert).with(owner.session());
    }

    private static int requests() {
        return scene().server().received("POST").size()
                + scene().server().received("GET").size()
                + scene().server().received("DELETE").size();
    }

    @Test
    void nameOfASessionIsOursSealedAndNeverTheServers() throws IOException {
        String first = Caller.header(caller(anna).post(Caller.INITIALIZE), "Mcp-Session-Id");
        String second = Caller.header(caller(anna).post(Caller.INITIALIZE), "Mcp-Session-Id");

        assertThat(first).matches("[\\x21-\\x7E]{32,512}").isNotEqualTo(second);
        assertThat(first).doesNotContain("up-").doesNotContain("anna");
    }

    @Test
    void nameThatAClientChoseIsNeverAdopted() throws IOException {
        Caller fixing = caller(anna).with("Mcp-Session-Id: attacker-chosen-0001");
        Answer begun = fixing.post(Caller.INITIALIZE);

        assertThat(begun.status()).isEqualTo(200);
        assertThat(begun.header("Mcp-Session-Id")).isNotNull().isNotEqualTo("attacker-chosen-0001");
        assertThat(fixing.post(LIST).status()).isEqualTo(404);
    }

    @Test
    void requestOutsideOfASessionGoesNowhere() throws IOException {
        Caller owner = caller(anna).inSession();
        Caller forged = caller(anna).with(owner.session().replaceFirst(".$", "!"));
        int before = requests();

        assertThat(caller(anna).post(LIST).status()).isEqualTo(400);
        assertThat(caller(anna).delete().status()).isEqualTo(400);
        assertThat(status(caller(anna))).isEqualTo(400);
        assertThat(forged.post(LIST).status()).isEqualTo(404);
        assertThat(forged.delete().status()).isEqualTo(404);
        assertThat(status(forged)).isEqualTo(404);
        assertThat(caller(anna).with("Mcp-Session-Id: " + "a".repeat(2_000)).post(LIST).status())
                .isEqualTo(404);
        assertThat(requests()).isEqualTo(before);
    }

    private static int status(Caller listener) throws IOException {
        try (WireClient wire = listener.listen()) {
            return wire.head().status();
        }
    }

    /** SE-08. */
    @Test
    void anotherCallerCannotSpeakInASession() throws IOException {
        Caller owner = caller(anna).inSession();
        int before = requests();

        Answer answer = other(owner).post(Caller.call(1, "theft"));

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.header("Mcp-Session-Id")).isNull();
        assertThat(requests()).isEqualTo(before);
        assertThat(owner.post(LIST).status()).isEqualTo(200);
    }

    /** SE-09. */
    @Test
    void anotherCallerCannotEndASession() throws IOException {
        Caller owner = caller(anna).inSession();
        int before = requests();

        assertThat(other(owner).delete().status()).isEqualTo(404);
        assertThat(requests()).isEqualTo(before);
        assertThat(owner.post(LIST).status()).isEqualTo(200);
    }

    /** SE-10. */
    @Test
    void anotherCallerCannotListenToASession() throws IOException {
        Caller owner = caller(anna).inSession();
        int before = requests();

        assertThat(status(other(owner))).isEqualTo(404);
        assertThat(requests()).isEqualTo(before);
    }

    @Test
    void deletedSessionIsEndedOnBothSides() throws IOException {
        Caller owner = caller(anna).inSession();

        assertThat(owner.delete().status()).isEqualTo(200);

        assertThat(scene().server().received("DELETE").getLast().header("Mcp-Session-Id"))
                .startsWith("up-");
        assertThat(owner.post(LIST).status()).isEqualTo(404);
        assertThat(owner.delete().status()).isEqualTo(404);
    }

    @Test
    void sessionThatTheServerHasForgottenIsGoneForTheClientToo() throws IOException {
        Caller owner = caller(anna).inSession();
        scene().server().tool("forgotten", (request, reply) -> reply.answer(404, "gone: sk-x"));

        Answer answer = owner.post(Caller.call(1, "forgotten"));

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.body()).doesNotContain("sk-x");
        assertThat(owner.post(LIST).status()).isEqualTo(404);
    }

    @Test
    void serverThatLetsNoSessionEndIsRespected() throws IOException {
        Caller owner = caller(anna).inSession();
        scene().server().atDelete((request, reply) -> reply.answer(405, ""));
        try {
            assertThat(owner.delete().status()).isEqualTo(405);
            assertThat(owner.post(LIST).status()).isEqualTo(200);
        } finally {
            scene().server().atDelete((request, reply) -> reply.answer(200, ""));
        }
    }

    @Test
    void sessionsOfOneCallerAreSessionsOfOneServerEach() throws IOException {
        List<Caller> callers = List.of(caller(anna).inSession(), caller(anna).inSession());
        for (Caller caller : callers) {
            caller.post(Caller.call(1, "whose"));
        }

        assertThat(scene().server().calls("whose"))
                .extracting(call -> call.header("Mcp-Session-Id"))
                .doesNotHaveDuplicates()
                .hasSize(2);
    }
}
