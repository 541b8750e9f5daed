package io.agentgate.gateway.federation;

import io.agentgate.protocol.ErrorCode;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.Value;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One server's part in a {@link Gathering}. */
sealed interface Outcome {
    /** It answered. */
    record Answered(Value result) implements Outcome {}

    /**
     * It answered with an error, or the door refused to ask it.
     *
     * @param error the error as it came
     */
    record Refused(Value error, int code, String message) implements Outcome {}

    /** It did not answer. */
    record Missing(Trouble trouble) implements Outcome {}

    /** Longest text of a server's that is repeated as a reason. */
    int MAX_REASON = 200;

    /** Reads an answer that has been scanned. */
    static Outcome of(Frame answer) {
        Map<String, Value> members = Value.of(answer).members();
        Value result = members.get("result");
        if (result != null) {
            return new Answered(result);
        }
        Value error = members.get("error");
        if (error == null) {
            return new Missing(new Trouble("failed", "its answer has no result"));
        }
        return new Refused(error, code(error), message(error));
    }

    private static int code(Value error) {
        Value code = error.member("code");
        Id number = code == null ? null : code.id();
        try {
            return number == null ? ErrorCode.INTERNAL_ERROR : Integer.parseInt(number.toString());
        } catch (NumberFormatException spelledOtherwise) {
            return ErrorCode.INTERNAL_ERROR;
        }
    }

    private static String message(Value error) {
        Value message = error.member("message");
        @Nullable String text = message == null ? null : message.text();
        if (text == null) {
            return "it answered with an error";
        }
        return text.length() <= MAX_REASON ? text : text.substring(0, MAX_REASON) + "…";
    }

    /** Why the server has no part in the answer; null if it has. */
    static @Nullable Trouble trouble(Outcome outcome) {
        return switch (outcome) {
            case Answered answered -> null;
            case Refused refused -> new Trouble("failed", refused.message());
            case Missing missing -> missing.trouble();
        };
    }
}
