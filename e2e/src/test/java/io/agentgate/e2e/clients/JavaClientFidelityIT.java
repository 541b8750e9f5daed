package io.agentgate.e2e.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.e2e.Gateway;
import io.agentgate.e2e.JavaSession;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpSchema.CompleteRequest;
import io.modelcontextprotocol.spec.McpSchema.CompleteRequest.CompleteArgument;
import io.modelcontextprotocol.spec.McpSchema.GetPromptRequest;
import io.modelcontextprotocol.spec.McpSchema.PromptReference;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class JavaClientFidelityIT {
    @TempDir Path home;

    @Test
    void everythingLooksTheSameThroughTheGateway() {
        var server = Npm.serverEverything();

        var direct = JavaSession.play(server, home, JavaClientFidelityIT::everything);
        var gated = JavaSession.play(Gateway.wrap(server), home, JavaClientFidelityIT::everything);

        assertThat(direct).hasSizeGreaterThan(25).noneMatch(line -> line.contains("no progress"));
        assertThat(gated).containsExactlyElementsOf(direct);
    }

    /** The client speaks Streamable HTTP with the gateway, which starts the server. */
    @Test
    void everythingLooksTheSameOverHttpThroughTheGateway() throws Exception {
        var server = Npm.serverEverything();
        var direct = JavaSession.play(server, home, JavaClientFidelityIT::everything);

        try (var serve = Served.program(home, "everything", server)) {
            var gated =
                    JavaSession.play(
                            serve.at("/servers/everything/mcp"), JavaClientFidelityIT::everything);

            assertThat(gated).containsExactlyElementsOf(direct);
        }
    }

    @Test
    void filesLookTheSameThroughTheGateway(@TempDir Path files) throws Exception {
        var server = Npm.serverFilesystem(files);
        var note = Files.writeString(files.resolve("bell ü.txt"), "ring\r\nring\n").toString();

        var direct = JavaSession.play(server, home, session -> files(session, files, note));
        var gated =
                JavaSession.play(
                        Gateway.wrap(server), home, session -> files(session, files, note));

        assertThat(direct).hasSizeGreaterThan(8);
        assertThat(gated).containsExactlyElementsOf(direct);
    }

    private static void everything(JavaSession session) {
        session.ask(McpSyncClient::listTools);
        session.ask(McpSyncClient::listPrompts);
        session.ask(McpSyncClient::listResources);
        session.ask(McpSyncClient::listResourceTemplates);
        for (var message : List.of("", "LF \n CR \r LS \u2028 NUL \0", "日本 🛠️ \" \\ /")) {
            session.call("echo", Map.of("message", message));
        }
        session.call("echo", Map.of("message", "0123456789abcdeé".repeat(32 * 1024)));
        session.call("get-sum", Map.of("a", 0.1, "b", 0.2));
        session.call("get-sum", Map.of("a", 9007199254740993L, "b", 1));
        session.call("get-tiny-image", Map.of());
        session.call("get-annotated-message", Map.of("messageType", "success"));
        session.call("get-resource-links", Map.of("count", 3));
        session.call("get-structured-content", Map.of("location", "Chicago"));
        session.callWithProgress(
                "trigger-long-running-operation", Map.of("duration", 0.2, "steps", 4), 4);
        session.call("trigger-sampling-request", Map.of("prompt", "How many spokes?"));
        session.call("trigger-elicitation-request", Map.of());
        session.call("no-such-tool", Map.of());
        session.call("echo", Map.of("message", 7));
        var features = "demo://resource/static/document/features.md";
        session.ask(c -> c.readResource(ReadResourceRequest.builder(features).build()));
        session.ask(c -> c.readResource(ReadResourceRequest.builder("no://where").build()));
        session.ask(c -> c.getPrompt(GetPromptRequest.builder("simple-prompt").build()));
        session.ask(c -> c.getPrompt(GetPromptRequest.builder("no-such-prompt").build()));
        var completion =
                CompleteRequest.builder(
                                PromptReference.builder("completable-prompt").build(),
                                new CompleteArgument("department", "S"))
                        .build();
        session.ask(c -> c.completeCompletion(completion));
        session.ask(McpSyncClient::ping);
    }

    /** Nothing here leaves a trace, so both sessions find the same directory. */
    private static void files(JavaSession session, Path files, String note) {
        session.ask(McpSyncClient::listTools);
        session.call("list_allowed_directories", Map.of());
        session.call("list_directory", Map.of("path", files.toString()));
        session.call("read_text_file", Map.of("path", note));
        session.call("read_text_file", Map.of("path", note, "head", 1));
        session.call("read_multiple_files", Map.of("paths", List.of(note, note + ".missing")));
        session.call("get_file_info", Map.of("path", note));
        session.call("search_files", Map.of("path", files.toString(), "pattern", "**/*.txt"));
        session.call("read_text_file", Map.of("path", files.resolve("../elsewhere").toString()));
        session.ask(McpSyncClient::ping);
    }
}
