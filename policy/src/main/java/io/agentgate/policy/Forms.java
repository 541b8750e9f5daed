package io.agentgate.policy;

import java.text.Normalizer;
import org.jspecify.annotations.Nullable;

/**
 * What a server may make of a text before it uses it: forms in which conditions look at it beside
 * the one in which it stands there. Nothing of this is ever forwarded.
 *
 * <pre>
 *   decoded    escapes of URLs resolved, twice at most; Unicode's NFKC; no NUL, nothing invisible
 *   separated  decoded; tabs and ends of lines within segments of dots are gone, as URLs lose them;
 *              `\` and look-alikes of `/` are `/`, repeated ones are one, and so is `/./`;
 *              path parameters (`;…`) are gone; a segment of three dots or more is `..`, which is
 *              what it becomes where `../` is taken out
 * </pre>
 *
 * <p>A form is null where it is the same as the one before it. Most texts have neither.
 */
record Forms(@Nullable String decoded, @Nullable String separated) {
    static final Forms NONE = new Forms(null, null);

    /** What is escaped more often is not resolved by anybody by accident. */
    private static final int MAX_ROUNDS = 2;

    private static final int FIRST_NON_ASCII = 0x80;

    /** Whether the text has one form only. */
    boolean areNone() {
        return decoded == null && separated == null;
    }

    static Forms of(String text) {
        if (isPlain(text)) {
            return NONE;
        }
        String decoded = decode(text);
        String separated = Separators.normalise(decoded);
        String differing = decoded.equals(text) ? null : decoded;
        return differing == null && separated.equals(decoded)
                ? NONE
                : new Forms(differing, separated.equals(decoded) ? null : separated);
    }

    /**
     * Whether it is certain at a glance that a text has one form only, and so has each part of it
     * that ends at a quotation mark or another sign of JSON.
     */
    static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%' || c == '\\' || c == ';' || c == 0 || c >= FIRST_NON_ASCII) {
                return false;
            }
            if (c == '/' && isMoreThanOneSeparator(text, i)) {
                return false;
            }
            if (c == '.' && (text.startsWith("..", i + 1) || Separators.isBreakBeside(text, i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isMoreThanOneSeparator(String text, int slash) {
        boolean ofScheme = slash > 0 && text.charAt(slash - 1) == ':';
        return text.startsWith("./", slash + 1) || (text.startsWith("/", slash + 1) && !ofScheme);
    }

    private static String decode(String text) {
        String decoded = compose(text);
        for (int round = 0; round < MAX_ROUNDS && decoded.indexOf('%') >= 0; round++) {
            decoded = compose(PercentEncoding.decode(decoded));
        }
        return decoded;
    }

    /** One spelling of each character, and none that cannot be seen. */
    private static String compose(String text) {
        boolean ascii = true;
        boolean invisible = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            ascii &= c < FIRST_NON_ASCII;
            invisible |= isInvisible(c);
        }
        String composed = ascii ? text : Normalizer.normalize(text, Normalizer.Form.NFKC);
        return invisible ? withoutInvisible(composed) : composed;
    }

    private static String withoutInvisible(String text) {
        StringBuilder visible = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            if (!isInvisible(text.charAt(i))) {
                visible.append(text.charAt(i));
            }
        }
        return visible.toString();
    }

    private static boolean isInvisible(char c) {
        return c == 0 || (c >= FIRST_NON_ASCII && Character.getType(c) == Character.FORMAT);
    }
}
