package io.agentgate.transports.entrance;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.caller.Networks;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntranceTest {
    private static final DefaultHttpHeadersFactory UNCHECKED =
            DefaultHttpHeadersFactory.headersFactory().withValidation(false);

    private final Entrance local = entrance(Set.of("localhost", "127.0.0.1", "[::1]"));

    private static Entrance entrance(Set<String> hosts) {
        return new Entrance(
                new Provenance(hosts, Set.of("https://app.example")),
                Authentication.NONE,
                null,
                Networks.NONE);
    }

    /** A request as a well-behaved client makes it, with other headers instead of some. */
    private static HttpHeaders headers(String... others) {
        // What no client may send has to be tried, too.
        HttpHeaders headers = UNCHECKED.newHeaders();
        headers.add("Host", "127.0.0.1:7072");
        headers.add("Content-Type", "application/json");
        headers.add("Accept", "application/json, text/event-stream");
        headers.add("MCP-Protocol-Version", "2025-11-25");
        headers.add("Content-Length", "2");
        for (int i = 0; i < others.length; i += 2) {
            headers.set(others[i], others[i + 1]);
        }
        return headers;
    }

    private static int post(Entrance entrance, HttpHeaders headers) {
        return status(entrance, HttpMethod.POST, headers);
    }

    private static int status(Entrance entrance, HttpMethod method, HttpHeaders headers) {
        RequestHead head = RequestHead.of(headers, "Authorization");
        Rejection rejection = entrance.checkHead(head, false);
        @Nullable Rejection wrong = rejection != null ? rejection : entrance.checkMcp(method, head);
        return wrong == null ? 200 : wrong.status();
    }

    @Test
    void letsWellBehavedClientsIn() {
        assertThat(post(local, headers())).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"localhost", "LOCALHOST:9", "127.0.0.1", "127.0.0.1:80", "[::1]", "[::1]:7"})
    void answersToTheNamesOfThisMachine(String host) {
        assertThat(post(local, headers("Host", host))).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "localhost.evil.example",
                "localhost:80:80",
                "localhost:x",
                "evil@localhost",
                "127.0.0.1.nip.io",
                "0.0.0.0",
                "[::]"
            })
    void answersToNoOtherNameOnLoopback(String host) {
        assertThat(post(local, headers("Host", host))).isEqualTo(403);
    }

    @Test
    void answersToAnyNameWhereOthersMayCall() {
        assertThat(post(entrance(Set.of()), headers("Host", "gate.example"))).isEqualTo(200);
    }

    @Test
    void refusesARequestWithoutHost() {
        HttpHeaders headers = headers();
        headers.remove("Host");

        assertThat(post(local, headers)).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:6274, 200",
        "https://127.0.0.1, 200",
        "http://[::1]:3000, 200",
        "https://app.example, 200",
        "https://app.example:444, 403",
        "http://app.example, 403",
        "http://evil.example, 403",
        "http://localhost.evil.example, 403",
        "http://localhost@evil.example, 403",
        "null, 403",
        "file://, 403",
        "localhost, 403"
    })
    void letsOnlyKnownPagesIn(String origin, int status) {
        assertThat(post(local, headers("Origin", origin))).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host",
                "Origin",
                "Content-Type",
                "Content-Length",
                "Content-Encoding",
                "Transfer-Encoding",
                "Authorization",
                "Mcp-Session-Id",
                "MCP-Protocol-Version",
                "Last-Event-ID"
            })
    void refusesHeadersThatStandTwice(String name) {
        HttpHeaders headers = headers();
        headers.remove(name);
        headers.add(name, "localhost");
        headers.add(name.toLowerCase(java.util.Locale.ROOT), "localhost");

        assertThat(post(local, headers)).isEqualTo(400);
    }

    @Test
    void readsAnAcceptInSeveralHeaders() {
        HttpHeaders headers = headers("Accept", "application/json");
        headers.add("Accept", "text/event-stream");

        assertThat(post(local, headers)).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "chunked, 200",
        "Chunked, 200",
        "'chunked, identity', 400",
        "gzip, 400",
        "xchunked, 400"
    })
    void knowsOneTransferCoding(String coding, int status) {
        assertThat(post(local, headers("Transfer-Encoding", coding))).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "application/json; charset=utf-8, 200",
        "Application/JSON ; Charset=UTF-8, 200",
        "application/json;profile=x, 200",
        "application/json; charset=utf-16, 415",
        "text/plain, 415",
        "text/plain; x=application/json, 415",
        "application/jsonx, 415",
        "application/x-www-form-urlencoded, 415"
    })
    void takesJsonInUtf8Alone(String type, int status) {
        assertThat(post(local, headers("Content-Type", type))).isEqualTo(status);
    }

    @Test
    void takesNothingWithoutAType() {
        HttpHeaders headers = headers();
        headers.remove("Content-Type");

        assertThat(post(local, headers)).isEqualTo(415);
    }

    @ParameterizedTest
    @CsvSource({"identity, 200", "gzip, 415", "'gzip, gzip', 415", "br, 415"})
    void takesNothingCompressed(String coding, int status) {
        assertThat(post(local, headers("Content-Encoding", coding))).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "'text/event-stream,application/json', 200",
        "*/*, 200",
        "'application/*, text/*;q=0.5', 200",
        "'application/json, text/event-stream;q=0', 406",
        "application/json, 406",
        "text/event-stream, 406",
        "text/html, 406"
    })
    void posterMustTakeBothKindsOfAnswer(String accept, int status) {
        assertThat(post(local, headers("Accept", accept))).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"text/event-stream, 200", "*/*, 200", "application/json, 406"})
    void listenerMustTakeStreams(String accept, int status) {
        assertThat(status(local, HttpMethod.GET, headers("Accept", accept))).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "2024-11-05, 200",
        "2025-03-26, 200",
        "2025-06-18, 200",
        "2025-11-25, 200",
        "2026-07-28, 405",
        "1999-01-01, 400",
        "'', 400"
    })
    void onlyRevisionsWithAHandshakeHaveStreamsOfTheirOwn(String version, int status) {
        assertThat(status(local, HttpMethod.GET, headers("MCP-Protocol-Version", version)))
                .isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2024-11-05", "2025-11-25", "2026-07-28", "1999-01-01"})
    void whatRevisionAMessageIsInIsAskedOnceItIsThere(String version) {
        assertThat(post(local, headers("MCP-Protocol-Version", version))).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"stream-1/42, 200", "a b, 200", "a\u0001b, 400", "\u00e9, 400"})
    void goesOnOnlyAfterEventsThatCanBeNamed(String id, int status) {
        assertThat(status(local, HttpMethod.GET, headers("Last-Event-ID", id))).isEqualTo(status);
    }

    @Test
    void takesARequestWithoutARevision() {
        HttpHeaders headers = headers();
        headers.remove("MCP-Protocol-Version");

        assertThat(post(local, headers)).isEqualTo(200);
    }

    @Test
    void refusesWhatIsTooLongBeforeItIsRead() {
        assertThat(post(local, headers("Content-Length", "999999999999"))).isEqualTo(413);
        assertThat(post(local, headers("Content-Length", "9".repeat(30)))).isEqualTo(413);
    }

    @Test
    void refusesExpectationsItDoesNotKnow() {
        assertThat(post(local, headers("Expect", "100-continue"))).isEqualTo(200);
        assertThat(post(local, headers("Expect", "coffee"))).isEqualTo(417);
    }
}
