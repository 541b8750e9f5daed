package io.agentgate.cli.config;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A key that a configuration may have.
 *
 * @param name the keys that lead to it with dots between; those of the tables of a list behind
 *     {@code []}
 * @param standard what holds without it, as text; null for nothing
 * @param meaning in words for people
 */
record ConfigKey(String name, Form form, @Nullable String standard, String meaning) {

    /** What values a key takes. */
    sealed interface Form {
        /** A whole number. */
        record Whole(long least, long most) implements Form {}

        /** True or false. */
        record Truth() implements Form {}

        /** Text. */
        record Text() implements Form {}

        /** One of some words. */
        record Word(List<String> words) implements Form {}

        /** A list of texts. */
        record Texts() implements Form {}

        /** Names that are not ours, each with a text. */
        record NamedTexts() implements Form {}

        /** Names that are not ours, each with a whole number. */
        record NamedWholes(long least, long most) implements Form {}

        /** A table of further keys. */
        record Table() implements Form {}

        /** Tables of further keys, each under its name or in a list. */
        record Tables() implements Form {}
    }

    /** The environment variable that goes before the file; null where there is none. */
    @Nullable String variable() {
        return switch (form) {
            case Form.Whole _, Form.Truth _, Form.Text _, Form.Word _, Form.Texts _ ->
                    name.contains("[]")
                            ? null
                            : "AGENTGATE_" + name.replace('.', '_').toUpperCase(Locale.ROOT);
            case Form.NamedTexts _, Form.NamedWholes _, Form.Table _, Form.Tables _ -> null;
        };
    }
}
