import static java.nio.charset.StandardCharsets.UTF_8;

import io.agentgate.protocol.Limits;
import io.agentgate.protocol.Notification;
import io.agentgate.protocol.Peer;
import io.agentgate.protocol.Request;
import io.agentgate.protocol.Scanner;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;

/**
 * The same server as {@code Upstream}, written the way servers are: with an HTTP library (Vert.x) and
 * with every message parsed. Nearer to what stands behind a gateway, and still far quicker.
 *
 * <p>Usage: {@code java -cp DIST/serve/lib/main/* bench/load/LibraryUpstream.java [--port 7080]
 * [--loops 1]}
 */
final class LibraryUpstream extends AbstractVerticle {
    /** At this path it begins sessions and knows nothing else; at others it does what it is asked. */
    private static final String HANDSHAKE = "/handshake";

    /** At this path it begins none. */
    private static final String STATELESS = "/stateless";

    private static final String DISCOVERED =
            """
            {"resultType":"complete","supportedVersions":["2026-07-28"],"capabilities":{"tools":{}},\
            "ttlMs":0,"cacheScope":"private"}""";
    private static final String COMPLETE = "\"resultType\":\"complete\",";
    private static final int ANSWER = 300;
    private static final LongAdder CALLS = new LongAdder();
    private static final LongAdder STREAMS = new LongAdder();
    private static final LongAdder CONNECTIONS = new LongAdder();

    private final int port;
    private final Scanner scanner = new Scanner(Limits.DEFAULT, Peer.CLIENT);

    private LibraryUpstream(int port) {
        this.port = port;
    }

    public static void main(String[] words) {
        int port = number(words, "--port", 7080);
        int loops = number(words, "--loops", 1);
        Vertx vertx =
                Vertx.vertx(
                        new VertxOptions()
                                .setPreferNativeTransport(true)
                                .setEventLoopPoolSize(loops));
        vertx.deployVerticle(
                () -> new LibraryUpstream(port), new DeploymentOptions().setInstances(loops));
    }

    private static int number(String[] words, String option, int otherwise) {
        int at = Arrays.asList(words).indexOf(option);
        return at < 0 ? otherwise : Integer.parseInt(words[at + 1]);
    }

    @Override
    public void start() {
        vertx.createHttpServer(
                        new HttpServerOptions()
                                .setHost("127.0.0.1")
                                .setPort(port)
                                .setAcceptBacklog(16_384))
                .connectionHandler(
                        connection -> {
                            CONNECTIONS.increment();
                            connection.closeHandler(closed -> CONNECTIONS.decrement());
                        })
                .requestHandler(this::answer)
                .listen();
    }

    private void answer(HttpServerRequest request) {
        if (request.method().equals(HttpMethod.POST)) {
            request.body().onSuccess(body -> answer(request, body.getBytes()));
        } else if (request.path().equals("/count")) {
            request.response()
                    .end(
                            "{\"calls\":%d,\"streams\":%d,\"connections\":%d}"
                                    .formatted(CALLS.sum(), STREAMS.sum(), CONNECTIONS.sum()));
        } else if (request.method().equals(HttpMethod.GET)) {
            STREAMS.increment();
            request.response().closeHandler(closed -> STREAMS.decrement());
            request.response().setChunked(true).putHeader("Content-Type", "text/event-stream");
            request.response().writeHead();
        } else {
            request.response().end();
        }
    }

    private void answer(HttpServerRequest request, byte[] message) {
        switch (scanner.scan(message)) {
            case Request call -> {
                String id = new String(call.id().raw(), UTF_8);
                String result =
                        switch (call.method()) {
                            case "server/discover" ->
                                    speaks(request, HANDSHAKE) ? null : DISCOVERED;
                            case "initialize" -> {
                                if (speaks(request, STATELESS)) {
                                    yield null;
                                }
                                request.response()
                                        .putHeader(
                                                "Mcp-Session-Id", UUID.randomUUID().toString());
                                yield """
                                {"protocolVersion":"2025-11-25","capabilities":{"tools":{}},\
                                "serverInfo":{"name":"bench","version":"1"}}""";
                            }
                            case "tools/call" -> {
                                CALLS.increment();
                                yield text(id, speaks(request, STATELESS) ? COMPLETE : "");
                            }
                            case "tools/list" -> "{\"tools\":[]}";
                            default -> "{}";
                        };
                String outcome =
                        result == null
                                ? "\"error\":{\"code\":-32601,\"message\":\"unknown\"}"
                                : "\"result\":" + result;
                request.response()
                        .setStatusCode(result == null ? 404 : 200)
                        .putHeader("Content-Type", "application/json")
                        .end(Buffer.buffer("{\"jsonrpc\":\"2.0\",\"id\":" + id + "," + outcome + "}"));
            }
            case Notification ignored -> request.response().setStatusCode(202).end();
            default -> request.response().setStatusCode(400).end();
        }
    }

    private static boolean speaks(HttpServerRequest request, String era) {
        return request.path().equals(era);
    }

    /** A result that makes the whole answer as long as the other upstream's. */
    private static String text(String id, String more) {
        String before = "{" + more + "\"content\":[{\"type\":\"text\",\"text\":\"";
        String after = "\"}],\"isError\":false}";
        int rest =
                ANSWER
                        - "{\"jsonrpc\":\"2.0\",\"id\":,\"result\":}".length()
                        - id.length()
                        - before.length()
                        - after.length();
        return before + "found it ".repeat(rest / 9 + 1).substring(0, rest) + after;
    }
}
