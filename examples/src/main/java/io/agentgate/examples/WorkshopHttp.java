package io.agentgate.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.server.McpStatelessServerHandler;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpStatelessServerTransport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Streamable HTTP without sessions, by the JDK's own server: each message is one POST to {@code
 * /mcp}, and its answer one JSON body.
 *
 * @see <a
 *     href="https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#streamable-http">Streamable
 *     HTTP</a>
 */
final class WorkshopHttp implements McpStatelessServerTransport, AutoCloseable {
    static final int MAX_MESSAGE_BYTES = 1024 * 1024;

    private final McpJsonMapper json;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private @Nullable McpStatelessServerHandler server;
    private @Nullable HttpServer http;

    WorkshopHttp(McpJsonMapper json) {
        this.json = json;
    }

    @Override
    public void setMcpHandler(McpStatelessServerHandler handler) {
        server = handler;
    }

    void listen(InetSocketAddress address) throws IOException {
        var listening = HttpServer.create(address, 256);
        listening.createContext("/mcp", this::onMcp);
        listening.createContext(
                "/health", exchange -> answer(exchange, 200, "{\"status\":\"ok\"}"));
        listening.setExecutor(threads);
        listening.start();
        http = listening;
    }

    InetSocketAddress address() {
        if (http == null) {
            throw new IllegalStateException("not listening");
        }
        return http.getAddress();
    }

    @Override
    public Mono<Void> closeGracefully() {
        return Mono.fromRunnable(this::close);
    }

    @Override
    public void close() {
        if (http != null) {
            http.stop(0);
        }
        threads.shutdownNow();
    }

    private void onMcp(HttpExchange exchange) throws IOException {
        if (!exchange.getRequestMethod().equals("POST")) {
            exchange.getResponseHeaders().set("Allow", "POST");
            answer(exchange, 405, null);
            return;
        }
        var body = exchange.getRequestBody().readNBytes(MAX_MESSAGE_BYTES + 1);
        if (body.length > MAX_MESSAGE_BYTES) {
            answer(exchange, 413, null);
            return;
        }
        JSONRPCMessage message;
        try {
            message = McpSchema.deserializeJsonRpcMessage(json, new String(body, UTF_8));
        } catch (IOException | IllegalArgumentException unreadable) {
            answer(exchange, 400, null);
            return;
        }
        answer(exchange, message);
    }

    private void answer(HttpExchange exchange, JSONRPCMessage message) throws IOException {
        switch (message) {
            case JSONRPCRequest request -> answer(exchange, 200, call(request));
            case JSONRPCNotification notification -> {
                server().handleNotification(McpTransportContext.EMPTY, notification).block();
                answer(exchange, 202, null);
            }
            // The workshop asks nothing, so there is nothing to answer.
            default -> answer(exchange, 400, null);
        }
    }

    private String call(JSONRPCRequest request) throws IOException {
        var answer = server().handleRequest(McpTransportContext.EMPTY, request).block();
        return json.writeValueAsString(answer);
    }

    private McpStatelessServerHandler server() {
        if (server == null) {
            throw new IllegalStateException("no server yet");
        }
        return server;
    }

    private static void answer(HttpExchange exchange, int status, @Nullable String body)
            throws IOException {
        try (exchange) {
            if (body == null) {
                exchange.sendResponseHeaders(status, -1);
                return;
            }
            var bytes = body.getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}
