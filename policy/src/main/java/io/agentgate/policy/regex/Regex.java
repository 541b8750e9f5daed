package io.agentgate.policy.regex;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A compiled regular expression of the policy dialect. Equal when the source is equal. */
public final class Regex {
    private final String source;
    private final Pattern pattern;
    // Missing fields read as "", which makes the empty text the one most often searched.
    private final boolean foundInEmpty;
    private final String[] required;
    private final @Nullable FoldedTexts requiredInAnyCase;
    private final boolean acrossTokens;
    private final boolean speaksOfSeparators;

    private Regex(String source, Pattern pattern) {
        this.source = source;
        this.pattern = pattern;
        RequiredLiterals.Found literals = RequiredLiterals.of(source);
        this.required = literals.texts().toArray(String[]::new);
        this.requiredInAnyCase =
                literals.anyCase() && required.length > 0
                        ? new FoldedTexts(literals.texts())
                        : null;
        this.acrossTokens = literals.texts().stream().anyMatch(Regex::hasPunctuation);
        String slashes = source.replace("\\/", "/").replace("://", ":");
        this.speaksOfSeparators =
                slashes.contains("\\\\") || slashes.contains("//") || slashes.indexOf(';') >= 0;
        this.foundInEmpty = pattern.matcher("").find();
    }

    /** Whether a text holds what stands between the tokens of JSON. */
    private static boolean hasPunctuation(String text) {
        return text.chars().anyMatch(character -> "{}[],:\"".indexOf(character) >= 0);
    }

    public static Regex compile(String source) throws RegexSyntaxException {
        String translated = new Dialect(source).translate();
        try {
            return new Regex(source, Pattern.compile(translated));
        } catch (PatternSyntaxException e) {
            String fragment = e.getPattern() == null ? "" : e.getPattern();
            int index = Math.max(source.indexOf(fragment), 0);
            throw new RegexSyntaxException(index, describe(e.getDescription(), fragment));
        }
    }

    /** Whether the pattern says itself that a path holds a backslash, {@code //} or {@code ;}. */
    public boolean speaksOfSeparators() {
        return speaksOfSeparators;
    }

    /** The pattern as the policy spells it. */
    public String source() {
        return source;
    }

    /** How many states the pattern has: searching takes time in proportion to it and the text. */
    public int size() {
        return pattern.programSize();
    }

    /** True when the pattern matches anywhere in {@code text}. */
    public boolean foundIn(String text) {
        if (text.isEmpty()) {
            return foundInEmpty;
        }
        return mayMatch(text) && pattern.matcher(text).find();
    }

    /**
     * Whether a match may lie in {@code text} or in any part of it: costs a fraction of {@link
     * #foundIn}, and saves to take a text apart to search its parts.
     */
    public boolean mayMatch(String text) {
        if (requiredInAnyCase != null) {
            return requiredInAnyCase.mayBeIn(text);
        }
        for (String literal : required) {
            if (text.contains(literal)) {
                return true;
            }
        }
        return required.length == 0;
    }

    /** Replaces every match; returns {@code text} itself when there is none. */
    public String replaceAll(String text, Replacement replacement) {
        if (!mayMatch(text)) {
            return text;
        }
        Matcher matcher = pattern.matcher(text);
        StringBuilder out = null;
        int copied = 0;
        int lastEnd = -1;
        while (matcher.find()) {
            // Rust yields no empty match where the match before it ended; RE2/J does.
            if (matcher.start() == matcher.end() && matcher.end() == lastEnd) {
                continue;
            }
            if (out == null) {
                out = new StringBuilder(text.length() + 16);
            }
            out.append(text, copied, matcher.start());
            replacement.appendTo(out, text, matcher);
            copied = matcher.end();
            lastEnd = copied;
        }
        if (out == null) {
            return text;
        }
        String replaced = out.append(text, copied, text.length()).toString();
        return replaced.equals(text) ? text : replaced;
    }

    /**
     * Whether a match may lie in what is left of JSON text without blanks. That joins tokens that
     * blanks keep apart in {@code text}, so a pattern that looks for punctuation may be in it.
     *
     * @param text JSON without escapes
     */
    public boolean mayMatchCompact(String text) {
        return acrossTokens || mayMatch(text);
    }

    int groups() {
        return pattern.groupCount();
    }

    @Nullable Integer group(String name) {
        return pattern.namedGroups().get(name);
    }

    private static String describe(String description, String fragment) {
        return fragment.regionMatches(true, 0, "\\p", 0, 2)
                ? "unknown Unicode class; write a general category such as `\\p{L}` or a script"
                        + " such as `\\p{Greek}`"
                : "invalid regular expression: " + description.toLowerCase(Locale.ROOT);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Regex that && source.equals(that.source);
    }

    @Override
    public int hashCode() {
        return source.hashCode();
    }

    @Override
    public String toString() {
        return source;
    }
}
