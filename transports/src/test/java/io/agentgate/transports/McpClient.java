package io.agentgate.transports;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A client of MCP over HTTP, as far as tests of the gateway need one. */
final class McpClient {
    static final String INITIALIZE =
            """
            {"jsonrpc":"2.0","id":0,"method":"initialize","params":{}}\
            """;
    static final String CALL =
            """
            {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"ask","arguments":{}}}\
            """;

    private final HttpClient http;
    private final URI endpoint;
    private final @Nullable String credential;

    /**
     * @param credential what it shows in {@code Authorization}; null for nothing
     */
    McpClient(HttpClient http, URI endpoint, @Nullable String credential) {
        this.http = http;
        this.endpoint = endpoint;
        this.credential = credential;
    }

    /** A request to send or to change. */
    HttpRequest.Builder request() {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(endpoint)
                        .timeout(Duration.ofSeconds(20))
                        .header("Accept", "application/json, text/event-stream")
                        .header("Content-Type", "application/json");
        return credential == null ? request : request.header("Authorization", credential);
    }

    HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, BodyHandlers.ofString());
    }

    /** Begins a session; its id. */
    String begin() throws IOException, InterruptedException {
        HttpResponse<String> answer =
                send(request().POST(BodyPublishers.ofString(INITIALIZE)).build());
        return answer.headers()
                .firstValue("Mcp-Session-Id")
                .orElseThrow(() -> new IOException(answer.statusCode() + " " + answer.body()));
    }

    CompletableFuture<HttpResponse<String>> callLater(String session) {
        HttpRequest call =
                request()
                        .header("Mcp-Session-Id", session)
                        .POST(BodyPublishers.ofString(CALL))
                        .build();
        return http.sendAsync(call, BodyHandlers.ofString());
    }

    HttpResponse<String> call(String session) {
        return callLater(session).join();
    }
}
