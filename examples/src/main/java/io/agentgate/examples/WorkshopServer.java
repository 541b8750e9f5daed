package io.agentgate.examples;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator.ValidationResponse;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures;
import io.modelcontextprotocol.server.McpStatelessServerFeatures;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The workshop server is an MCP server that serves one workshop: over standard input and output, or
 * to everybody who connects over HTTP.
 */
public final class WorkshopServer {
    private static final String NAME = "agentgate-workshop";
    private static final String VERSION = "1.0.0";
    private static final String INSTRUCTIONS = "A small bicycle workshop. Begin with list_files.";

    private final Workshop workshop;
    private final McpJsonMapper json;

    WorkshopServer(Workshop workshop, McpJsonMapper json) {
        this.workshop = workshop;
        this.json = json;
    }

    /**
     * Serves until standard input ends, whereupon the SDK's threads end, and the process with them;
     * or with {@code --http HOST:PORT} until the process is ended.
     */
    public static void main(String[] args) throws IOException {
        // Nobody but the transport may write to standard output, not even a library by accident.
        var messages = System.out;
        System.setOut(System.err);
        // No logger is on the class path on purpose; without this slf4j says so at each start.
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        var json = new JacksonMcpJsonMapper(JsonMapper.builder().build());
        var server = new WorkshopServer(Workshop.stocked(), json);
        if (args.length == 0) {
            server.serve(new StdioServerTransportProvider(json, System.in, messages));
            return;
        }
        var address = args.length == 2 && args[0].equals("--http") ? address(args[1]) : null;
        if (address == null) {
            System.err.println("workshop: no arguments, or --http HOST:PORT");
            System.exit(2);
            return;
        }
        var http = server.serve(address);
        System.err.println("workshop: listening on " + http.address());
    }

    private void serve(StdioServerTransportProvider transport) {
        var readme = WorkshopPapers.readme(workshop);
        var tidyUp = WorkshopPapers.tidyUp();
        McpServer.sync(transport)
                .jsonMapper(json)
                .jsonSchemaValidator(trusting())
                .validateToolInputs(false)
                // Tools only touch memory: handing each call to another thread would cost more.
                .immediateExecution(true)
                .serverInfo(NAME, VERSION)
                .instructions(INSTRUCTIONS)
                .capabilities(capabilities())
                .tools(
                        new WorkshopTools(workshop, json)
                                .all().stream().map(WorkshopServer::connected).toList())
                .resources(
                        new McpServerFeatures.SyncResourceSpecification(
                                readme.description(), readme.handler()))
                .prompts(
                        new McpServerFeatures.SyncPromptSpecification(
                                tidyUp.description(), tidyUp.handler()))
                .build();
    }

    WorkshopHttp serve(InetSocketAddress address) throws IOException {
        var readme = WorkshopPapers.readme(workshop);
        var tidyUp = WorkshopPapers.tidyUp();
        var http = new WorkshopHttp(json);
        McpServer.sync(http)
                .jsonMapper(json)
                .jsonSchemaValidator(trusting())
                .validateToolInputs(false)
                .immediateExecution(true)
                .serverInfo(NAME, VERSION)
                .instructions(INSTRUCTIONS)
                .capabilities(capabilities())
                .tools(
                        new WorkshopTools(workshop, json)
                                .all().stream().map(WorkshopServer::stateless).toList())
                .resources(
                        List.of(
                                new McpStatelessServerFeatures.SyncResourceSpecification(
                                        readme.description(), readme.handler())))
                .prompts(
                        new McpStatelessServerFeatures.SyncPromptSpecification(
                                tidyUp.description(), tidyUp.handler()))
                .build();
        http.listen(address);
        return http;
    }

    private static McpServerFeatures.SyncToolSpecification connected(
            Offer<Tool, CallToolRequest, CallToolResult> tool) {
        return new McpServerFeatures.SyncToolSpecification(tool.description(), tool.handler());
    }

    private static McpStatelessServerFeatures.SyncToolSpecification stateless(
            Offer<Tool, CallToolRequest, CallToolResult> tool) {
        return new McpStatelessServerFeatures.SyncToolSpecification(
                tool.description(), tool.handler());
    }

    private static @Nullable InetSocketAddress address(String hostAndPort) {
        var colon = hostAndPort.lastIndexOf(':');
        var port = colon < 1 ? "" : hostAndPort.substring(colon + 1);
        if (!port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65_535) {
            return null;
        }
        return new InetSocketAddress(hostAndPort.substring(0, colon), Integer.parseInt(port));
    }

    private static ServerCapabilities capabilities() {
        return ServerCapabilities.builder()
                .tools(false)
                .resources(false, false)
                .prompts(false)
                .build();
    }

    /** {@link Parameters} checks what comes in, and what goes out is ours. */
    private static JsonSchemaValidator trusting() {
        return (schema, content) -> ValidationResponse.asValid("");
    }
}
