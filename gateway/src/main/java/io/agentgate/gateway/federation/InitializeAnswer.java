package io.agentgate.gateway.federation;

import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.JsonWriter;
import io.agentgate.protocol.Replies;
import io.agentgate.protocol.Value;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What servers answered to {@code initialize}, as one answer.
 *
 * @see <a href="https://modelcontextprotocol.io/specification/2025-11-25/basic/lifecycle">MCP,
 *     lifecycle</a>
 */
final class InitializeAnswer {
    /** Longest instructions of one server, in characters. */
    static final int MAX_INSTRUCTIONS = 65_536;

    private static final Set<String> KNOWN =
            Set.of("protocolVersion", "capabilities", "serverInfo", "instructions");

    /** What has lists that change whenever a server comes or goes, and clients are told so. */
    private static final Set<String> LISTED = Set.of("tools", "prompts", "resources");

    private final FederationSettings settings;
    private final Map<Member, Value> results;
    private final Map<Member, Trouble> troubles;

    /**
     * @param results of those who serve, at least one, in configured order
     * @param troubles of the rest
     */
    InitializeAnswer(
            FederationSettings settings,
            Map<Member, Value> results,
            Map<Member, Trouble> troubles) {
        this.settings = settings;
        this.results = results;
        this.troubles = troubles;
    }

    Frame frame(Id id, @Nullable String wanted) {
        JsonWriter json = new JsonWriter().beginObject();
        json.name("protocolVersion").value(revision(wanted));
        json.name("capabilities");
        capabilities(json);
        json.name("serverInfo").beginObject();
        json.name("name").value(settings.gatewayName());
        json.name("version").value(settings.gatewayVersion()).endObject();
        String instructions = instructions();
        if (!instructions.isEmpty()) {
            json.name("instructions").value(instructions);
        }
        Remainders.writeUnknown(json, results, KNOWN);
        Remainders.writeMeta(json, results, troubles);
        return Replies.result(id, json.endObject().toBytes());
    }

    /** The client's if one server agreed to it, else the newest: revisions are dates. */
    private String revision(@Nullable String wanted) {
        String newest = "";
        for (Member member : results.keySet()) {
            String agreed = Objects.requireNonNullElse(member.revision(), "");
            if (agreed.equals(wanted)) {
                return agreed;
            }
            newest = agreed.compareTo(newest) > 0 ? agreed : newest;
        }
        return newest;
    }

    private void capabilities(JsonWriter json) {
        List<Value> each =
                results.values().stream()
                        .map(result -> result.member("capabilities"))
                        .filter(Objects::nonNull)
                        .map(Objects::requireNonNull)
                        .filter(Value::isObject)
                        .toList();
        json.beginObject();
        Union.members(each)
                .forEach(
                        (name, values) -> {
                            json.name(name);
                            if (LISTED.contains(name)) {
                                listed(json, values);
                            } else {
                                Union.write(json, values);
                            }
                        });
        json.endObject();
    }

    private static void listed(JsonWriter json, List<Value> values) {
        json.beginObject().name("listChanged").value(true);
        Union.members(values)
                .forEach(
                        (name, each) -> {
                            if (!name.equals("listChanged")) {
                                json.name(name);
                                Union.write(json, each);
                            }
                        });
        json.endObject();
    }

    private String instructions() {
        StringBuilder text = new StringBuilder();
        results.forEach(
                (member, result) -> {
                    Value instructions = result.member("instructions");
                    String own = instructions == null ? null : instructions.text();
                    if (own != null && !own.isBlank()) {
                        heading(text, "Server `" + member.name().text + "`")
                                .append(
                                        own.length() <= MAX_INSTRUCTIONS
                                                ? own
                                                : "Its instructions are too long to be shown.");
                    }
                });
        if (!troubles.isEmpty()) {
            heading(text, "Servers that are not available now");
            troubles.forEach(
                    (member, trouble) ->
                            text.append("- `")
                                    .append(member.name().text)
                                    .append("`: ")
                                    .append(trouble.reason())
                                    .append('\n'));
        }
        return text.toString().stripTrailing();
    }

    private static StringBuilder heading(StringBuilder text, String heading) {
        if (!text.isEmpty()) {
            text.append("\n\n");
        }
        return text.append("## ").append(heading).append("\n\n");
    }
}
