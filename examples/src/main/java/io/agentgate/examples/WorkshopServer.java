package io.agentgate.examples;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator.ValidationResponse;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures.SyncPromptSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.SyncResourceSpecification;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema.GetPromptResult;
import io.modelcontextprotocol.spec.McpSchema.Prompt;
import io.modelcontextprotocol.spec.McpSchema.PromptArgument;
import io.modelcontextprotocol.spec.McpSchema.PromptMessage;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceResult;
import io.modelcontextprotocol.spec.McpSchema.Resource;
import io.modelcontextprotocol.spec.McpSchema.Role;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.TextResourceContents;
import java.util.List;

/** The workshop server is an MCP server over standard input and output that serves one workshop. */
public final class WorkshopServer {
    static final String README_URI = "workshop:///README.md";

    private final Workshop workshop;
    private final McpJsonMapper json;

    private WorkshopServer(Workshop workshop, McpJsonMapper json) {
        this.workshop = workshop;
        this.json = json;
    }

    /**
     * Serves until standard input ends; the SDK's threads end with it, and the process with them.
     */
    public static void main(String[] args) {
        // Nobody but the transport may write to standard output, not even a library by accident.
        var messages = System.out;
        System.setOut(System.err);
        // No logger is on the class path on purpose; without this slf4j says so at each start.
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        var json = new JacksonMcpJsonMapper(JsonMapper.builder().build());
        new WorkshopServer(Workshop.stocked(), json)
                .serve(new StdioServerTransportProvider(json, System.in, messages));
    }

    private void serve(StdioServerTransportProvider transport) {
        McpServer.sync(transport)
                .jsonMapper(json)
                .jsonSchemaValidator(trusting())
                .validateToolInputs(false)
                // Tools only touch memory: handing each call to another thread would cost more.
                .immediateExecution(true)
                .serverInfo("agentgate-workshop", "1.0.0")
                .instructions("A small bicycle workshop. Begin with list_files.")
                .capabilities(
                        ServerCapabilities.builder()
                                .tools(false)
                                .resources(false, false)
                                .prompts(false)
                                .build())
                .tools(new WorkshopTools(workshop, json).all())
                .resources(readme())
                .prompts(tidyUp())
                .build();
    }

    /** {@link Parameters} checks what comes in, and what goes out is ours. */
    private static JsonSchemaValidator trusting() {
        return (schema, content) -> ValidationResponse.asValid("");
    }

    private SyncResourceSpecification readme() {
        var resource =
                Resource.builder(README_URI, "README.md")
                        .title("What this workshop is")
                        .mimeType("text/markdown")
                        .build();
        return new SyncResourceSpecification(
                resource,
                (exchange, request) -> {
                    var text = workshop.read("README.md").orElse("");
                    var contents =
                            TextResourceContents.builder(README_URI, text)
                                    .mimeType("text/markdown")
                                    .build();
                    return ReadResourceResult.builder(List.of(contents)).build();
                });
    }

    private static SyncPromptSpecification tidyUp() {
        var prompt =
                Prompt.builder("tidy_up")
                        .title("Tidy the workshop up")
                        .description("Asks the model to go through the files and tidy them up.")
                        .arguments(
                                List.of(
                                        PromptArgument.builder("folder")
                                                .description("Where to begin, such as notes/")
                                                .required(true)
                                                .build()))
                        .build();
        return new SyncPromptSpecification(
                prompt,
                (exchange, request) -> {
                    var text =
                            "Read the files below `"
                                    + request.arguments().get("folder")
                                    + "`, do what the to-do list asks for, and delete what nobody"
                                    + " needs.";
                    var message =
                            PromptMessage.builder(Role.USER, TextContent.builder(text).build())
                                    .build();
                    return GetPromptResult.builder(List.of(message)).build();
                });
    }
}
