package io.agentgate.policy.regex;

import com.google.re2j.Matcher;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A replacement text of the policy dialect, compiled against the groups of one {@link Regex}.
 *
 * <p>{@code $1} and {@code ${1}} are groups by number, {@code $name} and {@code ${name}} by name,
 * {@code $$} is a dollar sign. A name is as long as letters, digits and {@code _} go on, so {@code
 * $1x} is the group called {@code 1x}. A group that does not exist, or took no part in the match,
 * is empty.
 */
public final class Replacement {
    private sealed interface Part {}

    private record Literal(String text) implements Part {}

    private record Group(int number) implements Part {}

    private final String template;
    private final List<Part> parts;
    private final List<String> unknownGroups;

    private Replacement(String template, List<Part> parts, List<String> unknownGroups) {
        this.template = template;
        this.parts = List.copyOf(parts);
        this.unknownGroups = List.copyOf(unknownGroups);
    }

    /** Whether a text may be one in which something was replaced: all its fixed parts are there. */
    public boolean mayStandIn(String text) {
        boolean fixed = false;
        for (Part part : parts) {
            if (part instanceof Literal(String literal)) {
                fixed = true;
                if (!text.contains(literal)) {
                    return false;
                }
            }
        }
        return fixed;
    }

    public static Replacement of(String template, Regex regex) {
        List<Part> parts = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        int at = 0;
        while (at < template.length()) {
            char c = template.charAt(at);
            if (c != '$') {
                literal.append(c);
                at++;
                continue;
            }
            if (template.startsWith("$$", at)) {
                literal.append('$');
                at += 2;
                continue;
            }
            Reference reference = referenceAt(template, at + 1);
            if (reference == null) {
                literal.append('$');
                at++;
                continue;
            }
            at = reference.end();
            int number = resolve(reference.name(), regex);
            if (number < 0) {
                unknown.add(reference.name());
                continue;
            }
            if (!literal.isEmpty()) {
                parts.add(new Literal(literal.toString()));
                literal.setLength(0);
            }
            parts.add(new Group(number));
        }
        if (!literal.isEmpty()) {
            parts.add(new Literal(literal.toString()));
        }
        return new Replacement(template, parts, unknown);
    }

    /** The text as the policy spells it. */
    public String template() {
        return template;
    }

    /** References to groups that the pattern does not have; each one expands to nothing. */
    public List<String> unknownGroups() {
        return unknownGroups;
    }

    void appendTo(StringBuilder out, String text, Matcher match) {
        for (Part part : parts) {
            switch (part) {
                case Literal literal -> out.append(literal.text());
                case Group group -> {
                    int start = match.start(group.number());
                    if (start >= 0) {
                        out.append(text, start, match.end(group.number()));
                    }
                }
            }
        }
    }

    private record Reference(String name, int end) {}

    private static @Nullable Reference referenceAt(String template, int start) {
        if (start < template.length() && template.charAt(start) == '{') {
            int close = template.indexOf('}', start);
            return close < 0
                    ? null
                    : new Reference(template.substring(start + 1, close), close + 1);
        }
        int end = start;
        while (end < template.length() && isNameCharacter(template.charAt(end))) {
            end++;
        }
        return end == start ? null : new Reference(template.substring(start, end), end);
    }

    private static boolean isNameCharacter(char c) {
        return c == '_'
                || (c >= '0' && c <= '9')
                || (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z');
    }

    private static int resolve(String name, Regex regex) {
        boolean digits =
                !name.isEmpty()
                        && name.length() <= 6
                        && name.chars().allMatch(c -> c >= '0' && c <= '9');
        if (digits) {
            int number = Integer.parseInt(name);
            return number <= regex.groups() ? number : -1;
        }
        Integer number = regex.group(name);
        return number == null ? -1 : number;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Replacement that
                && template.equals(that.template)
                && parts.equals(that.parts);
    }

    @Override
    public int hashCode() {
        return template.hashCode();
    }

    @Override
    public String toString() {
        return template;
    }
}
