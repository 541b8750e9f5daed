package io.agentgate.testkit.scenario;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The text of a scenario on its way to a {@link Scenario}; what it does not know is an error. */
final class ScenarioFile {
    private static final String METADATA = "metadata = { name = 'scenario', version = '1' }\n";

    private static final String[] HEADERS = {"MCP-Protocol-Version", "Mcp-Method", "Mcp-Name"};

    private final String name;

    private ScenarioFile(String name) {
        this.name = name;
    }

    static Scenario read(String name, String text) {
        LoaderOptions strict = new LoaderOptions();
        strict.setAllowDuplicateKeys(false);
        Object root = new Yaml(new SafeConstructor(strict)).load(text);
        return new ScenarioFile(name).scenario(root);
    }

    private Scenario scenario(@Nullable Object root) {
        Map<?, ?> file = members(root, "given", "when", "then");
        Map<?, ?> given = members(file.get("given"), "policy", "validate_arguments", "upstream");
        Map<?, ?> then = members(file.get("then"), "client", "http", "upstream", "audit");
        List<String> messages = new ArrayList<>();
        Map<Integer, Map<String, @Nullable String>> headers = new LinkedHashMap<>();
        for (Object item : items(file.get("when"))) {
            Map<?, ?> said =
                    item instanceof String
                            ? Map.of("message", item)
                            : members(item, "message", "headers");
            messages.add(text(said.get("message")));
            headers.put(messages.size(), nullable(members(said.get("headers"), HEADERS)));
        }
        List<List<String>> client = lists(then.get("client"));
        if (client.size() != messages.size()) {
            throw wrong("`then.client` needs one list for each message of `when`");
        }
        List<AuditRow> audit = new ArrayList<>();
        for (Object row : items(then.get("audit"))) {
            audit.add(new AuditRow(nullable(members(row, AuditRow.NAMES.toArray(String[]::new)))));
        }
        Object rules = given.get("policy");
        return new Scenario(
                name,
                METADATA + (rules == null ? "" : text(rules)),
                Boolean.TRUE.equals(given.get("validate_arguments")),
                lists(given.get("upstream")),
                messages,
                headers,
                client,
                numbered(then.get("http")),
                texts(then.get("upstream")),
                audit);
    }

    private Map<?, ?> members(@Nullable Object node, String... known) {
        if (node == null) {
            return Map.of();
        }
        if (!(node instanceof Map<?, ?> map)) {
            throw wrong("a map expected, found " + node);
        }
        for (Object key : map.keySet()) {
            if (!List.of(known).contains(key)) {
                throw wrong("unknown member " + key);
            }
        }
        return map;
    }

    private Map<String, @Nullable String> nullable(Map<?, ?> texts) {
        Map<String, @Nullable String> nullable = new LinkedHashMap<>();
        texts.forEach(
                (key, value) ->
                        nullable.put(String.valueOf(key), value == null ? null : text(value)));
        return nullable;
    }

    private Map<Integer, String> numbered(@Nullable Object node) {
        Map<Integer, String> numbered = new LinkedHashMap<>();
        if (node != null) {
            if (!(node instanceof Map<?, ?> map)) {
                throw wrong("a map expected, found " + node);
            }
            map.forEach(
                    (key, value) -> {
                        if (!(key instanceof Integer number)) {
                            throw wrong("the number of a message expected, found " + key);
                        }
                        numbered.put(number, text(value));
                    });
        }
        return numbered;
    }

    private Collection<?> items(@Nullable Object node) {
        if (node == null) {
            return List.of();
        }
        if (!(node instanceof List<?> list)) {
            throw wrong("a list expected, found " + node);
        }
        return list;
    }

    private List<List<String>> lists(@Nullable Object node) {
        List<List<String>> lists = new ArrayList<>();
        for (Object item : items(node)) {
            lists.add(texts(item));
        }
        return lists;
    }

    private List<String> texts(@Nullable Object node) {
        List<String> texts = new ArrayList<>();
        for (Object item : items(node)) {
            texts.add(text(item));
        }
        return texts;
    }

    private String text(@Nullable Object node) {
        if (!(node instanceof String text)) {
            throw wrong("a text in quotes expected, found " + node);
        }
        return text;
    }

    private IllegalArgumentException wrong(String message) {
        return new IllegalArgumentException(name + ": " + message);
    }
}
