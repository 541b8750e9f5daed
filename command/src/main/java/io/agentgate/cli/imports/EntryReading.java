package io.agentgate.cli.imports;

import io.agentgate.cli.clients.EntryShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The reading of one entry as clients write them, each with words of its own. */
final class EntryReading {
    private static final String COMMAND = "command";

    /** What is understood; anything else is remarked on. */
    private static final Set<String> KNOWN =
            Set.of(
                    "type",
                    "transport",
                    COMMAND,
                    "args",
                    "env",
                    "url",
                    "httpUrl",
                    "serverUrl",
                    "headers",
                    "http_headers",
                    "env_http_headers",
                    "bearer_token_env_var",
                    "enabled",
                    "disabled",
                    "source",
                    "name",
                    "description");

    private static final Set<String> HTTP =
            Set.of("http", "streamable-http", "streamablehttp", "streamable_http");
    private static final Set<String> STARTED = Set.of("stdio", "local");

    private EntryReading() {}

    /** What came out of an entry: a server, or why there is none. */
    sealed interface Result {
        /** A server. */
        record Server(SourceServer server) implements Result {}

        /** None. */
        record Nothing(Item item) implements Result {}
    }

    /**
     * Reads an entry.
     *
     * @param item where it stands
     * @param ofGemini whether a plain {@code url} is one of the older transport
     */
    static Result read(String item, String name, @Nullable Object entry, boolean ofGemini) {
        if (!(entry instanceof Map<?, ?>)) {
            return nothing(item, "it is no object");
        }
        Map<String, Object> members = Plain.map(entry);
        if (Boolean.TRUE.equals(members.get("disabled"))
                || Boolean.FALSE.equals(members.get("enabled"))) {
            return nothing(item, "it is switched off there");
        }
        if (EntryShape.isWrapped(entry)) {
            return nothing(item, "it is started behind the gateway already");
        }
        List<String> remarks = remarks(members);
        String url = EntryShape.address(entry);
        if (url != null) {
            String type = type(members);
            remarkOnType(type, !HTTP.contains(type) && !type.equals("sse"), remarks);
            boolean plain = members.get("url") instanceof String;
            return server(
                    item,
                    name,
                    new SourceServer.Called(
                            transport(type, url, ofGemini && plain), url, headers(members)),
                    remarks);
        }
        Map<String, Object> holder =
                members.get(COMMAND) instanceof Map<?, ?> inner ? Plain.map(inner) : members;
        String command = Plain.text(holder.get(holder.containsKey("path") ? "path" : COMMAND));
        if (command == null || command.isBlank()) {
            return nothing(item, "it has neither a command nor an address");
        }
        String type = type(members);
        remarkOnType(type, !STARTED.contains(type), remarks);
        return server(
                item,
                name,
                new SourceServer.Started(
                        command, Plain.texts(holder.get("args")), Plain.textMap(holder.get("env"))),
                remarks);
    }

    private static Result server(
            String item, String name, SourceServer.Way way, List<String> remarks) {
        return new Result.Server(new SourceServer(item, name, way, remarks));
    }

    private static Result nothing(String item, String why) {
        return new Result.Nothing(Item.of(item, Item.Outcome.NOT_IMPORTED, why));
    }

    private static String type(Map<String, Object> members) {
        String type = Plain.text(members.getOrDefault("type", members.get("transport")));
        return type == null ? "" : type.toLowerCase(Locale.ROOT);
    }

    private static void remarkOnType(String type, boolean unknown, List<String> remarks) {
        if (unknown && !type.isEmpty()) {
            remarks.add("its type \"" + type + "\" is not known");
        }
    }

    private static String transport(String type, String url, boolean older) {
        if (HTTP.contains(type)) {
            return "http";
        }
        return older || type.equals("sse") || url.replaceFirst("[?#].*", "").endsWith("/sse")
                ? "sse"
                : "http";
    }

    private static Map<String, String> headers(Map<String, Object> members) {
        Map<String, String> headers = Plain.textMap(members.get("headers"));
        headers.putAll(Plain.textMap(members.get("http_headers")));
        Plain.textMap(members.get("env_http_headers"))
                .forEach((header, variable) -> headers.put(header, "${" + variable + "}"));
        String bearer = Plain.text(members.get("bearer_token_env_var"));
        if (bearer != null) {
            headers.put("Authorization", "Bearer ${" + bearer + "}");
        }
        return headers;
    }

    private static List<String> remarks(Map<String, Object> members) {
        List<String> remarks = new ArrayList<>();
        List<String> left = members.keySet().stream().filter(key -> !KNOWN.contains(key)).toList();
        if (!left.isEmpty()) {
            remarks.add("left out: " + String.join(", ", left));
        }
        if (members.containsKey("cwd")) {
            remarks.add("it was started in a directory of its own: use absolute paths");
        }
        return remarks;
    }
}
