package io.agentgate.gateway.redact;

import io.agentgate.policy.Effect;
import io.agentgate.policy.Rule;
import io.agentgate.protocol.Edit;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.JsonCursor;
import io.agentgate.protocol.JsonCursor.Token;
import io.agentgate.protocol.JsonWriter;
import io.agentgate.protocol.Span;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One pass of redact rules over the strings in a span of a scanned frame. */
final class Redaction {

    /** What to do about member names in which a pattern is found. */
    enum Names {
        /** They stay: a name of an argument is the tool's, not a value. */
        KEEP,
        /** They are rewritten: for what is stored and read by people only. */
        REWRITE,
        /** They, and other identifiers, block the whole message. */
        BLOCK
    }

    /** Only a text made for it is still getting shorter after so many rounds. */
    private static final int MAX_ROUNDS = 16;

    /** What stands for such a text. */
    private static final String UNSETTLED = "[REDACTED]";

    private final List<Rule> rules;
    private final Names names;
    private final List<Edit> edits = new ArrayList<>();
    private final List<String> place = new ArrayList<>();
    private final Set<String> hits = new LinkedHashSet<>();
    private @Nullable Rule blockedBy;

    private Redaction(List<Rule> rules, Names names) {
        this.rules = rules;
        this.names = names;
    }

    /** Applies the rules, all of them redact rules, in their order to every string in the span. */
    static Redaction over(Frame frame, Span span, List<Rule> rules, Names names) {
        Redaction redaction = new Redaction(rules, names);
        String plain = frame.plainText();
        if (plain != null && !redaction.mayMatch(plain)) {
            return redaction;
        }
        JsonCursor cursor = new JsonCursor(frame, span);
        cursor.next();
        redaction.value(cursor);
        return redaction;
    }

    /** Applies the rules, all of them redact rules, to one text. */
    static String of(String text, List<Rule> rules) {
        return rules.isEmpty() ? text : new Redaction(rules, Names.REWRITE).apply(text);
    }

    /** The changes, in the order of the frame. */
    List<Edit> edits() {
        return edits;
    }

    /** Ids of the rules that changed something, in the order in which they did. */
    List<String> hits() {
        return List.copyOf(hits);
    }

    /** The first rule that matched where nothing may be rewritten, or null. */
    @Nullable Rule blockedBy() {
        return blockedBy;
    }

    private boolean mayMatch(String text) {
        for (Rule rule : rules) {
            if (rule.effect() instanceof Effect.Redact redact && redact.mayApply(text)) {
                return true;
            }
        }
        return false;
    }

    private void value(JsonCursor cursor) {
        switch (cursor.token()) {
            case BEGIN_OBJECT -> {
                while (cursor.next() == Token.NAME) {
                    String name = cursor.text();
                    name(name, cursor.span());
                    place.addLast(name);
                    cursor.next();
                    value(cursor);
                    place.removeLast();
                }
            }
            case BEGIN_ARRAY -> {
                place.addLast("*");
                while (cursor.next() != Token.END_ARRAY) {
                    value(cursor);
                }
                place.removeLast();
            }
            case STRING -> string(cursor.text(), cursor.span());
            case NUMBER -> number(cursor);
            case TRUE, FALSE, NULL, NAME, END_OBJECT, END_ARRAY, END -> {}
        }
    }

    private void name(String name, Span span) {
        if (names == Names.KEEP) {
            return;
        }
        String changed = apply(name);
        if (changed.equals(name)) {
            return;
        }
        if (names == Names.REWRITE) {
            edits.add(new Edit(span, JsonWriter.quote(changed)));
        } else {
            block(name);
        }
    }

    /**
     * In a message a number stays one, whatever its digits; what is stored nobody computes with.
     */
    private void number(JsonCursor cursor) {
        if (names == Names.REWRITE) {
            string(cursor.text(), cursor.span());
        }
    }

    private void string(String text, Span span) {
        String changed = apply(text);
        if (changed.equals(text)) {
            return;
        }
        if (names == Names.BLOCK && OpaquePlaces.contain("/" + String.join("/", place))) {
            block(text);
        } else {
            edits.add(new Edit(span, JsonWriter.quote(changed)));
        }
    }

    /**
     * Applies all rules, and again as long as one takes something out: what that leaves may be what
     * the rules look for, as in {@code secsecretret}.
     */
    private String apply(String text) {
        String current = text;
        for (int round = 0; round < MAX_ROUNDS; round++) {
            boolean shortened = false;
            for (Rule rule : rules) {
                if (rule.effect() instanceof Effect.Redact redact) {
                    String changed = redact.apply(current);
                    shortened |= changed.length() < current.length();
                    if (!changed.equals(current)) {
                        hits.add(rule.id());
                    }
                    current = changed;
                }
            }
            if (!shortened) {
                return current;
            }
        }
        return UNSETTLED;
    }

    private void block(String text) {
        for (Rule rule : rules) {
            if (blockedBy == null
                    && rule.effect() instanceof Effect.Redact redact
                    && !redact.apply(text).equals(text)) {
                blockedBy = rule;
            }
        }
    }
}
