package io.agentgate.transports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentgate.gateway.link.LinkException;
import io.agentgate.testkit.http.Answer;
import io.agentgate.testkit.http.Head;
import io.agentgate.testkit.http.WireClient;
import io.agentgate.testkit.http.WireSocket;
import io.agentgate.transports.entrance.Authentication;
import io.agentgate.transports.entrance.Bearer;
import io.agentgate.transports.entrance.Login;
import io.agentgate.transports.route.ServerSettings;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients of WebSocket, right and wrong, and servers that are spoken with message by message. */
@Timeout(60)
class WebSocketIT {
    private static final long PATIENCE_NANOS = 20_000_000_000L;

    private static final String INITIALIZE =
            """
            {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25",\
            "capabilities":{},"clientInfo":{"name":"test","version":"1"}}}\
            """;
    private static final String INITIALIZED =
            """
            {"jsonrpc":"2.0","method":"notifications/initialized"}\
            """;
    private static final String CALL =
            """
            {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"ask",\
            "arguments":{},"_meta":{"progressToken":"p"}}}\
            """;
    private static final String PROGRESS_TOKEN = ",\"_meta\":{\"progressToken\":\"p\"}";
    private static final String PROGRESS =
            """
            {"jsonrpc":"2.0","method":"notifications/progress",\
            "params":{"progressToken":"p","progress":1}}\
            """;
    private static final String QUESTION =
            """
            {"jsonrpc":"2.0","id":7,"method":"elicitation/create","params":{"message":"well?"}}\
            """;
    private static final String CHANGED =
            """
            {"jsonrpc":"2.0","method":"notifications/tools/list_changed"}\
            """;

    /** A look-alike of a method, which no server is asked for. */
    private static final String REFUSED =
            """
            {"jsonrpc":"2.0","id":2,"method":"Tools/Call","params":{}}\
            """;

    private static final Pattern TICKET =
            Pattern.compile("\\{\"ticket\":\"([0-9a-f]{32})\",\"expires_in\":30}");

