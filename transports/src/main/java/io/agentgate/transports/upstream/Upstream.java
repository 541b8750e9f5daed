package io.agentgate.transports.upstream;

import io.agentgate.gateway.Gatekeeper;
import io.agentgate.transports.bytes.Uncopied;
import io.agentgate.transports.entrance.MediaTypes;
import io.agentgate.transports.session.ClientSession;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The server as one event loop reaches it: its connections are that loop's own. Redirects are not
 * followed, compression is not asked for, and a header block is bounded.
 */
public final class Upstream {
    private static final CharSequence SESSION_ID = HttpHeaders.createOptimized("Mcp-Session-Id");
    private static final CharSequence PROTOCOL_VERSION =
            HttpHeaders.createOptimized("MCP-Protocol-Version");
    private static final CharSequence LAST_EVENT_ID = HttpHeaders.createOptimized("Last-Event-ID");
    private static final CharSequence JSON = HttpHeaders.createOptimized(MediaTypes.JSON);
    private static final CharSequence EVENT_STREAM =
            HttpHeaders.createOptimized(MediaTypes.EVENT_STREAM);
    private static final CharSequence BOTH =
            HttpHeaders.createOptimized(MediaTypes.JSON + ", " + MediaTypes.EVENT_STREAM);
    private static final int CONNECT_TIMEOUT_MILLIS = 10_000;
    private static final int MAX_HEADER_BYTES = 16 << 10;
    private static final int MAX_REQUEST_CONNECTIONS = 2_048;
    private static final int MAX_STREAM_CONNECTIONS = 20_000;
    private static final int MAX_WAITING = 4_096;

    /** A connection that waits for an answer in silence for so long is given up. */
    private static final int SILENCE_SECONDS =
            (int) (Gatekeeper.MAX_SILENCE_NANOS / 1_000_000_000L);

    /** Unused connections are closed before servers do it: Node.js waits five seconds. */
    private static final int KEEP_ALIVE_SECONDS = 4;

    private final HttpClient requests;
    private final HttpClient streams;
    private final String host;
    private final int port;
    private final boolean tls;
    private final String target;
    private final List<Map.Entry<String, String>> configured;

    /** Is to be made on the event loop that will use it. */
    public Upstream(Vertx vertx, UpstreamSettings settings) {
        URI uri = settings.uri();
        this.tls = "https".equalsIgnoreCase(uri.getScheme());
        this.host = uri.getHost();
        int defaultPort = tls ? 443 : 80;
        this.port = uri.getPort() < 0 ? defaultPort : uri.getPort();
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        this.target = uri.getRawQuery() == null ? path : path + '?' + uri.getRawQuery();
        this.configured = settings.headers();
        this.requests = client(vertx, MAX_REQUEST_CONNECTIONS, SILENCE_SECONDS);
        this.streams = client(vertx, MAX_STREAM_CONNECTIONS, 0);
    }

    private HttpClient client(Vertx vertx, int connections, int silenceSeconds) {
        return vertx.createHttpClient(
                new HttpClientOptions()
                        .setDefaultHost(host)
                        .setDefaultPort(port)
                        .setSsl(tls)
                        .setHttp2ClearTextUpgrade(false)
                        .setConnectTimeout(CONNECT_TIMEOUT_MILLIS)
                        .setReadIdleTimeout(silenceSeconds)
                        .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                        .setMaxHeaderSize(MAX_HEADER_BYTES)
                        .setMaxWaitQueueSize(MAX_WAITING)
                        .setDecompressionSupported(false)
                        .setTcpKeepAlive(true),
                // Connections open on the loop that asks, which is the client's.
                new PoolOptions().setHttp1MaxSize(connections).setEventLoopSize(0));
    }

    /** How an exchange with the server comes out; called on the event loop. */
    public interface Outcome {
        /** The head of its answer is there; the body follows. */
        void answered(HttpClientResponse response);

        /** It could not be reached, and has seen nothing. */
        void unreachable();

        /** The connection broke, and nobody knows what it did. */
        void broken();
    }

    /**
     * Sends a message.
     *
     * @param body one message; the array is not copied
     */
    public void post(
            ClientSession session, ForwardedHeaders headers, byte[] body, Outcome outcome) {
        Buffer buffer = Uncopied.buffer(body);
        requests.request(HttpMethod.POST, target)
                .onComplete(
                        connected -> {
                            if (connected.failed()) {
                                outcome.unreachable();
                                return;
                            }
                            HttpClientRequest request = connected.result();
                            request.putHeader(HttpHeaders.CONTENT_TYPE, JSON);
                            request.putHeader(HttpHeaders.ACCEPT, BOTH);
                            complete(request, session, headers);
                            send(request.send(buffer), outcome);
                        });
    }

    /** Opens a stream of what the server has to say on its own, or goes on with one. */
    public void get(ClientSession session, ForwardedHeaders headers, Outcome outcome) {
        empty(streams, HttpMethod.GET, session, headers, outcome);
    }

    /** Asks the server to end a session. */
    public void delete(ClientSession session, ForwardedHeaders headers, Outcome outcome) {
        empty(requests, HttpMethod.DELETE, session, headers, outcome);
    }

    private void empty(
            HttpClient client,
            HttpMethod method,
            ClientSession session,
            ForwardedHeaders headers,
            Outcome outcome) {
        client.request(new RequestOptions().setMethod(method).setURI(target))
                .onComplete(
                        connected -> {
                            if (connected.failed()) {
                                outcome.unreachable();
                                return;
                            }
                            HttpClientRequest request = connected.result();
                            request.putHeader(HttpHeaders.ACCEPT, EVENT_STREAM);
                            complete(request, session, headers);
                            send(request.send(), outcome);
                        });
    }

    private void complete(
            HttpClientRequest request, ClientSession session, ForwardedHeaders headers) {
        MultiMap all = request.headers();
        put(all, PROTOCOL_VERSION, headers.protocolVersion());
        put(all, SESSION_ID, session.upstreamId());
        put(all, LAST_EVENT_ID, headers.lastEventId());
        for (Map.Entry<String, String> header : configured) {
            all.set(header.getKey(), header.getValue());
        }
    }

    private static void put(MultiMap headers, CharSequence name, @Nullable String value) {
        if (value != null) {
            headers.set(name, value);
        }
    }

    private static void send(Future<HttpClientResponse> sent, Outcome outcome) {
        sent.onComplete(
                answered -> {
                    if (answered.succeeded()) {
                        outcome.answered(answered.result());
                    } else {
                        outcome.broken();
                    }
                });
    }

    public void close() {
        requests.close();
        streams.close();
    }
}
