package io.agentgate.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator.ValidationResponse;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkshopHttpIT {
    private final JacksonMcpJsonMapper json =
            new JacksonMcpJsonMapper(JsonMapper.builder().build());
    private final HttpClient browser = HttpClient.newHttpClient();
    private WorkshopHttp http;

    @BeforeEach
    void listen() throws IOException {
        http =
                new WorkshopServer(Workshop.stocked(), json)
                        .serve(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    @AfterEach
    void close() {
        browser.close();
        http.close();
    }

    @Test
    void clientsOfTheSdkUseToolsResourcesAndPrompts() {
        var transport =
                HttpClientStreamableHttpTransport.builder(url("").toString())
                        .jsonMapper(json)
                        .build();
        try (var client =
                McpClient.sync(transport)
                        .requestTimeout(Duration.ofSeconds(30))
                        .jsonSchemaValidator((schema, content) -> ValidationResponse.asValid(""))
                        .build()) {
            client.initialize();
            var answer =
                    client.callTool(
                            CallToolRequest.builder("read_file")
                                    .arguments(Map.of("path", "README.md"))
                                    .build());

            assertThat(((TextContent) answer.content().getFirst()).text()).startsWith("# Workshop");
            assertThat(client.listTools().tools()).hasSize(6);
            assertThat(client.listResources().resources()).hasSize(1);
            assertThat(client.listPrompts().prompts()).hasSize(1);
        }
    }

    @Test
    void whatIsNoMessageOrTooLongIsRefused() throws Exception {
        assertThat(post("{").statusCode()).isEqualTo(400);
        assertThat(post("{}").statusCode()).isEqualTo(400);
        assertThat(post("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}").statusCode())
                .isEqualTo(400);
        assertThat(post(" ".repeat(WorkshopHttp.MAX_MESSAGE_BYTES + 1)).statusCode())
                .isEqualTo(413);
    }

    @Test
    void thereIsNoStreamAndNoSessionToEnd() throws Exception {
        assertThat(send("/mcp", "GET", BodyPublishers.noBody()).statusCode()).isEqualTo(405);
        assertThat(send("/mcp", "DELETE", BodyPublishers.noBody()).statusCode()).isEqualTo(405);
    }

    @Test
    void healthIsToldToWhoeverAsks() throws Exception {
        assertThat(send("/health", "GET", BodyPublishers.noBody()).body())
                .isEqualTo("{\"status\":\"ok\"}");
    }

    private HttpResponse<String> post(String body) throws Exception {
        return send("/mcp", "POST", BodyPublishers.ofString(body));
    }

    private HttpResponse<String> send(String path, String method, BodyPublisher body)
            throws Exception {
        var request = HttpRequest.newBuilder(url(path)).method(method, body).build();
        return browser.send(request, BodyHandlers.ofString());
    }

    private URI url(String path) {
        return URI.create("http://127.0.0.1:" + http.address().getPort() + path);
    }
}
