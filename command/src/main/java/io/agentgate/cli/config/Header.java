package io.agentgate.cli.config;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A header for every request to the upstream. Its value may name environment variables as {@code
 * ${NAME}}, and is a secret either way: no message and no text form shows it.
 */
public record Header(String name, String value) {
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,256}");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]*)}?");
    private static final Pattern VARIABLE_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /** What the gateway or HTTP itself sets for each request. */
    private static final Set<String> NOT_FREE =
            Set.of(
                    "accept",
                    "accept-encoding",
                    "connection",
                    "content-encoding",
                    "content-length",
                    "content-type",
                    "expect",
                    "host",
                    "keep-alive",
                    "last-event-id",
                    "mcp-protocol-version",
                    "mcp-session-id",
                    "te",
                    "trailer",
                    "transfer-encoding",
                    "upgrade");

    /** Reads what a command line gives: {@code Name: value}. */
    public static Header parse(String text) throws HeaderException {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new HeaderException("a header is written \"Name: value\"");
        }
        Header header = new Header(text.substring(0, colon), text.substring(colon + 1).strip());
        header.check();
        return header;
    }

    /** Whether a word can be the name of a header. */
    static boolean isName(String word) {
        return TOKEN.matcher(word).matches();
    }

    /** Whether users may set a header of this name. */
    static boolean isFree(String name) {
        return isName(name) && !NOT_FREE.contains(name.toLowerCase(Locale.ROOT));
    }

    /** Refuses what no request can carry, and what is not for users to set. */
    void check() throws HeaderException {
        if (!isName(name)) {
            throw new HeaderException("the name of a header is wrong");
        }
        if (NOT_FREE.contains(name.toLowerCase(Locale.ROOT))) {
            throw new HeaderException("the header `" + name + "` is set by the gateway");
        }
        Matcher variable = VARIABLE.matcher(value);
        while (variable.find()) {
            if (!variable.group().endsWith("}")
                    || !VARIABLE_NAME.matcher(variable.group(1)).matches()) {
                throw new HeaderException(
                        "the header `" + name + "` has a `${` that begins no ${NAME}");
            }
        }
        if (value.isBlank() || !isClean(value)) {
            throw notClean();
        }
    }

    /**
     * The header with its variables replaced.
     *
     * @throws HeaderException if a variable is not set, naming it
     */
    public Header expanded(Map<String, String> environment) throws HeaderException {
        Header header;
        try {
            header = new Header(name, expanded(value, environment));
        } catch (HeaderException missing) {
            throw new HeaderException("the header `" + name + "` needs " + missing.getMessage());
        }
        if (!isClean(header.value)) {
            throw notClean();
        }
        return header;
    }

    /**
     * A text with its variables, written as {@code ${NAME}}, replaced.
     *
     * @throws HeaderException if one is not set, naming it
     */
    public static String expanded(String text, Map<String, String> environment)
            throws HeaderException {
        StringBuilder expanded = new StringBuilder();
        Matcher variable = VARIABLE.matcher(text);
        while (variable.find()) {
            @Nullable String found = environment.get(variable.group(1));
            if (found == null || found.isBlank()) {
                throw new HeaderException(
                        "the environment variable "
                                + variable.group(1)
                                + ", which is not set or empty");
            }
            variable.appendReplacement(expanded, Matcher.quoteReplacement(found));
        }
        return variable.appendTail(expanded).toString();
    }

    private HeaderException notClean() {
        return new HeaderException(
                "the value of the header `"
                        + name
                        + "` is empty, or has a line end or another character that no header may"
                        + " have");
    }

    private static boolean isClean(String value) {
        return value.chars().allMatch(c -> c == '\t' || (c >= ' ' && c <= '~'));
    }

    @Override
    public String toString() {
        return name + ": [redacted]";
    }
}
