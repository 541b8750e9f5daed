package io.agentgate.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator.ValidationResponse;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.ClientCapabilities;
import io.modelcontextprotocol.spec.McpSchema.CreateMessageRequest;
import io.modelcontextprotocol.spec.McpSchema.CreateMessageResult;
import io.modelcontextprotocol.spec.McpSchema.ElicitFormRequest;
import io.modelcontextprotocol.spec.McpSchema.ElicitResult;
import io.modelcontextprotocol.spec.McpSchema.Role;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/** A Java session is a client of the official Java SDK that keeps, as JSON, what it received. */
public final class JavaSession implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private final List<String> received = Collections.synchronizedList(new ArrayList<>());
    private final BlockingQueue<String> progress = new LinkedBlockingQueue<>();
    private final McpSyncClient client;

    private JavaSession(McpClientTransport transport) {
        client =
                McpClient.sync(transport)
                        .requestTimeout(PATIENCE)
                        .initializationTimeout(PATIENCE)
                        .jsonSchemaValidator((schema, content) -> ValidationResponse.asValid(""))
                        .capabilities(ClientCapabilities.builder().sampling().elicitation().build())
                        .sampling(this::sample)
                        .elicitation(this::elicit)
                        .progressConsumer(notification -> progress.add(json(notification)))
                        .build();
    }

    /** Plays a session from the handshake to the end and answers with what was received. */
    public static List<String> play(List<String> command, Path home, Consumer<JavaSession> script) {
        var parameters =
                ServerParameters.builder(command.getFirst())
                        .args(command.subList(1, command.size()))
                        .env(Gateway.environment(home))
                        .build();
        var transport = new StdioClientTransport(parameters, new JacksonMcpJsonMapper(JSON));
        // What a server says on stderr is for people, and the SDK would log it.
        transport.setStdErrorHandler(line -> {});
        return play(transport, script);
    }

    /** The same over Streamable HTTP. */
    public static List<String> play(URI endpoint, Consumer<JavaSession> script) {
        return play(
                HttpClientStreamableHttpTransport.builder(endpoint.resolve("/").toString())
                        .endpoint(endpoint.getPath())
                        .jsonMapper(new JacksonMcpJsonMapper(JSON))
                        .build(),
                script);
    }

    private static List<String> play(McpClientTransport transport, Consumer<JavaSession> script) {
        try (var session = new JavaSession(transport)) {
            session.ask(McpSyncClient::initialize);
            script.accept(session);
            return List.copyOf(session.received);
        }
    }

    /** Records an answer, be it a result or an error. */
    public void ask(Function<McpSyncClient, Object> request) {
        try {
            received.add(json(request.apply(client)));
        } catch (McpError refused) {
            received.add("error " + json(refused.getJsonRpcError()));
        }
    }

    public void call(String tool, Map<String, Object> arguments) {
        ask(client -> client.callTool(CallToolRequest.builder(tool).arguments(arguments).build()));
    }

    /** Calls a tool that reports as many steps; they may overtake the answer and come after it. */
    public void callWithProgress(String tool, Map<String, Object> arguments, int steps) {
        var request = CallToolRequest.builder(tool).arguments(arguments).progressToken("steps");
        ask(client -> client.callTool(request.build()));
        for (int step = 0; step < steps; step++) {
            received.add(nextProgress());
        }
    }

    @Override
    public void close() {
        client.closeGracefully();
    }

    private String nextProgress() {
        try {
            var next = progress.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return next == null ? "no progress" : next;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting", interrupted);
        }
    }

    private CreateMessageResult sample(CreateMessageRequest request) {
        received.add(json(request));
        return CreateMessageResult.builder(Role.ASSISTANT, "A fixed answer.", "fixed-model")
                .build();
    }

    private ElicitResult elicit(ElicitFormRequest request) {
        received.add(json(request));
        return ElicitResult.builder(ElicitResult.Action.ACCEPT)
                .content(Map.of("name", "Erin Doe"))
                .build();
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
