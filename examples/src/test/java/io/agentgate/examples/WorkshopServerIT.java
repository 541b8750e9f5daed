package io.agentgate.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator.ValidationResponse;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.GetPromptRequest;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceRequest;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.TextResourceContents;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkshopServerIT {
    private static final String INITIALIZE =
            """
            {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25",\
            "capabilities":{},"clientInfo":{"name":"test","version":"1"}}}
            """;

    @Test
    void everyToolDescribesItselfAndOnlyDeletionIsDestructive() {
        try (var client = connect()) {
            var tools = client.listTools().tools();

            assertThat(tools)
                    .extracting(Tool::name)
                    .containsExactly(
                            "list_files",
                            "read_file",
                            "write_file",
                            "delete_file",
                            "search",
                            "fetch_report");
            assertThat(tools).allSatisfy(tool -> assertThat(tool.description()).isNotBlank());
            assertThat(tools)
                    .filteredOn(tool -> tool.annotations().destructiveHint())
                    .extracting(Tool::name)
                    .containsExactly("delete_file");
        }
    }

    @Test
    void filesAreWrittenFoundAndDeleted() {
        try (var client = connect()) {
            call(client, "write_file", Map.of("path", "notes/ü.md", "content", "zwölf\r\nBögen"));

            assertThat(text(call(client, "read_file", Map.of("path", "notes/ü.md"))))
                    .isEqualTo("zwölf\r\nBögen");
            assertThat(text(call(client, "search", Map.of("query", "bögen"))))
                    .isEqualTo("notes/ü.md:2: Bögen");
            assertThat(text(call(client, "delete_file", Map.of("path", "notes/ü.md"))))
                    .isEqualTo("Deleted notes/ü.md");
            assertThat(text(call(client, "list_files", Map.of())))
                    .isEqualTo("README.md\nconfig/.env\nnotes/suppliers.md\nnotes/todo.md");
        }
    }

    @Test
    void argumentsThatDoNotFitAreToolErrors() {
        try (var client = connect()) {
            assertThat(call(client, "read_file", Map.of("path", "nowhere")))
                    .satisfies(result -> assertThat(result.isError()).isTrue())
                    .satisfies(result -> assertThat(text(result)).contains("`nowhere`"));
            assertThat(call(client, "read_file", Map.of("path", 1)).isError()).isTrue();
            assertThat(call(client, "read_file", Map.of()).isError()).isTrue();
        }
    }

    @Test
    void reportIsStructured() {
        try (var client = connect()) {
            var report = call(client, "fetch_report", Map.of());

            assertThat(report.structuredContent())
                    .asInstanceOf(InstanceOfAssertFactories.MAP)
                    .containsKey("repairs");
            assertThat(text(report)).contains("carla@muster.example");
        }
    }

    @Test
    void resourceAndPromptAreServed() {
        try (var client = connect()) {
            var uri = client.listResources().resources().getFirst().uri();
            var readme = client.readResource(ReadResourceRequest.builder(uri).build());
            var name = client.listPrompts().prompts().getFirst().name();
            var prompt =
                    client.getPrompt(
                            GetPromptRequest.builder(name)
                                    .arguments(Map.of("folder", "notes/"))
                                    .build());

            assertThat(readme.contents().getFirst())
                    .isInstanceOfSatisfying(
                            TextResourceContents.class,
                            contents -> assertThat(contents.text()).startsWith("# Workshop"));
            assertThat(prompt.messages().getFirst().content())
                    .isInstanceOfSatisfying(
                            TextContent.class,
                            content -> assertThat(content.text()).contains("`notes/`"));
        }
    }

    @Test
    void endOfInputEndsTheProcessWithStatusZeroAndNothingButMessagesWasPrinted() throws Exception {
        var server = new ProcessBuilder(command()).start();
        try (var answers =
                new BufferedReader(new InputStreamReader(server.getInputStream(), UTF_8))) {
            server.getOutputStream().write(INITIALIZE.getBytes(UTF_8));
            server.getOutputStream().flush();
            var answer = answers.readLine();

            server.getOutputStream().close();

            assertThat(answer).startsWith("{\"jsonrpc\":\"2.0\",\"id\":0,\"result\":{");
            assertThat(answers.readLine()).isNull();
            assertThat(server.errorReader(UTF_8).lines()).isEmpty();
            assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(server.exitValue()).isZero();
        } finally {
            server.destroyForcibly();
        }
    }

    private static McpSyncClient connect() {
        var command = command();
        var parameters =
                ServerParameters.builder(command.getFirst())
                        .args(command.subList(1, command.size()))
                        .build();
        var json = new JacksonMcpJsonMapper(JsonMapper.builder().build());
        var client =
                McpClient.sync(new StdioClientTransport(parameters, json))
                        .requestTimeout(Duration.ofSeconds(30))
                        .jsonSchemaValidator((schema, content) -> ValidationResponse.asValid(""))
                        .build();
        client.initialize();
        return client;
    }

    private static List<String> command() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // Whatever the JVM has to say, it may not say on standard output.
                "-Xlog:disable",
                "-Xlog:all=error:stderr",
                "-cp",
                System.getProperty("java.class.path"),
                "io.agentgate.examples.WorkshopServer");
    }

    private static CallToolResult call(
            McpSyncClient client, String tool, Map<String, Object> arguments) {
        return client.callTool(CallToolRequest.builder(tool).arguments(arguments).build());
    }

    private static String text(CallToolResult result) {
        return ((TextContent) result.content().getFirst()).text();
    }
}
