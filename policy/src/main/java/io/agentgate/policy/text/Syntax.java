package io.agentgate.policy.text;

import io.agentgate.policy.PolicyException;
import java.util.Locale;

/** How a policy file is spelled. */
public enum Syntax {
    /** TOML 1.0. */
    TOML,
    /** YAML, as far as JSON can say the same. */
    YAML,
    /** JSON. */
    JSON;

    /** That of a file with this name; TOML where its end says nothing. */
    static Syntax of(String fileName) {
        String name = fileName.toLowerCase(Locale.ROOT);
        if (name.endsWith(".json")) {
            return JSON;
        }
        return name.endsWith(".yaml") || name.endsWith(".yml") ? YAML : TOML;
    }

    Tree.Table read(String text, String fileName) throws PolicyException {
        return switch (this) {
            case TOML -> TomlTree.read(text, fileName);
            case YAML -> YamlTree.read(text, fileName);
            case JSON -> JsonTree.read(text, fileName);
        };
    }
}
