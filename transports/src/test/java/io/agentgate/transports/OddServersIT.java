package io.agentgate.transports;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.testkit.http.Answer;
import io.agentgate.testkit.http.WireClient;
import io.agentgate.transports.entrance.Authentication;
import io.agentgate.transports.route.ServerSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Servers that do what servers should not, alone behind a path and as one among several. */
@Timeout(60)
class OddServersIT {
    private static final String INITIALIZE =
            """
            {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25",\
            "capabilities":{},"clientInfo":{"name":"test","version":"1"}}}\
            """;
    private static final String INITIALIZED =
            """
            {"jsonrpc":"2.0","method":"notifications/initialized"}\
            """;
    private static final Pattern CURSOR = Pattern.compile("\"nextCursor\":\"([^\"]+)\"");

    private final ScriptedLinks one = new ScriptedLinks("2025-11-25");
    private final ScriptedLinks two = new ScriptedLinks("2025-11-25");
    private RealGateway gateway;

    /** How the odd server, which is {@code one}, is reached. */
    private enum Way {
        ALONE("/servers/one/mcp", ""),
        AMONG_OTHERS("/mcp", "one__");

        private final String path;
        private final String prefix;

        Way(String path, String prefix) {
            this.path = path;
            this.prefix = prefix;
        }
    }

    @BeforeEach
    void start(@TempDir Path scratch) throws Exception {
        gateway =
                new RealGateway(
                        scratch,
                        new ListenerSettings(
                                "127.0.0.1", 0, ListenerSettings.THIS_MACHINE, Set.of()),
                        List.of(
                                new ServerSettings.OverLinks("one", one),
                                new ServerSettings.OverLinks("two", two)),
                        Authentication.NONE,
                        new SharedMemory().member("alone"),
                        2);
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
    }

    private WireClient connect() throws IOException {
        return new WireClient(URI.create("http://127.0.0.1:" + gateway.port()));
    }

    /** A session that was begun, in which one says something at a time. */
    private final class Client implements AutoCloseable {
        private final WireClient wire = connect();
        private final Way way;
        private final String session;

        Client(Way way) throws Exception {
            this.way = way;
            wire.send(request("POST", null, INITIALIZE));
            session = Objects.requireNonNull(wire.answer().header("Mcp-Session-Id"));
            assertThat(say(INITIALIZED).answer().status()).isEqualTo(202);
            assertThat(one.last().told()).isEqualTo(INITIALIZED);
            if (way == Way.AMONG_OTHERS) {
                assertThat(two.last().told()).isEqualTo(INITIALIZED);
            }
        }

        WireClient say(String message) throws IOException {
            return wire.send(request("POST", session, message));
        }

        WireClient call(int id) throws IOException {
            return say(OddServersIT.call(id, way.prefix + "ask"));
        }

        /** Lists tools; what {@code two} has is nothing. */
        String list(@Nullable String cursor, String odd) throws Exception {
            say(
                    "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/list\",\"params\":{%s}}"
                            .formatted(cursor == null ? "" : "\"cursor\":\"" + cursor + "\""));
            one.last().say(result(ScriptedLinks.Link.id(one.last().told()), odd));
            if (way == Way.AMONG_OTHERS && cursor == null) {
                two.last().say(result(ScriptedLinks.Link.id(two.last().told()), tools(0, 0)));
            }
            return answered(wire);
        }

        String request(String method, @Nullable String name, String body) {
            return method
                    + " "
                    + way.path
                    + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAccept: "
                    + (method.equals("GET") ? "" : "application/json, ")
                    + "text/event-stream\r\n"
                    + (name == null ? "" : "Mcp-Session-Id: " + name + "\r\n")
                    + (body.isEmpty() ? "" : "Content-Length: " + body.length() + "\r\n")
                    + "\r\n"
                    + body;
        }

        @Override
        public void close() throws IOException {
            wire.close();
        }
    }

    /** The answer to a request: as JSON if it comes at once, as the last event of a stream else. */
    private static String answered(WireClient wire) throws IOException {
        Answer answer = wire.answer();
        return "text/event-stream".equals(answer.header("Content-Type"))
                ? answer.body()
                        .lines()
                        .filter(line -> line.startsWith("data: {"))
                        .reduce((earlier, later) -> later)
                        .map(line -> line.substring("data: ".length()))
                        .orElse("")
                : answer.body();
    }

    private static String call(int id, String tool) {
        return "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"tools/call\",\"params\":{\"name\":\"%s\"}}"
                .formatted(id, tool);
    }

