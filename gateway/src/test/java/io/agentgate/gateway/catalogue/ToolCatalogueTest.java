package io.agentgate.gateway.catalogue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.protocol.Limits;
import io.agentgate.protocol.Peer;
import io.agentgate.protocol.Response;
import io.agentgate.protocol.Scanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ToolCatalogueTest {
    private static final Scanner SCANNER =
            new Scanner(new Limits(64 << 20, 64, 64 << 20, 64, 500_000, 128), Peer.SERVER);

    private final ToolCatalogue catalogue = new ToolCatalogue();

    private static String tool(String name) {
        return "{\"name\":\"" + name + "\", \"inputSchema\":{\"type\" : \"object\"}}";
    }

    private static String tool(String name, int bytes) {
        String rest = "{\"name\":\"" + name + "\",\"description\":\"\"}";
        return rest.replace("\"\"", '"' + "x".repeat(bytes - rest.length()) + '"');
    }

    private void list(String server, @Nullable String cursor, String... tools) {
        String message =
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"tools\":["
                        + String.join(",", tools)
                        + "]"
                        + (cursor == null ? "" : ",\"nextCursor\":\"" + cursor + "\"")
                        + "}}";
        assertThat(SCANNER.scan(message.getBytes(UTF_8)))
                .isInstanceOfSatisfying(
                        Response.class, answer -> catalogue.onToolsListed(server, answer));
    }

    private List<String> names(String server) {
        return catalogue.of(server).kept().stream().map(ListedTool::name).toList();
    }

    private List<@Nullable String> definitions(String server) {
        List<@Nullable String> texts = new ArrayList<>();
        for (ListedTool tool : catalogue.of(server).kept()) {
            ListedTool.Definition definition = tool.definition();
            texts.add(definition == null ? null : new String(definition.frame().bytes(), UTF_8));
        }
        return texts;
    }

    @Test
    void definitionsAreKeptByteByByteInTheirOrder() {
        list("files", null, tool("write"), tool("read"));

        assertThat(definitions("files")).containsExactly(tool("write"), tool("read"));
        assertThat(catalogue.of("mail")).isEqualTo(ToolCatalogue.Tools.NONE);
    }

    @Test
    void listInOnePageReplacesWhatWasKnown() {
        list("files", null, tool("write"), tool("read"));
        list("files", null, tool("read"));

        assertThat(names("files")).containsExactly("read");
    }

    @Test
    void pagesAddUpHoweverTheyComeAndUntilTheServerHasOthers() {
        list("files", "2", tool("a"));
        list("files", "2", tool("a"));
        list("files", null, tool("b"));
        list("files", null, tool("b"));
        assertThat(names("files")).containsExactly("a", "b");

        catalogue.onToolsChanged("files");
        assertThat(names("files")).isEmpty();
    }

    @Test
    void toolsBeyondTheMostAreCounted() {
        String[] many = new String[ToolCatalogue.MAX_TOOLS + 7];
        for (int i = 0; i < many.length; i++) {
            many[i] = tool("t" + i);
        }
        list("files", null, many);

        assertThat(names("files")).hasSize(ToolCatalogue.MAX_TOOLS);
        assertThat(catalogue.of("files").leftOut()).isEqualTo(7);
    }

    @Test
    void definitionThatIsTooLargeIsNamedWithoutIt() {
        list(
                "files",
                null,
                tool("fits", ToolCatalogue.MAX_DEFINITION),
                tool("large", ToolCatalogue.MAX_DEFINITION + 1),
                tool("small"));

        assertThat(names("files")).containsExactly("fits", "large", "small");
        assertThat(definitions("files").get(0)).isNotNull();
        assertThat(definitions("files").get(1)).isNull();
        assertThat(definitions("files").get(2)).isNotNull();
    }

    @Test
    void allTogetherAreBoundedAndRoomComesBack() {
        int each = ToolCatalogue.MAX_DEFINITION;
        String[] full = new String[ToolCatalogue.MAX_BYTES / each + 1];
        for (int i = 0; i < full.length; i++) {
            full[i] = tool("t" + i, each);
        }
        int servers = (int) (ToolCatalogue.MAX_ALL_BYTES / ToolCatalogue.MAX_BYTES);
        for (int i = 0; i < servers; i++) {
            list("s" + i, null, full);
            assertThat(definitions("s" + i)).filteredOn(text -> text != null).hasSize(16);
        }
        list("late", null, tool("a"));
        assertThat(definitions("late")).containsOnlyNulls();

        catalogue.keepOnly(Set.of("late"));
        list("late", null, tool("a"));
        assertThat(definitions("late")).containsExactly(tool("a"));
        assertThat(names("s0")).isEmpty();
    }

    @Test
    void whatIsNoListChangesNothing() {
        list("files", null, tool("read"));
        byte[] error =
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":1,\"message\":\"no\"}}"
                        .getBytes(UTF_8);
        assertThat(SCANNER.scan(error))
                .isInstanceOfSatisfying(
                        Response.class, answer -> catalogue.onToolsListed("files", answer));
        list("files", "2", "5", "{\"title\":\"x\"}", "{\"name\":7}");

        assertThat(names("files")).containsExactly("read");
    }
}
