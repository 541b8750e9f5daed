package io.agentgate.dashboard;

import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks for behind its question mark. A parameter that would have no effect is an
 * error: whoever misspelt it would take all calls for those that were asked for.
 */
final class Parameters {
    private final MultiMap values;

    private Parameters(MultiMap values) {
        this.values = values;
    }

    /**
     * Those of a request.
     *
     * @throws IllegalArgumentException for one that is not among the known, or that comes twice
     */
    static Parameters of(RoutingContext asked, String... known) {
        MultiMap values = asked.queryParams();
        for (String name : values.names()) {
            if (!Arrays.asList(known).contains(name)) {
                throw new IllegalArgumentException(
                        "there is no parameter `"
                                + name
                                + "` here"
                                + (known.length == 0
                                        ? ""
                                        : "; valid: " + String.join(", ", known)));
            }
            if (values.getAll(name).size() > 1) {
                throw new IllegalArgumentException("`" + name + "` is there twice");
            }
        }
        return new Parameters(values);
    }

    /** Whether a request that takes no parameters has none; if it does, it is answered. */
    static boolean areKnown(RoutingContext asked) {
        try {
            of(asked);
            return true;
        } catch (IllegalArgumentException unknown) {
            Answer.error(asked, 400, String.valueOf(unknown.getMessage()));
            return false;
        }
    }

    /** A word; null if there is none. */
    @Nullable String word(String name) {
        String word = values.get(name);
        return word == null || word.isEmpty() ? null : word;
    }

    /** A word that is one of these; null if there is none. */
    @Nullable String oneOf(String name, List<String> valid) {
        String word = word(name);
        if (word != null && !valid.contains(word)) {
            throw new IllegalArgumentException(
                    "`" + name + "` must be one of " + String.join(", ", valid));
        }
        return word;
    }

    /** A whole number that is not too small. */
    int number(String name, int otherwise, int least) {
        String text = word(name);
        if (text == null) {
            return otherwise;
        }
        if (!text.matches("\\d{1,9}") || Integer.parseInt(text) < least) {
            throw new IllegalArgumentException(
                    "`" + name + "` must be a whole number from " + least + " on");
        }
        return Integer.parseInt(text);
    }
}