    private static String result(Object id, String result) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + result + "}";
    }

    private static String log(int number) {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"level\":\"info\",\"data\":%d}}"
                .formatted(number);
    }

    private static String tools(int from, int to) {
        return "{\"tools\":["
                + IntStream.range(from, to)
                        .mapToObj(
                                i ->
                                        "{\"name\":\"tool%d\",\"inputSchema\":{\"type\":\"object\"}}"
                                                .formatted(i))
                        .collect(Collectors.joining(","))
                + "]}";
    }

    private static String withCursor(String list, String cursor) {
        return list.substring(0, list.length() - 1) + ",\"nextCursor\":\"" + cursor + "\"}";
    }

    @ParameterizedTest
    @EnumSource
    void floodWithinACallIsHeardInItsOrderAndThenTheAnswer(Way way) throws Exception {
        try (Client client = new Client(way);
                Client bystander = new Client(way)) {
            ScriptedLinks.Link others = one.last();
            client.call(5);
            ScriptedLinks.Link odd = one.first();
            assertThat(odd.told()).isEqualTo(call(5, "ask"));
            Thread flood =
                    Thread.ofVirtual()
                            .start(
                                    () -> {
                                        for (int i = 0; i < 50_000; i++) {
                                            odd.say(log(i));
                                        }
                                        odd.say(result(5, "{}"));
                                    });

            bystander.call(6);
            assertThat(others.told()).isEqualTo(call(6, "ask"));
            others.say(result(6, "{}"));
            assertThat(answered(bystander.wire)).isEqualTo(result(6, "{}"));

            assertThat(client.wire.head().status()).isEqualTo(200);
            for (int i = 0; i < 50_000; i++) {
                assertThat(client.wire.message()).isEqualTo(log(i));
            }
            assertThat(client.wire.message()).isEqualTo(result(5, "{}"));
            flood.join();
        }
    }

    @ParameterizedTest
    @EnumSource
    void ofAFloodThatNobodyListensToTheFirstMessagesWait(Way way) throws Exception {
        try (Client client = new Client(way);
                WireClient listener = connect()) {
            for (int i = 0; i < 50_000; i++) {
                one.last().say(log(i));
            }
            client.call(5);
            assertThat(one.last().told()).isEqualTo(call(5, "ask"));
            one.last().say(result(5, "{}"));
            assertThat(answered(client.wire)).isEqualTo(result(5, "{}"));

            listener.send(client.request("GET", client.session, ""));

            assertThat(listener.head().status()).isEqualTo(200);
            for (int i = 0; i < 64; i++) {
                assertThat(listener.message()).isEqualTo(log(i));
            }
            one.last().say(log(-1));
            assertThat(listener.message()).isEqualTo(log(-1));
        }
    }

    @ParameterizedTest
    @EnumSource
    void secondAnswerIsNobodys(Way way) throws Exception {
        try (Client client = new Client(way)) {
            client.call(5);
            assertThat(one.last().told()).isEqualTo(call(5, "ask"));
            one.last().say(result(5, "{\"n\":1}"));
            one.last().say(result(5, "{\"n\":2}"));
            assertThat(answered(client.wire)).isEqualTo(result(5, "{\"n\":1}"));

            client.call(6);
            assertThat(one.last().told()).isEqualTo(call(6, "ask"));
            one.last().say(result(5, "{\"n\":3}"));
            one.last().say(result(6, "{\"n\":4}"));

            assertThat(answered(client.wire)).isEqualTo(result(6, "{\"n\":4}"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void answersToWhatNobodyAskedAreNobodys(Way way) throws Exception {
        try (Client client = new Client(way)) {
            client.call(5);
            assertThat(one.last().told()).isEqualTo(call(5, "ask"));
            for (String alien : List.of("4", "\"5\"", "null", "5.5", "\"agentgate-1\"", "{}")) {
                one.last().say(result(alien, "{\"alien\":true}"));
            }
            one.last().say(result(5, "{}"));

            assertThat(answered(client.wire)).isEqualTo(result(5, "{}"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void tenThousandToolsOnOnePageAreListed(Way way) throws Exception {
        try (Client client = new Client(way)) {
            String listed = client.list(null, tools(0, 10_000));

            assertThat(listed)
                    .contains("\"" + way.prefix + "tool0\"", "\"" + way.prefix + "tool9999\"");
            assertThat(listed.split("inputSchema", -1)).hasSize(10_001);
        }
    }

    @ParameterizedTest
    @EnumSource
    void tenThousandToolsOnManyPagesAreListed(Way way) throws Exception {
        try (Client client = new Client(way)) {
            List<String> pages = new ArrayList<>();
            String cursor = null;
            for (int from = 0; from < 10_000; from += 50) {
                String page = tools(from, from + 50);
                String listed =
                        client.list(cursor, from == 9_950 ? page : withCursor(page, "at-" + from));
                cursor =
                        CURSOR.matcher(listed)
                                .results()
                                .map(found -> found.group(1))
                                .findFirst()
                                .orElse(null);
                pages.add(listed);
            }

            assertThat(cursor).isNull();
            assertThat(pages).allMatch(page -> page.split("inputSchema", -1).length == 51);
            assertThat(pages.getLast()).contains("\"" + way.prefix + "tool9999\"");
        }
    }

    @ParameterizedTest
    @EnumSource
    void listThatChangesBetweenItsPagesIsShownAsItIs(Way way) throws Exception {
        try (Client client = new Client(way)) {
            String first = client.list(null, withCursor(tools(0, 2), "at-2"));
            String cursor =
                    CURSOR.matcher(first)
                            .results()
                            .map(found -> found.group(1))
                            .findFirst()
                            .orElseThrow();

            String second = client.list(cursor, tools(1, 3));

            assertThat(second)
                    .contains("\"" + way.prefix + "tool1\"", "\"" + way.prefix + "tool2\"");
            client.say(call(8, way.prefix + "tool0"));
            assertThat(one.last().told()).isEqualTo(call(8, "tool0"));
            one.last().say(result(8, "{\"isError\":true,\"content\":[]}"));
            assertThat(answered(client.wire))
                    .as("whether it is still there, its server says")
                    .contains("\"isError\":true");
        }
    }

    @Test
    void cursorThatItsServerForgotIsAnError() throws Exception {
        for (Way way : Way.values()) {
            try (Client client = new Client(way)) {
                String first = client.list(null, withCursor(tools(0, 2), "at-2"));
                assertThat(CURSOR.matcher(first).find()).isTrue();
                String cursor =
                        CURSOR.matcher(first)
                                .results()
                                .map(found -> found.group(1))
                                .findFirst()
                                .orElseThrow();
                client.say(
                        "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/list\",\"params\":{\"cursor\":\"%s\"}}"
                                .formatted(cursor));
                String asked = one.last().told();
                assertThat(asked).contains("\"at-2\"");
                one.last()
                        .say(
                                "{\"jsonrpc\":\"2.0\",\"id\":%s,\"error\":{\"code\":-32602,\"message\":\"no such cursor\"}}"
                                        .formatted(ScriptedLinks.Link.id(asked)));

                Answer answer = client.wire.answer();

                assertThat(answer.body()).contains("\"id\":7", "-32602", "no such cursor");
                assertThat(client.list(null, tools(0, 3))).contains("tool2");
            }
        }
    }

    @Test
    void toolThatIsNamedLikeAnotherServersIsNotTakenForIt() throws Exception {
        try (Client client = new Client(Way.AMONG_OTHERS)) {
            String listed =
                    client.list(
                            null, "{\"tools\":[{\"name\":\"two__ask\"},{\"name\":\"one__ask\"}]}");
            assertThat(listed)
                    .contains("[{\"name\":\"one__two__ask\"},{\"name\":\"one__one__ask\"}]");

            client.say(call(5, "one__two__ask"));
            assertThat(one.last().told()).isEqualTo(call(5, "two__ask"));
            one.last().say(result(5, "{\"of\":1}"));
            assertThat(answered(client.wire)).isEqualTo(result(5, "{\"of\":1}"));

            client.say(call(6, "two__ask"));
            assertThat(two.last().told()).isEqualTo(call(6, "ask"));
            two.last().say(result(6, "{\"of\":2}"));
            assertThat(answered(client.wire)).isEqualTo(result(6, "{\"of\":2}"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void clientThatVanishesWithinACallLeavesItsSessionAsItWas(Way way) throws Exception {
        try (Client client = new Client(way);
                WireClient again = connect()) {
            client.call(5);
            assertThat(one.last().told()).isEqualTo(call(5, "ask"));
            client.wire.close();
            one.last().say(log(1));
            one.last().say(result(5, "{}"));

            again.send(client.request("POST", client.session, call(6, way.prefix + "ask")));

            assertThat(one.last().told()).isEqualTo(call(6, "ask"));
            one.last().say(result(6, "{}"));
            assertThat(answered(again)).isEqualTo(result(6, "{}"));
            assertThat(gateway.drain()).isZero();
        }
    }
}