    private static final String RESULT = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}";

    private final ScriptedLinks one = new ScriptedLinks("2025-11-25");
    private final ScriptedLinks two = new ScriptedLinks("2025-06-18");
    private final Keys keys = new Keys();
    private RealGateway gateway;

    /** Asks nobody, or lets in whoever shows the one key there is. */
    private static final class Keys implements Authentication {
        private volatile @Nullable String key;
        private volatile @Nullable Late late;

        @Override
        public Login login(@Nullable String credential, String address) {
            Late answer = late;
            if (answer != null) {
                return new Login.Later(answer);
            }
            String only = key;
            if (only == null) {
                return Login.ANONYMOUS;
            }
            return ("Bearer " + only).equals(credential)
                    ? new Login.Accepted("somebody", true)
                    : Bearer.invalid("this API key is not valid");
        }

        @Override
        public boolean isRequired() {
            return key != null;
        }
    }

    /** An answer that comes later, and tells when it is waited for. */
    private static final class Late extends CompletableFuture<Login.Known> {
        private final CountDownLatch awaited = new CountDownLatch(1);

        @Override
        public CompletableFuture<Login.Known> exceptionally(
                Function<Throwable, ? extends Login.Known> never) {
            return this;
        }

        @Override
        public CompletableFuture<Void> thenAccept(Consumer<? super Login.Known> then) {
            CompletableFuture<Void> accepted = super.thenAccept(then);
            awaited.countDown();
            return accepted;
        }

        /** Answers once it is waited for. */
        void answer() {
            try {
                if (awaited.await(20, TimeUnit.SECONDS)) {
                    complete(new Login.Accepted("somebody", true));
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @BeforeEach
    void start(@TempDir Path scratch) throws Exception {
        gateway =
                new RealGateway(
                        scratch,
                        new ListenerSettings(
                                "127.0.0.1", 0, ListenerSettings.THIS_MACHINE, Set.of()),
                        List.of(server("one", one), server("two", two)),
                        keys,
                        new SharedMemory().member("alone"),
                        2);
    }

    private static ServerSettings server(String name, ScriptedLinks links) {
        return new ServerSettings.OverLinks(name, links);
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
    }

    private URI at(String path) {
        return URI.create("http://127.0.0.1:" + gateway.port() + path);
    }

    private WireSocket connect() throws IOException {
        return new WireSocket(at("/servers/one/ws"));
    }

    private WireSocket begin() throws IOException {
        return initialize(connect().open());
    }

    private static WireSocket initialize(WireSocket client) throws IOException {
        client.say(INITIALIZE);
        assertThat(client.message()).contains("\"id\":0", "protocolVersion");
        return client;
    }

    private static List<String> with(String header) {
        List<String> headers = new ArrayList<>(WireSocket.handshake());
        headers.add(header);
        return headers;
    }

    private static List<String> without(String name) {
        return WireSocket.handshake().stream().filter(header -> !header.startsWith(name)).toList();
    }

    private void awaitNoSession() {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (gateway.sessions() > 0) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** What a client of the platform hears. */
    private static final class Ears implements WebSocket.Listener {
        private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        private final StringBuilder message = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket from, CharSequence data, boolean last) {
            message.append(data);
            if (last) {
                heard.add(message.toString());
                message.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            heard.add(code + " " + reason);
            return null;
        }

        String next() throws InterruptedException {
            return Objects.requireNonNull(heard.poll(20, TimeUnit.SECONDS), "nothing came");
        }
    }

    private WebSocket connect(Ears ears) {
        return HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .subprotocols("mcp")
                .buildAsync(
                        URI.create("ws://127.0.0.1:" + gateway.port() + "/servers/one/ws"), ears)
                .join();
    }

    @Test
    void aClientOfThePlatformSpeaksWithTheServer() throws Exception {
        Ears ears = new Ears();
        WebSocket client = connect(ears);
        assertThat(client.getSubprotocol()).isEqualTo("mcp");
        client.sendText(INITIALIZE, true).join();
        assertThat(ears.next()).contains("\"id\":0", "scripted");
        client.sendText(INITIALIZED, true).join();
        assertThat(one.last().told()).isEqualTo(INITIALIZED);

        client.sendText(CALL.substring(0, 20), false).join();
        client.sendText(CALL.substring(20), true).join();
        assertThat(one.last().told()).isEqualTo(CALL);
        one.last().say(PROGRESS);
        one.last().say(RESULT);

        assertThat(ears.next()).isEqualTo(PROGRESS);
        assertThat(ears.next()).isEqualTo(RESULT);
        assertThat(gateway.sessions()).isEqualTo(1);
        client.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
        assertThat(ears.next()).startsWith("1000");
        assertThat(one.last().awaitClose()).isTrue();
        awaitNoSession();
    }

    @Test
    void aServerAsksAndIsAnswered() throws Exception {
        try (WireSocket client = begin()) {
            client.say(CALL);
            String _ = one.last().told();
            one.last().say(QUESTION);
            assertThat(client.message()).isEqualTo(QUESTION);
            String reply = "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"action\":\"accept\"}}";
            client.say(reply);

            assertThat(one.last().told()).isEqualTo(reply);
        }
    }

    @Test
    void messagesOfAClientKeepTheirOrder() throws Exception {
        String changed = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/roots/list_changed\"}";
        try (WireSocket client = begin()) {
            // In one piece, so that the first still waits for the journal when the second is read.
            byte[] call = WireSocket.frame(WireSocket.TEXT, utf8(CALL));
            byte[] after = WireSocket.frame(WireSocket.TEXT, utf8(changed));
            ByteBuffer both = ByteBuffer.allocate(call.length + after.length).put(call).put(after);
            client.write(both.array());

            assertThat(one.last().told()).isEqualTo(CALL);
            assertThat(one.last().told()).isEqualTo(changed);
        }
    }

    @Test
    void callsThatComeTogetherArePassedOnInTheirOrder() throws Exception {
        int many = 1_000;
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int id = 1; id <= many; id++) {
            String call = CALL.replace(PROGRESS_TOKEN, "").replace("\"id\":1", "\"id\":" + id);
            all.writeBytes(WireSocket.frame(WireSocket.TEXT, utf8(call)));
        }
        try (WireSocket client = begin()) {
            client.write(all.toByteArray());

            for (int id = 1; id <= many; id++) {
                assertThat(one.last().told()).contains("\"id\":" + id + ",");
            }
        }
        awaitNoSession();
    }

    @Test
    void whatBeginsNothingIsAnsweredAndTheConnectionStays() throws Exception {
        try (WireSocket client = connect().open()) {
            client.say(CALL);
            assertThat(client.message()).contains("\"id\":1", "\"error\"");
            client.say(INITIALIZED);
            assertThat(client.message()).contains("\"id\":null", "\"error\"");
            client.say("no JSON");
            assertThat(client.message()).contains("-32700");
            assertThat(gateway.sessions()).isZero();

            initialize(client);

            assertThat(gateway.sessions()).isEqualTo(1);
        }
    }

    @Test
    void severalServersAreSpokenWithAsOne() throws Exception {
        try (WireSocket client = initialize(new WireSocket(at("/ws")).open())) {
            client.say(INITIALIZED);
            assertThat(one.last().told()).isEqualTo(INITIALIZED);
            assertThat(two.last().told()).isEqualTo(INITIALIZED);
            client.say(CALL.replace("ask", "two__ask"));
            String asked = two.last().told();
            two.last().say(RESULT.replace("1", ScriptedLinks.Link.id(asked)));

            assertThat(client.message()).isEqualTo(RESULT);
        }
    }

    @Test
    void whoDoesNotOfferMcpIsRefused() throws Exception {
        try (WireSocket client = connect()) {
            Head none = client.open(without("Sec-WebSocket-Protocol"));
            assertThat(none.status()).isEqualTo(400);
        }
        try (WireSocket client = connect()) {
            List<String> other = new ArrayList<>(without("Sec-WebSocket-Protocol"));
            other.add("Sec-WebSocket-Protocol: soap, chat");
            assertThat(client.open(other).status()).isEqualTo(400);
        }
        try (WireSocket client = connect()) {
            List<String> among = new ArrayList<>(without("Sec-WebSocket-Protocol"));
            among.add("Sec-WebSocket-Protocol: soap, mcp");
            Head opened = client.open(among);
            assertThat(opened.status()).isEqualTo(101);
            assertThat(opened.header("Sec-WebSocket-Protocol")).isEqualTo("mcp");
            assertThat(opened.header("Sec-WebSocket-Accept"))
                    .isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Upgrade, 426",
        "Connection, 426",
        "Sec-WebSocket-Version, 426",
        "Sec-WebSocket-Key, 400",
        "Host, 400"
    })
    void aHandshakeWithoutIsRefused(String header, int status) throws Exception {
        try (WireSocket client = connect()) {
            assertThat(client.open(without(header)).status()).isEqualTo(status);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Origin: https://evil.example, 403",
        "Content-Length: 5, 400",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==, 400"
    })
    void aHandshakeWithIsRefused(String header, int status) throws Exception {
        try (WireSocket client = connect()) {
            assertThat(client.open(with(header)).status()).isEqualTo(status);
        }
    }

    @Test
    void aPageOfThisMachineIsLetIn() throws Exception {
        try (WireSocket client = connect()) {
            assertThat(client.open(with("Origin: http://localhost:6274")).status()).isEqualTo(101);
        }
    }

    @Test
    void callersAreAskedAsEverywhere() throws Exception {
        keys.key = "secret";
        try (WireSocket client = connect()) {
            Head refused = client.open(WireSocket.handshake());
            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.header("WWW-Authenticate")).startsWith("Bearer");
        }
        try (WireSocket client = new WireSocket(at("/servers/one/ws"))) {
            assertThat(client.open(with("Authorization: Bearer wrong")).status()).isEqualTo(401);
        }
        try (WireSocket client = new WireSocket(at("/servers/one/ws"))) {
            assertThat(client.open(with("Authorization: Bearer secret")).status()).isEqualTo(101);
            initialize(client);
        }
    }

    private Answer askForTicket(String... headers) throws IOException {
        try (WireClient client = new WireClient(at("/"))) {
            String lines = String.join("", Arrays.stream(headers).map(h -> h + "\r\n").toList());
            return client.send("POST /ws/ticket HTTP/1.1\r\nHost: localhost\r\n" + lines + "\r\n")
                    .answer();
        }
    }

    private String ticket() throws IOException {
        Answer given = askForTicket("Authorization: Bearer secret", "Content-Length: 0");
        assertThat(given.status()).as(given.body()).isEqualTo(200);
        assertThat(given.header("Cache-Control")).isEqualTo("no-store");
        Matcher ticket = TICKET.matcher(given.body());
        assertThat(ticket.matches()).as(given.body()).isTrue();
        return ticket.group(1);
    }

    private static List<String> showing(String ticket) {
        return WireSocket.handshake().stream()
                .map(
                        line ->
                                line.startsWith("Sec-WebSocket-Protocol")
                                        ? line + ", agentgate.ticket." + ticket
                                        : line)
                .toList();
    }

    @Test
    void aPageConnectsOnceWithATicketInPlaceOfItsKey() throws Exception {
        keys.key = "secret";
        String ticket = ticket();
        try (WireSocket client = connect()) {
            Head taken = client.open(showing(ticket));
            assertThat(taken.status()).isEqualTo(101);
            assertThat(taken.header("Sec-WebSocket-Protocol")).isEqualTo("mcp");
            initialize(client);
        }
        for (String none : List.of(ticket, "0".repeat(32), "")) {
            try (WireSocket client = connect()) {
                Head refused = client.open(showing(none));
                assertThat(refused.status()).isEqualTo(401);
                assertThat(refused.header("WWW-Authenticate")).contains("invalid_token");
            }
        }
    }

    @Test
    void aTicketIsForWhoeverShowsWhoItIs() throws Exception {
        keys.key = "secret";
        assertThat(askForTicket().status()).isEqualTo(401);
        assertThat(askForTicket("Authorization: Bearer wrong").status()).isEqualTo(401);
        assertThat(
                        askForTicket(
                                        "Authorization: Bearer secret",
                                        "Origin: https://elsewhere.example")
                                .status())
                .isEqualTo(403);
        assertThat(askForTicket("Authorization: Bearer secret", "Content-Length: 2").status())
                .isEqualTo(400);
        try (WireClient client = new WireClient(at("/"))) {
            Answer got = client.send("GET /ws/ticket HTTP/1.1\r\nHost: localhost\r\n\r\n").answer();
            assertThat(got.status()).isEqualTo(405);
        }
        String ticket = ticket();
        try (WireSocket client = connect()) {
            List<String> both = new ArrayList<>(showing(ticket));
            both.add("Authorization: Bearer secret");
            assertThat(client.open(both).status()).isEqualTo(400);
        }
        // What it was given for is asked about when it is shown.
        keys.key = "another";
        try (WireSocket client = connect()) {
            assertThat(client.open(showing(ticket)).status()).isEqualTo(401);
        }
    }

    @Test
    void whoseKeyIsRevokedIsHeardNoMoreWithATicketEither() throws Exception {
        keys.key = "secret";
        try (WireSocket client = connect()) {
            Head _ = client.open(showing(ticket()));
            initialize(client);
            keys.key = "another";

            assertThat(refused(client).code()).isEqualTo(1008);
            awaitNoSession();
        }
    }

    @Test
    void whoDoesNotWaitIsHeardIfItIsKnownAtOnce() throws Exception {
        try (WireSocket client = connect()) {
            byte[] early = WireSocket.frame(WireSocket.TEXT, utf8(INITIALIZE));
            assertThat(client.open(WireSocket.handshake(), early).status()).isEqualTo(101);
            assertThat(client.message()).contains("protocolVersion");
        }
    }

    @Test
    void whoIsKnownLaterIsHeardIfItWaits() throws Exception {
        Late late = new Late();
        keys.late = late;
        Thread.ofVirtual().start(late::answer);
        try (WireSocket client = connect()) {
            assertThat(client.open(WireSocket.handshake()).status()).isEqualTo(101);
            initialize(client);
        }
        awaitNoSession();
    }

    @Test
    void whoIsKnownLaterAndDoesNotWaitIsCutOff() throws Exception {
        Late late = new Late();
        keys.late = late;
        Thread.ofVirtual().start(late::answer);
        try (WireSocket client = connect()) {
            byte[] early = WireSocket.frame(WireSocket.TEXT, utf8(INITIALIZE));
            assertThatThrownBy(() -> client.open(WireSocket.handshake(), early))
                    .isInstanceOf(EOFException.class);
        }
        assertThat(gateway.drain()).isZero();
    }

    @Test
    void aKeyInTheUrlIsNotLookedAt() throws Exception {
        keys.key = "secret";
        try (WireSocket client = new WireSocket(at("/servers/one/ws?access_token=secret"))) {
            assertThat(client.open(WireSocket.handshake()).status()).isEqualTo(401);
        }
    }

    @Test
    void whoseKeyIsRevokedIsHeardNoMore() throws Exception {
        keys.key = "secret";
        try (WireSocket client = connect()) {
            Head _ = client.open(with("Authorization: Bearer secret"));
            initialize(client);
            keys.key = "another";

            assertThat(refused(client).code()).isEqualTo(1008);
            awaitNoSession();
        }
    }

    /** The end of whoever may say nothing more, and is believed for a second. */
    private static WireSocket.Frame refused(WireSocket client) throws IOException {
        WireSocket.Frame next = null;
        while (next == null || next.first() == WireSocket.TEXT) {
            client.say(REFUSED);
            next = Objects.requireNonNull(client.next());
        }
        return next;
    }

    @Test
    void aFrameThatIsNotMaskedIsAnError() throws Exception {
        try (WireSocket client = begin()) {
            client.write(WireSocket.unmasked(WireSocket.TEXT, utf8(CALL)));
            assertThat(end(client).code()).isEqualTo(1002);
        }
        awaitNoSession();
    }

    private static WireSocket.Frame end(WireSocket client) throws IOException {
        return Objects.requireNonNull(client.closed(), "no close frame");
    }

    @Test
    void bytesAreNoMessage() throws Exception {
        try (WireSocket client = begin()) {
            client.write(WireSocket.frame(WireSocket.BINARY, utf8(CALL)));
            assertThat(end(client).code()).isEqualTo(1003);
        }
        awaitNoSession();
    }

    @Test
    void aTextIsUtf8() throws Exception {
        try (WireSocket client = begin()) {
            client.write(WireSocket.frame(WireSocket.TEXT, new byte[] {'"', (byte) 0xC3, '"'}));
            assertThat(end(client).code()).isEqualTo(1007);
        }
        try (WireSocket client = begin()) {
            // A letter in two frames is one all the same.
            byte[] call = utf8(CALL.replace("ask", "fräge"));
            int within = CALL.indexOf("ask") + 3;
            client.write(WireSocket.frame(WireSocket.FIRST, Arrays.copyOf(call, within)));
            client.write(
                    WireSocket.frame(
                            WireSocket.LAST, Arrays.copyOfRange(call, within, call.length)));
            assertThat(one.last().told()).contains("fräge");
        }
    }

    @Test
    void aMessageThatIsTooLargeIsNotRead() throws Exception {
        try (WireSocket client = begin()) {
            client.write(WireSocket.announced(WireSocket.TEXT, (4 << 20) + 1));
            assertThat(end(client).code()).isEqualTo(1009);
        }
        try (WireSocket client = begin()) {
            byte[] piece = utf8(" ".repeat(1 << 20));
            client.write(WireSocket.frame(WireSocket.FIRST, piece));
            for (int i = 0; i < 3; i++) {
                client.write(WireSocket.frame(WireSocket.MORE, piece));
            }
            client.write(WireSocket.frame(WireSocket.LAST, utf8(" ")));
            assertThat(end(client).code()).isEqualTo(1009);
        }
        awaitNoSession();
    }

    @Test
    void aMessageMayBeCutAnywhere() throws Exception {
        try (WireSocket client = begin()) {
            byte[] call = utf8(CALL);
            for (int id = 1; id < call.length; id++) {
                client.write(WireSocket.frame(WireSocket.FIRST, Arrays.copyOf(call, id)));
                client.write(WireSocket.frame(WireSocket.PING, new byte[0]));
                client.write(
                        WireSocket.frame(
                                WireSocket.LAST, Arrays.copyOfRange(call, id, call.length)));
                assertThat(one.last().told()).isEqualTo(CALL);
                one.last().say(RESULT);
                assertThat(client.message()).isEqualTo(RESULT);
            }
        }
    }

    @Test
    void aCompressedFrameIsAnError() throws Exception {
        try (WireSocket client = connect()) {
            Head head = client.open(with("Sec-WebSocket-Extensions: permessage-deflate"));
            assertThat(head.status()).isEqualTo(101);
            assertThat(head.header("Sec-WebSocket-Extensions")).isNull();
            client.write(WireSocket.frame(WireSocket.TEXT | 0x40, utf8(INITIALIZE)));
            assertThat(end(client).code()).isEqualTo(1002);
        }
    }

    @Test
    void aPingIsAnswered() throws Exception {
        try (WireSocket client = begin()) {
            client.write(WireSocket.frame(WireSocket.PING, utf8("there?")));
            WireSocket.Frame pong = Objects.requireNonNull(client.next());

            assertThat(pong.first()).isEqualTo(WireSocket.PONG);
            assertThat(pong.payload()).isEqualTo(utf8("there?"));
        }
    }

    @Test
    void aClientThatVanishesWithinACallEndsItsSession() throws Exception {
        try (WireSocket client = begin()) {
            client.say(CALL);
            assertThat(one.last().told()).isEqualTo(CALL);
        }

        assertThat(one.last().awaitClose()).isTrue();
        awaitNoSession();
        assertThat(gateway.drain()).isZero();
    }

    @Test
    void aClientThatVanishesWithinACallEndsItsSessionWithAllServers() throws Exception {
        try (WireSocket client = initialize(new WireSocket(at("/ws")).open())) {
            client.say(INITIALIZED);
            assertThat(two.last().told()).isEqualTo(INITIALIZED);
            client.say(CALL.replace("ask", "two__ask"));
            assertThat(two.last().told()).contains("\"name\":\"ask\"");
        }

        assertThat(one.allClosed()).isTrue();
        assertThat(two.allClosed()).isTrue();
        awaitNoSession();
        assertThat(gateway.drain()).isZero();
    }

    @Test
    void aServerThatEndsEndsTheSessionAndSaysWhy() throws Exception {
        try (WireSocket client = begin()) {
            client.say(CALL);
            String _ = one.last().told();
            one.last().end("the server ended with exit code 3");

            assertThat(client.message()).contains("\"id\":1", "exit code 3");
            WireSocket.Frame end = end(client);
            assertThat(end.code()).isEqualTo(1011);
            assertThat(end.reason()).isEqualTo("the server ended with exit code 3");
        }
        awaitNoSession();
    }

    @Test
    void aServerThatTakesNobodySaysSo() throws Exception {
        one.refuse(new LinkException("too many sessions of `one`", Duration.ofSeconds(7)));
        try (WireSocket client = connect().open()) {
            client.say(INITIALIZE);

            assertThat(client.message()).contains("\"id\":0", "503", "too many sessions of `one`");
            assertThat(end(client).code()).isEqualTo(1011);
        }
    }

    @Test
    void aServerThatIsGoneEndsItsSessions() throws Exception {
        try (WireSocket client = begin()) {
            gateway.serve(List.of(server("two", two)));

            assertThat(end(client).code()).isEqualTo(1001);
            assertThat(one.last().awaitClose()).isTrue();
        }
    }

    @Test
    void whatIsInProgressIsAnsweredBeforeTheGatewayEnds() throws Exception {
        try (WireSocket client = begin();
                WireSocket idle = begin()) {
            client.say(CALL);
            ScriptedLinks.Link busy = one.first();
            assertThat(busy.told()).isEqualTo(CALL);
            var drained = gateway.drainLater();
            awaitRefusal(client);
            busy.say(RESULT);

            assertThat(client.message()).isEqualTo(RESULT);
            assertThat(drained.get(20, TimeUnit.SECONDS)).isZero();
            assertThat(end(client).code()).isEqualTo(1001);
            assertThat(end(idle).code()).isEqualTo(1001);
        }
    }

    /** All requests are refused for that once the gateway is told to end, and no sooner. */
    private static void awaitRefusal(WireSocket client) throws IOException {
        String answer = "";
        while (!answer.contains("shutting down")) {
            client.say(REFUSED);
            answer = Objects.requireNonNull(client.message());
        }
    }

    @Test
    void aClientThatReadsTooSlowlySlowsTheServerDown() throws Exception {
        String much =
                CHANGED.replace(
                        "}", ",\"params\":{\"_meta\":{\"x\":\"" + "y".repeat(1 << 16) + "\"}}}");
        try (WireSocket client = initialize(new WireSocket(at("/servers/one/ws"), 4_096).open())) {
            for (int i = 0; i < 200; i++) {
                one.last().say(much);
            }
            assertThat(one.last().awaitPause()).isTrue();

            for (int i = 0; i < 200; i++) {
                assertThat(client.message()).isEqualTo(much);
            }
        }
    }

    @Test
    void whoSaysMuchAndReadsLateHearsEverything() throws Exception {
        int many = 20_000;
        try (WireSocket client = connect().open()) {
            Thread saying =
                    Thread.ofVirtual()
                            .start(
                                    () -> {
                                        try {
                                            for (int id = 1; id <= many; id++) {
                                                client.say(
                                                        CALL.replace("\"id\":1", "\"id\":" + id));
                                            }
                                        } catch (IOException broken) {
                                            throw new UncheckedIOException(broken);
                                        }
                                    });
            for (int id = 1; id <= many; id++) {
                assertThat(client.message()).contains("\"id\":" + id + ",");
            }
            saying.join();
        }
    }

    @Test
    void connectionsThatComeAndGoLeaveNothing() throws Exception {
        for (int i = 0; i < 500; i++) {
            WireSocket client = i % 2 == 0 ? begin() : connect().open();
            if (i % 3 == 0) {
                client.write(WireSocket.frame(WireSocket.CLOSE, new byte[] {3, (byte) 0xE8}));
                assertThat(end(client).code()).isEqualTo(1000);
            }
            client.close();
        }

        awaitNoSession();
        assertThat(one.allClosed()).isTrue();
        assertThat(gateway.drain()).isZero();
    }
}
