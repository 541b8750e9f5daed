package io.agentgate.cli.status;

import io.agentgate.protocol.Value;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The members of an object that another process told, read as what they must be.
 *
 * <p>What is missing or of another kind is an {@link IllegalArgumentException}.
 */
record AnswerMembers(Value object) {
    String text(String name) {
        String text = textOrNull(name);
        if (text == null) {
            throw new IllegalArgumentException("no text in `" + name + "`");
        }
        return text;
    }

    @Nullable String textOrNull(String name) {
        Value value = object.member(name);
        return value == null ? null : value.text();
    }

    Instant time(String name) {
        try {
            return Instant.parse(text(name));
        } catch (DateTimeException wrong) {
            throw new IllegalArgumentException("no time in `" + name + "`", wrong);
        }
    }

    long number(String name) {
        Value value = object.member(name);
        String text = value == null ? null : value.scalar();
        if (text == null) {
            throw new IllegalArgumentException("no number in `" + name + "`");
        }
        return Long.parseLong(text);
    }
}
