package io.agentgate.examples;

import io.modelcontextprotocol.spec.McpSchema.GetPromptRequest;
import io.modelcontextprotocol.spec.McpSchema.GetPromptResult;
import io.modelcontextprotocol.spec.McpSchema.Prompt;
import io.modelcontextprotocol.spec.McpSchema.PromptArgument;
import io.modelcontextprotocol.spec.McpSchema.PromptMessage;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceRequest;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceResult;
import io.modelcontextprotocol.spec.McpSchema.Resource;
import io.modelcontextprotocol.spec.McpSchema.Role;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.TextResourceContents;
import java.util.List;

/** The papers of a workshop are what it offers beside its tools: a resource and a prompt. */
final class WorkshopPapers {
    static final String README_URI = "workshop:///README.md";

    private WorkshopPapers() {}

    static Offer<Resource, ReadResourceRequest, ReadResourceResult> readme(Workshop workshop) {
        var resource =
                Resource.builder(README_URI, "README.md")
                        .title("What this workshop is")
                        .mimeType("text/markdown")
                        .build();
        return new Offer<>(
                resource,
                request -> {
                    var text = workshop.read("README.md").orElse("");
                    var contents =
                            TextResourceContents.builder(README_URI, text)
                                    .mimeType("text/markdown")
                                    .build();
                    return ReadResourceResult.builder(List.of(contents)).build();
                });
    }

    static Offer<Prompt, GetPromptRequest, GetPromptResult> tidyUp() {
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
        return new Offer<>(
                prompt,
                request -> {
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
