package io.agentgate.gateway.federation;

import org.jspecify.annotations.Nullable;

/** A list that is made of those of the servers. */
enum ListKind {
    TOOLS("tools/list", "tools", "tools", null, Carrier.NAME, "name"),
    PROMPTS("prompts/list", "prompts", "prompts", null, Carrier.NAME, "name"),
    RESOURCES("resources/list", "resources", "resources", null, Carrier.URI, "uri"),
    TEMPLATES(
            "resources/templates/list",
            "resourceTemplates",
            "resources",
            null,
            Carrier.URI,
            "uriTemplate"),
    TASKS("tasks/list", "tasks", "tasks", "list", Carrier.TASK, "taskId");

    final String method;

    /** The member of the result that holds the items. */
    final String items;

    /** What a server declares that has it. */
    final String capability;

    /** What it must have declared within that; null if nothing. */
    final @Nullable String within;

    final Carrier carrier;

    /** The member of an item that tells whose it is. */
    final String key;

    ListKind(
            String method,
            String items,
            String capability,
            @Nullable String within,
            Carrier carrier,
            String key) {
        this.method = method;
        this.items = items;
        this.capability = capability;
        this.within = within;
        this.carrier = carrier;
        this.key = key;
    }

    /** The list a method asks for; null if it asks for none. */
    static @Nullable ListKind of(String method) {
        for (ListKind kind : values()) {
            if (kind.method.equals(method)) {
                return kind;
            }
        }
        return null;
    }

    /** The list that is read to find who has a bare name. */
    static ListKind of(Owned owned) {
        return switch (owned) {
            // Pages of apps are named by the tools that show them; resources/list may leave them
            // out.
            case TOOL, PAGE -> TOOLS;
            case PROMPT -> PROMPTS;
            case RESOURCE -> RESOURCES;
            case TEMPLATE -> TEMPLATES;
        };
    }

    /** What the items are to a {@link Catalogue}; null if they have no bare names. */
    @Nullable Owned owned() {
        return switch (this) {
            case TOOLS -> Owned.TOOL;
            case PROMPTS -> Owned.PROMPT;
            case RESOURCES -> Owned.RESOURCE;
            case TEMPLATES -> Owned.TEMPLATE;
            case TASKS -> null;
        };
    }
}
