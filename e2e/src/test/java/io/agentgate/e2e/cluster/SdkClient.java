package io.agentgate.e2e.cluster;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator.ValidationResponse;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.ClientCapabilities;
import io.modelcontextprotocol.spec.McpSchema.ElicitResult;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** A client of the official Java SDK, over HTTP with an access token. */
final class SdkClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final McpSyncClient client;

    SdkClient(URI gateway, String token) {
        HttpClientStreamableHttpTransport transport =
                HttpClientStreamableHttpTransport.builder(gateway.toString())
                        .endpoint("/mcp")
                        .jsonMapper(new JacksonMcpJsonMapper(JsonMapper.builder().build()))
                        .addHttpRequestCustomizer(
                                (request, method, uri, body, context) ->
                                        request.setHeader("Authorization", "Bearer " + token))
                        .build();
        client =
                McpClient.sync(transport)
                        .requestTimeout(PATIENCE)
                        .initializationTimeout(PATIENCE)
                        .jsonSchemaValidator((schema, content) -> ValidationResponse.asValid(""))
                        .capabilities(ClientCapabilities.builder().elicitation().build())
                        .elicitation(
                                asked ->
                                        ElicitResult.builder(ElicitResult.Action.ACCEPT)
                                                .content(Map.of())
                                                .build())
                        .build();
        client.initialize();
    }

    /** Calls a tool and gives its result. */
    String call(String tool) {
        return client.callTool(CallToolRequest.builder(tool).arguments(Map.of()).build())
                .content()
                .toString();
    }

    @Override
    public void close() {
        client.closeGracefully();
    }
}
