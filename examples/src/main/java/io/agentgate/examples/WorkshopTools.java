package io.agentgate.examples;

import io.agentgate.examples.Parameters.Parameter;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import io.modelcontextprotocol.spec.McpSchema.ToolAnnotations;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The tools of a workshop: descriptions for the model, and functions. */
final class WorkshopTools {
    private static final ToolAnnotations READS = annotations(true, false);
    private static final ToolAnnotations WRITES = annotations(false, false);
    private static final ToolAnnotations DESTROYS = annotations(false, true);

    private static final Parameter PATH =
            new Parameter("path", "Path of the file, as list_files shows it");
    private static final Parameter CONTENT =
            new Parameter("content", "The whole new text of the file");
    private static final Parameter QUERY = new Parameter("query", "Text to look for, in any case");

    private final Workshop workshop;
    private final McpJsonMapper json;

    WorkshopTools(Workshop workshop, McpJsonMapper json) {
        this.workshop = workshop;
        this.json = json;
    }

    List<Offer<Tool, CallToolRequest, CallToolResult>> all() {
        return List.of(listFiles(), readFile(), writeFile(), deleteFile(), search(), fetchReport());
    }

    private Offer<Tool, CallToolRequest, CallToolResult> listFiles() {
        var tool =
                Tool.builder("list_files", Parameters.NONE.schema())
                        .title("List files")
                        .description("Lists the paths of all files in the workshop, one per line.")
                        .annotations(READS);
        return specify(
                tool, Parameters.NONE, arguments -> text(String.join("\n", workshop.paths())));
    }

    private Offer<Tool, CallToolRequest, CallToolResult> readFile() {
        var parameters = Parameters.of(PATH);
        var tool =
                Tool.builder("read_file", parameters.schema())
                        .title("Read a file")
                        .description("Returns the text of one file of the workshop.")
                        .annotations(READS);
        return specify(
                tool,
                parameters,
                arguments ->
                        workshop.read(arguments.getFirst())
                                .map(WorkshopTools::text)
                                .orElseGet(() -> noSuchFile(arguments.getFirst())));
    }

    private Offer<Tool, CallToolRequest, CallToolResult> writeFile() {
        var parameters = Parameters.of(PATH, CONTENT);
        var tool =
                Tool.builder("write_file", parameters.schema())
                        .title("Write a file")
                        .description("Writes a file of the workshop, replacing what it held.")
                        .annotations(WRITES);
        return specify(
                tool,
                parameters,
                arguments -> {
                    var path = arguments.getFirst();
                    var isNew = workshop.write(path, arguments.getLast());
                    return text((isNew ? "Created " : "Replaced ") + path);
                });
    }

    private Offer<Tool, CallToolRequest, CallToolResult> deleteFile() {
        var parameters = Parameters.of(PATH);
        var tool =
                Tool.builder("delete_file", parameters.schema())
                        .title("Delete a file")
                        .description("Deletes a file of the workshop for good.")
                        .annotations(DESTROYS);
        return specify(
                tool,
                parameters,
                arguments -> {
                    var path = arguments.getFirst();
                    return workshop.delete(path) ? text("Deleted " + path) : noSuchFile(path);
                });
    }

    private Offer<Tool, CallToolRequest, CallToolResult> search() {
        var parameters = Parameters.of(QUERY);
        var tool =
                Tool.builder("search", parameters.schema())
                        .title("Search the files")
                        .description(
                                "Finds the lines that contain a text, in all files of the"
                                        + " workshop, as `path:number: line`.")
                        .annotations(READS);
        return specify(
                tool,
                parameters,
                arguments -> {
                    var hits = workshop.search(arguments.getFirst());
                    return text(hits.isEmpty() ? "No line contains it" : String.join("\n", hits));
                });
    }

    private Offer<Tool, CallToolRequest, CallToolResult> fetchReport() {
        var tool =
                Tool.builder("fetch_report", Parameters.NONE.schema())
                        .title("Fetch the repair report")
                        .description("Returns this week's repairs and the customers they are for.")
                        .outputSchema(json, RepairReport.SCHEMA)
                        .annotations(READS);
        return specify(
                tool,
                Parameters.NONE,
                arguments -> {
                    var report = RepairReport.ofThisWeek();
                    return CallToolResult.builder()
                            .addTextContent(report.toText())
                            .structuredContent(report.toJson())
                            .isError(false)
                            .build();
                });
    }

    /**
     * Arguments that don't fit are the model's to correct, hence a tool error, not the protocol's.
     */
    private static Offer<Tool, CallToolRequest, CallToolResult> specify(
            Tool.Builder tool, Parameters parameters, Function<List<String>, CallToolResult> body) {
        return new Offer<>(
                tool.build(),
                request -> {
                    try {
                        return body.apply(parameters.check(arguments(request)));
                    } catch (IllegalArgumentException refused) {
                        return error(String.valueOf(refused.getMessage()));
                    }
                });
    }

    private static Map<String, Object> arguments(CallToolRequest request) {
        var arguments = request.arguments();
        return arguments == null ? Map.of() : arguments;
    }

    private static CallToolResult text(String text) {
        return CallToolResult.builder().addTextContent(text).isError(false).build();
    }

    private static CallToolResult noSuchFile(String path) {
        return error("there is no file `" + path + "`");
    }

    private static CallToolResult error(String message) {
        return CallToolResult.builder().addTextContent(message).isError(true).build();
    }

    private static ToolAnnotations annotations(boolean reads, boolean destroys) {
        return ToolAnnotations.builder()
                .readOnlyHint(reads)
                .destructiveHint(destroys)
                .idempotentHint(true)
                .openWorldHint(false)
                .build();
    }
}
