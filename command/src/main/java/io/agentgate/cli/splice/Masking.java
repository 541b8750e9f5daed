package io.agentgate.cli.splice;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The parts of a text that nobody should read off a screen. */
public final class Masking {
    private static final String MASK = "***";
    private static final String OF_SHORT_OPTION = "secret";
    private static final Set<String> SECRET_TABLES =
            Set.of("env", "headers", "http_headers", "environment");

    private final String text;
    private final List<Splice> masks = new ArrayList<>();

    private Masking(String text) {
        this.text = text;
    }

    /** The text of a JSON document with its secrets covered. */
    public static String of(JsonDocument document) {
        Masking masking = new Masking(document.source().text());
        masking.node(document.root(), "", false);
        document.comments().forEach(comment -> masking.words(comment.start(), comment.end()));
        return Splice.apply(masking.text, masking.masks);
    }

    /** The text of a TOML document with its secrets covered. */
    public static String of(TomlDocument document) {
        Masking masking = new Masking(document.source().text());
        for (TomlStatement statement : document.statements()) {
            if (statement instanceof TomlStatement.Pair pair) {
                masking.pair(pair);
            }
        }
        document.comments().forEach(comment -> masking.words(comment.start(), comment.end()));
        return Splice.apply(masking.text, masking.masks);
    }

    private void node(JsonNode node, String name, boolean secretTable) {
        switch (node) {
            case JsonNode.ObjectNode object ->
                    object.members()
                            .forEach(
                                    member ->
                                            node(
                                                    member.value(),
                                                    member.name(),
                                                    secretTable || SECRET_TABLES.contains(name)));
            case JsonNode.ArrayNode array -> {
                String before = "";
                for (JsonNode element : array.elements()) {
                    String word = element instanceof JsonNode.TextNode text ? text.value() : "";
                    node(element, nameBehind(before, word, name), secretTable);
                    before = word;
                }
            }
            case JsonNode.TextNode value -> {
                if (isSecret(name, value.value(), secretTable || SECRET_TABLES.contains(name))) {
                    cover(value.start() + 1, value.end() - 1);
                }
            }
            case JsonNode.WordNode word -> {
                if (SecretSigns.inName(name) && word.plain() instanceof Number) {
                    cover(word.start(), word.end());
                }
            }
        }
    }

    private void pair(TomlStatement.Pair pair) {
        String name = pair.path().getLast();
        boolean secretTable = pair.path().stream().anyMatch(SECRET_TABLES::contains);
        String before = "";
        for (Span string : pair.strings()) {
            String raw = text.substring(string.start(), string.end());
            int quotes = raw.startsWith("\"\"\"") || raw.startsWith("'''") ? 3 : 1;
            String value = raw.substring(quotes, Math.max(quotes, raw.length() - quotes));
            if (isSecret(nameBehind(before, value, name), value, secretTable)) {
                cover(string.start() + quotes, string.end() - quotes);
            }
            before = value;
        }
    }

    /** What a word of a list is called: as its list, or by the option before it. */
    private static String nameBehind(String before, String word, String name) {
        return SecretSigns.inOption(before)
                ? before
                : SecretSigns.inArgument(before, word) ? OF_SHORT_OPTION : name;
    }

    private static boolean isSecret(String name, String value, boolean secretTable) {
        if (value.isEmpty() || SecretSigns.isReference(value)) {
            return false;
        }
        // Names such as `bearer_token_env_var` have names of variables for values.
        boolean named = SecretSigns.inName(name) && !name.endsWith("_env_var");
        return named || SecretSigns.inValue(value) || (secretTable && !Harmless.is(value));
    }

    /** Covers a stretch, line by line, so that lines keep their numbers. */
    private void cover(int start, int end) {
        int line = start;
        for (int newline = text.indexOf('\n', line);
                newline >= 0 && newline < end;
                newline = text.indexOf('\n', line)) {
            int lineEnd =
                    newline > line && text.charAt(newline - 1) == '\r' ? newline - 1 : newline;
            coverLine(line, lineEnd);
            line = newline + 1;
        }
        coverLine(line, end);
    }

    private void coverLine(int start, int end) {
        if (start < end) {
            masks.add(new Splice(start, end, MASK));
        }
    }

    /** Covers a comment that may hold a secret. */
    private void words(int start, int end) {
        String comment = text.substring(start, end);
        if (SecretSigns.inValue(comment)) {
            cover(start + Math.min(2, end - start), end);
        }
    }
}
