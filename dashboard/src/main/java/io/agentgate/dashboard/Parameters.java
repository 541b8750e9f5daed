package io.agentgate.dashboard;

import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks for behind its question mark. A parameter that would have no effect is an
 * error: whoever misspelt it would take all calls for those that were asked for.
 */
final class Parameters {
    private static final int MAX_TEXT = 256;

    /** Those behind the point of a millisecond. */
    private static final int NANO_DIGITS = 6;

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

    /** A text, which may be the empty one; null if the parameter is not there. */
    @Nullable String text(String name) {
        String text = values.get(name);
        if (text != null && (text.length() > MAX_TEXT || text.indexOf('\0') >= 0)) {
            throw new IllegalArgumentException(
                    "`" + name + "` has more than " + MAX_TEXT + " characters, or a NUL");
        }
        return text;
    }

    /** A time; null if there is none. */
    @Nullable Instant time(String name) {
        String text = word(name);
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeException notTime) {
            throw new IllegalArgumentException(
                    "`" + name + "` must be a time such as 2026-11-26T12:00:00Z");
        }
    }

    /** Milliseconds, as nanoseconds; null if there are none. */
    @Nullable Long millis(String name) {
        String text = word(name);
        if (text == null) {
            return null;
        }
        if (!text.matches("\\d{1,9}(\\.\\d{1,6})?")) {
            throw new IllegalArgumentException(
                    "`" + name + "` must be a number of milliseconds from 0 to 999999999");
        }
        return new BigDecimal(text).movePointRight(NANO_DIGITS).longValueExact();
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

    /** A change mark of the feed; 0 if there is none. */
    long mark(String name) {
        String text = word(name);
        if (text == null) {
            return 0;
        }
        if (!text.matches("\\d{1,18}")) {
            throw new IllegalArgumentException("`" + name + "` must be a mark that the feed gave");
        }
        return Long.parseLong(text);
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
