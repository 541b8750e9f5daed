package io.agentgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpSchema.GetPromptRequest;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceRequest;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class WorkshopFidelityIT {
    @Test
    void javaClientSeesTheSameDirectlyAndThroughTheGateway(@TempDir Path home) {
        var direct = JavaSession.play(Workshop.command(), home, WorkshopFidelityIT::session);
        var gated =
                JavaSession.play(
                        Gateway.wrap(Workshop.command()), home, WorkshopFidelityIT::session);

        assertThat(direct).hasSize(18);
        assertThat(gated).containsExactlyElementsOf(direct);
    }

    private static void session(JavaSession session) {
        session.ask(McpSyncClient::listTools);
        session.ask(McpSyncClient::listResources);
        session.ask(McpSyncClient::listPrompts);
        session.call("list_files", Map.of());
        session.call("read_file", Map.of("path", "notes/todo.md"));
        session.call("write_file", Map.of("path", "notes/ü.md", "content", "zwölf\r\nBögen 🛠️"));
        session.call("read_file", Map.of("path", "notes/ü.md"));
        session.call("search", Map.of("query", "bögen"));
        session.call("delete_file", Map.of("path", "notes/ü.md"));
        session.call("fetch_report", Map.of());
        session.call("read_file", Map.of("path", "nowhere"));
        session.call("read_file", Map.of("path", 1));
        session.call("no_such_tool", Map.of());
        var readme = ReadResourceRequest.builder("workshop:///README.md").build();
        session.ask(client -> client.readResource(readme));
        session.ask(
                client -> client.readResource(ReadResourceRequest.builder("no:///where").build()));
        var prompt =
                GetPromptRequest.builder("tidy_up").arguments(Map.of("folder", "notes/")).build();
        session.ask(client -> client.getPrompt(prompt));
        session.ask(McpSyncClient::ping);
    }
}
